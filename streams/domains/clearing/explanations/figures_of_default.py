"""How do the figures of a default come about, up to what the survivors share? (BL3/53 to BL3/56)"""

from collections.abc import Iterator, Sequence

from schemas import clearing as events
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.explanations.views_asked import Row, Views, row_of, rows_of
from streams.domains.clearing.explanations.words import money, party, whole
from streams.domains.clearing.rules.default import expected_shortfall_cents
from streams.kernel.explanation import Sheet, Step


def shortfall_steps(
    views: Views, facts: Sequence[RecordedEvent], cycle: str, member: str, reported_cents: int
) -> Iterator[Step]:
    """What the Bank of Canada reported, beside what the books say."""
    yield Step(
        f"The shortfall of {party(member)}, as the Bank of Canada reported it.",
        whole(reported_cents),
        money(reported_cents),
    )
    accounts = [
        fact.event
        for fact in facts
        if isinstance(fact.event, events.SettlementAccountReported)
        and (fact.event.cycle, fact.event.member) == (cycle, member)
    ]
    if not accounts:
        yield Step("What its account held was not reported before, so the books cannot check the figure.")
        return
    available = accounts[-1].available_cents
    balance = row_of(views, "cycles", cycle).get("clearing_balances_cents", {}).get(member, 0)
    expected = expected_shortfall_cents(available, balance)
    agrees = (
        "that is the same"
        if expected == reported_cents
        else "that is NOT the same: the Bank's figure counts, and the difference is reported"
    )
    yield Step(
        f"By the books, it lacks what its money and its balance together are below zero; {agrees}.",
        f"{whole(available)} + {whole(balance)} = {whole(available + balance)}",
        money(expected),
    )


def advance_step(case: Row) -> Step:
    """The loan beside the shortfall."""
    advance, shortfall = int(case["advance_cents"] or 0), int(case["shortfall_cents"])
    if advance >= shortfall:
        return Step(
            "The loan is at least as large as the shortfall: no default.",
            f"{whole(advance)} is not below {whole(shortfall)}",
            money(advance),
        )
    credited = case["advance_credited_cents"]
    counts = "; it was credited and lowers the shortfall" if credited else ""
    return Step(
        f"The loan is smaller than the shortfall: default{counts}.",
        f"{whole(advance)} is below {whole(shortfall)}",
        money(advance),
    )


def after_returns_step(case: Row) -> Step:
    """What the returns leave of the shortfall."""
    after = int(case["shortfall_after_section_55_cents"])
    return Step(
        "What is lacking after the returns: the shortfall, less the loan that was credited, less what returns brought "
        "the member, plus what returns by another member in default took from it.",
        f"{whole(case['shortfall_cents'])} - {whole(case['advance_credited_cents'])} - "
        f"{whole(case['section_55_credits_cents'])} + {whole(case['section_55_debits_cents'])} = {whole(after)}",
        money(after),
    )


def obligation_steps(
    views: Views, facts: Sequence[RecordedEvent], case: Row, cycle: str, member: str
) -> Iterator[Step]:
    """What each institution that the member represents has to deposit, and why."""
    owed = case["section_56_obligations_cents"]
    reports = {
        fact.event.institution: fact.event
        for fact in facts
        if isinstance(fact.event, events.SubAccountReported)
        and (fact.event.cycle, fact.event.agent) == (cycle, member)
    }
    rows = []
    for (institution,), position in rows_of(views, "represented_positions_cents", f"{cycle}/{member}/"):
        report = reports.get(institution)
        held = "not reported" if report is None else whole(report.balance_cents)
        settled = "yes" if report is not None and report.settled else "no"
        rows.append([party(institution), whole(position), held, settled, whole(owed.get(institution, 0))])
    if not rows:
        yield Step(
            f"{party(member)} represents nobody with a position in {words.cycle(cycle)}, so nobody has to deposit."
        )
        return
    columns = ["Institution", "position in the cycle", "holds there", "has settled", "has to deposit"]
    yield Step(
        f"Whom {party(member)} represents: each has to deposit what it owes for the cycle (a position below zero, in "
        "brackets) beyond what it holds with the member, unless it has settled; in cents.",
        sheet=Sheet(columns, rows),
    )


def remainder_step(case: Row) -> Step:
    """A of the formula: what deposits by those represented leave."""
    after = int(case["shortfall_after_section_55_cents"])
    deposits = case["section_56_deposits_cents"]
    a_cents = int(case["section_57_a_cents"] or 0)
    received = " - ".join(
        [whole(after), *(whole(cents) for cents in deposits.values())] if deposits else [whole(after), "0"]
    )
    return Step(
        "A, what is still lacking: less what was really deposited by those whom the member represents.",
        f"A = {received} = {whole(after - sum(deposits.values()))}",
        money(a_cents),
    )


def cover_steps(case: Row) -> Iterator[Step]:
    """What came in, and what is still uncovered."""
    if not case["in_default"]:
        return
    kinds = (
        ("section_56_deposits_cents", "those whom it represents (section 56)"),
        ("section_57_deposits_cents", "the survivors (section 57)"),
        ("manual_deposits_cents", "others, by hand"),
    )
    paid = [
        [party(depositor), who, whole(cents)]
        for name, who in kinds
        for depositor, cents in case[name].items()
    ]
    if paid:
        yield Step(
            "What was deposited, in cents.", sheet=Sheet(["Depositor", "as one of", "deposited"], paid)
        )
    after = int(case["shortfall_after_section_55_cents"])
    deposited = sum(sum(case[name].values()) for name, _ in kinds)
    uncovered, excess = int(case["uncovered_cents"]), int(case["excess_cents"])
    said = (
        f"What is still uncovered; {money(excess)} came in beyond the need."
        if excess
        else "What is still uncovered."
    )
    yield Step(said, f"{whole(after)} - {whole(deposited)} = {whole(after - deposited)}", money(uncovered))
