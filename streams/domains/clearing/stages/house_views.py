"""What do the views of cycles, defaults, roles and representations show? (section 10 of the contract)"""

from schemas.instants import instant_text, instant_us
from streams.domains.clearing.rules.case import blocks, standing
from streams.domains.clearing.rules.indirect_default import agent_residual_cents
from streams.domains.clearing.state.calendar import Calendar, Cycle
from streams.domains.clearing.state.cases import (
    ADVANCE_OBTAINED,
    IN_DEFAULT,
    SHORTFALL_REPORTED,
    Case,
    CycleBooks,
)
from streams.domains.clearing.state.defaults import IndirectDefaultCase
from streams.domains.clearing.state.parties import NEVER
from streams.domains.clearing.state.representations import Representation
from streams.domains.clearing.state.roles import Appointment
from streams.domains.clearing.state.totals import (
    CREDIT_ITEMS,
    CREDIT_VALUE,
    DEBIT_ITEMS,
    DEBIT_OWN,
    DEBIT_REPRESENTED,
    DIGEST,
    ENTRY_COUNT,
    ITEM_COUNT,
    RETURNED_ITEMS,
    RULES,
    SECTION_54,
    SECTION_60,
    CellReader,
    clearing_balances_cents,
    digest_text,
    without_zeros,
)


def end_text(us: int) -> str | None:
    """An end as it is shown: an instant, or None where there is none."""
    return None if us == NEVER else instant_text(us)


def role_row(appointment: Appointment) -> dict[str, object]:
    """A row of `roles`."""
    return {
        "appointed_at": instant_text(appointment.from_us),
        "revoked_at": end_text(appointment.ends_us),
        "revoked_under": appointment.ended_under,
    }


def run_off_end_us(representation: Representation, calendar: Calendar) -> int | None:
    """The end of the run-off of a representation by all cycles scheduled, or None where it has none."""
    if representation.ends_us == NEVER:
        return None
    return calendar.run_off_end_us(representation.ends_us, representation.from_us, NEVER)


def representation_row(representation: Representation, calendar: Calendar) -> dict[str, object]:
    """A row of `representations`."""
    run_off = run_off_end_us(representation, calendar)
    return {
        "kind": representation.kind,
        "acts_from_at": instant_text(representation.from_us),
        "ceases_at": end_text(representation.ends_us),
        "run_off_through_at": None if run_off is None else instant_text(run_off),
    }


def bilateral_row(cell: list[int]) -> dict[str, int] | None:
    """A row of `bilateral_totals`, or None where all is zero."""
    row = {
        "debit_value_cents": cell[DEBIT_OWN] + cell[DEBIT_REPRESENTED],
        "debit_own_value_cents": cell[DEBIT_OWN],
        "debit_item_count": cell[DEBIT_ITEMS],
        "credit_value_cents": cell[CREDIT_VALUE],
        "credit_item_count": cell[CREDIT_ITEMS],
    }
    return row if any(row.values()) else None


def returned_row(cell: list[int]) -> dict[str, int]:
    """A row of `returned_totals`."""
    return {
        "rules_value_cents": cell[RULES],
        "section_54_value_cents": cell[SECTION_54],
        "section_60_value_cents": cell[SECTION_60],
        "item_count": cell[RETURNED_ITEMS],
    }


def cycle_row(cycle: Cycle, books: CycleBooks, cases: list[Case], cells: CellReader) -> dict[str, object]:
    """A row of `cycles`."""
    counts = cells.get(f"cycle/{cycle.name}") or [0, 0, 0]
    state = "SETTLED" if cycle.is_settled else "ESTABLISHED" if cycle.is_sealed else "OPEN"
    blocked_by = [] if cycle.is_settled else sorted(case.key for case in cases if blocks(case, cells))
    return {
        "state": state,
        "established_balances_cents": books.established,
        "clearing_balances_cents": clearing_balances_cents(cells, cycle.name),
        "settlement_entries_cents": books.posted,
        "blocked_by": blocked_by,
        "accepted_entry_count": counts[ENTRY_COUNT],
        "accepted_item_count": counts[ITEM_COUNT],
        "entries_digest": digest_text(counts[DIGEST]),
    }


def case_row(case: Case, cells: CellReader) -> dict[str, object]:
    """A row of `default_cases`."""
    figures = standing(case, cells)
    deposited = case.deposits_cents("SECTION_57")
    return {
        "state": case.state,
        "in_default": case.in_default,
        "default_at": None if case.default_at is None else instant_text(instant_us(case.default_at)),
        "shortfall_cents": case.shortfall_cents,
        "advance_cents": case.advance_cents,
        "advance_credited_cents": case.advance_credited_cents,
        "section_55_credits_cents": figures.credits_cents,
        "section_55_debits_cents": figures.debits_cents,
        "shortfall_after_section_55_cents": figures.after_55_cents,
        "section_56_obligations_cents": case.obligations_cents,
        "section_56_deposits_cents": case.deposits_cents("SECTION_56"),
        "section_57_a_cents": case.a_cents,
        "section_57_b_cents": case.b_cents,
        "section_57_c_cents": case.c_cents,
        "section_57_shares_cents": without_zeros(case.shares_cents),
        "section_57_deposits_cents": deposited,
        "manual_deposits_cents": case.deposits_cents("MANUAL"),
        "uncovered_cents": figures.uncovered_cents,
        "excess_cents": figures.excess_cents,
        "recovery_debts": {
            depositor: _recovery_debt(case, depositor, cents) for depositor, cents in deposited.items()
        },
    }


def _recovery_debt(case: Case, depositor: str, principal_cents: int) -> dict[str, object]:
    accrual = case.accruals.get(depositor)
    return {
        "principal_cents": principal_cents,
        "interest_cents": 0 if accrual is None else accrual.interest_cents,
        "interest_through_on": None if accrual is None else accrual.through_on,
    }


def items_to_remit(case: IndirectDefaultCase, cells: CellReader) -> list[str]:
    """The entries whose items an indirect clearer in default holds itself, in order; none before default."""
    if case.default_us is None:
        return []
    prefix = f"{case.indirect_clearer}/"
    forwarded = cells.group(f"forwarded/{case.agent}")
    return sorted(
        key.removeprefix(prefix) for key, cell in forwarded.items() if key.startswith(prefix) and cell[0]
    )


def indirect_case_row(case: IndirectDefaultCase, cells: CellReader) -> dict[str, object]:
    """A row of `indirect_default_cases`."""
    returned = (cells.get(f"section_60/{case.key}") or [0])[0]
    in_default = case.default_us is not None
    undecided = SHORTFALL_REPORTED if case.advance_cents is None else ADVANCE_OBTAINED
    return {
        "state": IN_DEFAULT if in_default else undecided,
        "in_default": in_default,
        "default_at": None if case.default_us is None else instant_text(case.default_us),
        "shortfall_cents": case.shortfall_cents,
        "advance_cents": case.advance_cents,
        "section_60_returns_cents": returned,
        "agent_residual_cents": agent_residual_cents(case.shortfall_cents, returned, in_default=in_default),
        "items_to_remit": items_to_remit(case, cells),
    }
