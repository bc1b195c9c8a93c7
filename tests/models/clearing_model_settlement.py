"""Checks and effects of the facts about cycles, settlement and default (sections 7.9 to 7.13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .clearing_model_books import CURED, Case, IndirectCase, shares, without_zeros
from .clearing_model_facts import Reading
from .clearing_model_rules import Checks, Verdict, cites, refused

# Section 6: checks.


def _open(reading: Reading) -> Checks:
    """Checks 20 and 21 of section 6."""
    return {"CYCLE_STILL_OPEN": lambda: not reading.books.is_sealed(reading.body["cycle"]), **_final(reading)}


def _final(reading: Reading) -> Checks:
    """Check 21 of section 6."""
    return {"SETTLEMENT_FINAL": lambda: reading.books.is_settled(reading.body["cycle"])}


def _case(reading: Reading) -> Case | None:
    """The case that a fact names."""
    return reading.books.case(reading.body["cycle"], reading.body["member"])


def _no_default(reading: Reading) -> bool:
    """Check 34 of section 6 for the facts of a case."""
    case = _case(reading)
    return case is None or case.default_at is None


def _indirect_case(reading: Reading) -> IndirectCase | None:
    """The indirect case that a fact names."""
    body = reading.body
    return reading.books.indirect_cases.get(f"{body['cycle']}/{body['agent']}/{body['indirect_clearer']}")


def _never_clearer(reading: Reading) -> bool:
    """Check 8 of section 6 for the reports of the Bank."""
    return not reading.registry.was_clearer(reading.body["member"], reading.at)


def settlement_account_reported(reading: Reading) -> Checks:
    """Checks a report of a settlement account."""
    return {"NOT_A_CLEARER": lambda: _never_clearer(reading)}


def sub_account_reported(reading: Reading) -> Checks:
    """Checks a report of an account with an agent or group clearer."""
    body = reading.body
    return {
        "NOT_REPRESENTED": lambda: (
            not reading.registry.ever_represented(body["agent"], body["institution"], reading.at)
        )
    }


def shortfall_reported(reading: Reading) -> Checks:
    """Checks a report of a shortfall."""
    return {
        "NOT_A_CLEARER": lambda: _never_clearer(reading),
        **_open(reading),
        "CASE_EXISTS": lambda: _case(reading) is not None,
    }


def advance_reported(reading: Reading) -> Checks:
    """Checks the outcome of a request for an advance."""
    case = _case(reading)
    return {
        **_final(reading),
        "NO_SHORTFALL_REPORTED": lambda: case is None,
        "ADVANCE_ALREADY_REPORTED": lambda: case is not None and case.advance is not None,
    }


def default_returns_closed(reading: Reading) -> Checks:
    """Checks the closing of the returns of a case."""
    case = _case(reading)
    return {
        **_final(reading),
        "NOT_IN_DEFAULT": lambda: _no_default(reading),
        "RETURNS_CLOSED": lambda: case is not None and case.returns_closed,
    }


def deposit_received(reading: Reading) -> Checks:
    """Checks a deposit."""
    return {**_final(reading), "NOT_IN_DEFAULT": lambda: _no_default(reading)}


def default_deposits_closed(reading: Reading) -> Checks:
    """Checks the closing of the deposits of a case."""
    case = _case(reading)
    return {
        **_final(reading),
        "NOT_IN_DEFAULT": lambda: _no_default(reading),
        "RETURNS_NOT_CLOSED": lambda: case is not None and not case.returns_closed,
        "DEPOSITS_CLOSED": lambda: case is not None and case.deposits_closed,
        "SHORTFALL_CURED": lambda: case is not None and case.state == "CURED_BY_RETURNS",
    }


def default_ended(reading: Reading) -> Checks:
    """Checks the end of a default."""
    registry, member = reading.registry, reading.body["member"]
    return {
        "NOT_IN_DEFAULT": lambda: not registry.in_default(member, reading.effect),
        "CASE_STILL_OPEN": lambda: any(
            not reading.books.is_settled(cycle) for cycle in registry.defaulted_cycles(member)
        ),
    }


def settlement_requested(reading: Reading) -> Checks:
    """Checks a request for settlement."""
    return {
        **_open(reading),
        "SETTLEMENT_BLOCKED": lambda: bool(reading.books.blocked_by(reading.body["cycle"])),
    }


def settlement_effected(reading: Reading) -> Checks:
    """Checks the Bank's statement of settlement."""
    return _open(reading)


def settlement_reversal_requested(reading: Reading) -> Checks:
    """Refuses every reversal."""
    return {**_final(reading), "NOT_SETTLED": lambda: not reading.books.is_settled(reading.body["cycle"])}


def recovery_interest_accrued(reading: Reading) -> Checks:
    """Checks an accrual of interest."""
    return {
        "NOT_IN_DEFAULT": lambda: _no_default(reading),
        "INTEREST_RATE_NOT_SET": lambda: (
            reading.books.parameters["clearing.recovery_interest_rate_ppm"] is None
        ),
    }


def indirect_shortfall_reported(reading: Reading) -> Checks:
    """Checks a report of an indirect clearer's shortfall."""
    body = reading.body
    return {
        "CASE_EXISTS": lambda: _indirect_case(reading) is not None,
        "NOT_REPRESENTED": lambda: (
            not reading.registry.ever_represented(body["agent"], body["indirect_clearer"], reading.at)
        ),
    }


def indirect_advance_reported(reading: Reading) -> Checks:
    """Checks the outcome of an indirect clearer's request for an advance."""
    case = _indirect_case(reading)
    return {
        "NO_SHORTFALL_REPORTED": lambda: case is None,
        "ADVANCE_ALREADY_REPORTED": lambda: case is not None and case.advance is not None,
    }


SETTLEMENT_CHECKS: dict[str, Callable[[Reading], Checks]] = {
    check.__name__: check
    for check in (
        settlement_account_reported,
        sub_account_reported,
        shortfall_reported,
        advance_reported,
        default_returns_closed,
        deposit_received,
        default_deposits_closed,
        default_ended,
        settlement_requested,
        settlement_effected,
        settlement_reversal_requested,
        recovery_interest_accrued,
        indirect_shortfall_reported,
        indirect_advance_reported,
    )
}


# Sections 7.3, 7.4 and 7.9: effects on a cycle.


def seal(reading: Reading) -> None:
    """Section 7.3: fixes the established balances and refuses what is held for entries that never came."""
    books, cycle = reading.books, reading.body["cycle"]
    books.established[cycle] = books.balances(cycle)
    final_adjustment = reading.registry.cycles()[cycle].final_adjustment
    for held in list(books.held):
        if books.stamp(held) <= final_adjustment:
            books.held.remove(held)
            books.verdicts[held["id"]] = refused(held, "UNKNOWN_REFERENCE")


def instruct(reading: Reading) -> Verdict:
    """Section 7.9: instructs the settlement of a cycle at its present balances."""
    cycle = reading.body["cycle"]
    reading.books.instructed[cycle] = reading.books.balances(cycle)
    return {"verdict": "INSTRUCTED", "cites": cites("50")}


def settle(reading: Reading) -> Verdict:
    """Section 7.9: takes the Bank's settlement as it is and reports what contradicts the books."""
    books, event, cycle = reading.books, reading.body["id"], reading.body["cycle"]
    blocked_by = books.blocked_by(cycle)
    balances = books.balances(cycle)
    if blocked_by:
        books.anomalies.append(
            {"kind": "SETTLED_WHILE_BLOCKED", "event": event, "cycle": cycle, "blocked_by": blocked_by}
        )
    elif books.instructed.get(cycle) != balances:
        books.anomalies.append({"kind": "SETTLED_WITHOUT_INSTRUCTION", "event": event, "cycle": cycle})
    for case in books.cases.values():
        in_question = case.cycle == cycle and case.default_at is not None and case.state not in CURED
        if in_question and books.uncovered_and_excess(case)[0] == 0:
            manual = bool(books.deposits(case, "MANUAL"))
            case.state = "RESOLVED_MANUALLY" if manual else "COVERED_BY_SECTION_57"
    books.settled[cycle] = balances
    return {"verdict": "SETTLED", "cites": cites("50")}


# Sections 7.10 and 7.11: effects on a case.


def open_case(reading: Reading) -> None:
    """Section 7.10: opens a case and compares the Bank's figure with the books."""
    books, body = reading.books, reading.body
    cycle, member, reported = body["cycle"], body["member"], body["shortfall_cents"]
    available = None
    for fact in reading.registry.of("settlement_account_reported"):
        if (fact.body["cycle"], fact.body["member"]) == (cycle, member):
            available = fact.body["available_cents"]
    if available is not None:
        expected = max(0, -(available + books.balances(cycle).get(member, 0)))
        if expected != reported:
            books.anomalies.append(
                {
                    "kind": "SHORTFALL_MISMATCH",
                    "event": body["id"],
                    "cycle": cycle,
                    "member": member,
                    "reported_cents": reported,
                    "expected_cents": expected,
                }
            )
    case = Case(cycle, member, reported, books.position)
    books.cases[case.key] = case


def take_advance(reading: Reading) -> Verdict:
    """Section 7.10: a default begins unless the advance reaches the shortfall."""
    case = _case(reading)
    assert case is not None
    case.advance = reading.body["advance_cents"]
    if case.advance >= case.shortfall:
        case.state = "ADVANCE_OBTAINED"
        return {"verdict": "NO_DEFAULT", "cites": cites("53(1)(b)")}
    case.state = "IN_DEFAULT"
    case.default_at = reading.at
    case.credited = case.advance if reading.body["credited"] else 0
    return {"verdict": "DEFAULT", "cites": cites("53(1)")}


def close_returns(reading: Reading) -> Verdict:
    """Section 7.10: the returns cured the case, or the institutions represented owe deposits."""
    case = _case(reading)
    assert case is not None
    case.returns_closed = True
    if reading.books.after_55(case) <= 0:
        case.state = "CURED_BY_RETURNS"
        return {"verdict": case.state, "cites": cites("55")}
    case.state = "AWAITING_SECTION_56"
    case.obligations = reading.books.obligations(case)
    return {"verdict": case.state, "cites": cites("56")}


def close_deposits(reading: Reading) -> Verdict:
    """Sections 7.10 and 7.11: the deposits cured the case, or the survivors share the rest."""
    books, case = reading.books, _case(reading)
    assert case is not None
    case.deposits_closed = True
    remainder = books.after_55(case) - sum(books.deposits(case, "SECTION_56").values())
    case.a = max(0, remainder)
    if case.a == 0:
        case.state = "CURED_BY_DEPOSITS"
        return {"verdict": case.state, "cites": cites("56")}
    case.b = books.bases(case, reading.at)
    case.c = sum(case.b.values())
    if case.c == 0:
        case.state = "ALLOCATION_UNDEFINED"
    else:
        case.state = "AWAITING_SECTION_57"
        case.shares = without_zeros(shares(case.a, case.b))
    return {"verdict": case.state, "cites": cites("57(1)")}


def accrue(reading: Reading) -> None:
    """Section 7.12: works out the interest of every depositor that has a section 57 deposit."""
    books, case = reading.books, _case(reading)
    assert case is not None
    through = reading.body["through_on"]
    for depositor in books.deposits(case, "SECTION_57"):
        case.debts[depositor] = (books.interest(case, depositor, date.fromisoformat(through)), through)


# Section 7.13: effects on an indirect case.


def open_indirect_case(reading: Reading) -> None:
    """Opens an indirect case."""
    body = reading.body
    case = IndirectCase(body["cycle"], body["agent"], body["indirect_clearer"], body["shortfall_cents"])
    reading.books.indirect_cases[case.key] = case


def take_indirect_advance(reading: Reading) -> Verdict:
    """A default towards the agent begins unless the advance reaches the shortfall."""
    case = _indirect_case(reading)
    assert case is not None
    case.advance = reading.body["advance_cents"]
    if case.advance >= case.shortfall:
        case.state = "ADVANCE_OBTAINED"
        return {"verdict": "NO_DEFAULT", "cites": cites("58(b)")}
    case.state = "IN_DEFAULT"
    case.default_at = reading.at
    return {"verdict": "DEFAULT", "cites": cites("58")}


# Effects that decide the verdict, and effects of facts that are simply accepted.
DECIDING: dict[str, Callable[[Reading], Verdict]] = {
    "advance_reported": take_advance,
    "default_returns_closed": close_returns,
    "default_deposits_closed": close_deposits,
    "settlement_requested": instruct,
    "settlement_effected": settle,
    "indirect_advance_reported": take_indirect_advance,
}
FOLLOWING: dict[str, Callable[[Reading], None]] = {
    "cycle_sealed": seal,
    "shortfall_reported": open_case,
    "recovery_interest_accrued": accrue,
    "indirect_shortfall_reported": open_indirect_case,
}
