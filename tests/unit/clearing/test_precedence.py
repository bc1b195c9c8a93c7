"""Are the tables of checks the contract's table of refusals, row by row?"""

import re
from collections.abc import Sequence
from typing import Any, Final

import pytest

from schemas.clearing import EVENT_STRUCTS, ExchangeSuspended, ItemDisputed, NationalFailureDeclared
from schemas.wire import Event
from streams.domains.clearing.rules import claims, correction, entry, outside_exchange, possession, returns
from streams.domains.clearing.rules.facts import FACT_RULES
from streams.domains.clearing.rules.verdicts import Check, ChecksInForce, Reason, recording_walks, refusal
from tests.unit.clearing.contract_page import ReasonRow, reasons
from tests.unit.clearing.events import EVENING, amalgamated, event, local, shortfall
from tests.unit.clearing.situations import TWO_CLEARERS, law, registry_of

Table = Sequence[Check[Any]]

PAGE: Final = reasons()
ORDER: Final = {row.reason: row.number for row in PAGE}

TABLES: Final[dict[str, Table]] = {
    "entry_submitted": entry.CHECKS,
    "correction_submitted": correction.CHECKS,
    "return_submitted": returns.CHECKS,
    "outside_exchange_reported": outside_exchange.CHECKS,
    "item_forwarded": possession.CHECKS,
    "item_remitted": possession.CHECKS,
    "reimbursement_claimed": claims.CHECKS,
    **{str(kind.__struct_config__.tag): rule.checks for kind, rule in FACT_RULES.items()},
}
"""Every table of checks, by the type of the event it judges."""

WITH_REF: Final = (
    "correction_submitted",
    "return_submitted",
    "item_forwarded",
    "item_remitted",
    "reimbursement_claimed",
)
ELSEWHERE: Final = {
    Reason.BAD_VALUE: ("correction_submitted", "return_submitted", "reimbursement_claimed"),
    Reason.ORIGINAL_REFUSED: WITH_REF,
    Reason.UNKNOWN_REFERENCE: WITH_REF,
    Reason.SHORTFALL_CURED: ("default_deposits_closed",),
    Reason.SETTLEMENT_BLOCKED: ("settlement_requested",),
}
"""Checks made before there is an entry (`unknown_entry`), and those that rest on global figures (`clearing_house`)."""

WORDS: Final[dict[str, tuple[str, ...]]] = {
    "events with `ref`": WITH_REF,
    "the types of 20": ("shortfall_reported", "settlement_requested", "settlement_effected"),
    "notices of leaving and ceasing": ("group_leave_notice_given", "agent_cease_notice_given"),
    "both shortfall reports": ("shortfall_reported", "indirect_shortfall_reported"),
    "immediate ceasing": ("agent_ceased_immediately",),
    "outside exchange": ("outside_exchange_reported",),
    "exchanges": ("outside_exchange_reported",),
    "dispute resolved": ("item_dispute_resolved",),
    "failure declared": ("national_failure_declared",),
    "failure ended": ("national_failure_ended",),
    "entry": ("entry_submitted",),
    "correction": ("correction_submitted",),
    "returns": ("return_submitted",),
    "return": ("return_submitted",),
    "claim": ("reimbursement_claimed",),
    "forward": ("item_forwarded",),
    "remit": ("item_remitted",),
    "registration": ("member_registered", "non_member_entity_registered"),
    "appointment": ("role_appointed",),
    "revocation": ("role_revoked",),
    "designation": ("agent_designated",),
    "notices": ("agent_act_notice_given", "agent_cease_notice_given", "group_leave_notice_given"),
    "leaving": ("group_left",),
    "ceasing": ("agent_ceased", "agent_ceased_immediately"),
    "suspension": ("exchange_suspended",),
    "advances": ("advance_reported", "indirect_advance_reported"),
    "deposit": ("deposit_received",),
    "interest": ("recovery_interest_accrued",),
    "reversal": ("settlement_reversal_requested",),
}
"""What the page calls the events, longest first where one word stands in another."""


def types_named(row: ReasonRow) -> set[str]:
    """The event types that the page names in a row of its table."""
    text = row.checked_on
    if row.reason in ("BACKDATED", "UNKNOWN_CYCLE"):
        field = "effective_at" if row.reason == "BACKDATED" else "cycle"
        return {
            str(kind.__struct_config__.tag)
            for kind in FACT_RULES
            if field in kind.__struct_fields__ and kind.__struct_config__.tag != "cycle_scheduled"
        }
    known = {str(kind.__struct_config__.tag) for kind in EVENT_STRUCTS}
    found = set(re.findall(r"`(\w+)`", text)) & known
    for words, types in WORDS.items():
        text, times = re.subn(rf"(?<![\w`]){re.escape(words)}(?!\w)", "", text)
        if times:
            found |= set(types)
    return found


def types_checked(reason: Reason) -> set[str]:
    """The event types on which the code makes a check."""
    in_tables = {kind for kind, table in TABLES.items() if any(check.reason is reason for check in table)}
    return in_tables | set(ELSEWHERE.get(reason, ()))


def test_the_reasons_stand_in_the_order_of_the_contract() -> None:
    assert [row.reason for row in PAGE] == [reason.value for reason in Reason]
    assert [row.number for row in PAGE] == list(range(1, len(Reason) + 1))


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_of_checks_is_in_the_order_of_the_contract(kind: str) -> None:
    numbers = [ORDER[check.reason] for check in TABLES[kind]]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("row", PAGE, ids=lambda row: row.reason)
def test_a_check_is_made_on_the_events_that_the_contract_names(row: ReasonRow) -> None:
    assert types_named(row) == types_checked(Reason(row.reason))


ROW_OF: Final = {row.reason: row for row in PAGE}


@pytest.mark.parametrize("kind", TABLES)
def test_a_check_cites_what_the_contract_lets_it_cite(kind: str) -> None:
    for check in TABLES[kind]:
        assert (check.cites or ("p",)) in ROW_OF[check.reason].cites, check.reason


MIXED: Final = {
    (Reason.SELF_ENTRY, "entry_submitted"): ("3(1)",),
    (Reason.SELF_ENTRY, "outside_exchange_reported"): ("3(1)",),
    (Reason.SELF_ENTRY, "members_amalgamated"): (),
    (Reason.UNKNOWN_MEMBER, "entry_submitted"): ("25",),
    (Reason.UNKNOWN_MEMBER, "role_appointed"): (),
    (Reason.NOT_A_CLEARER, "role_appointed"): ("33",),
    (Reason.NOT_A_CLEARER, "settlement_account_reported"): ("53(1)",),
    (Reason.NOT_A_CLEARER, "shortfall_reported"): ("53(1)",),
    (Reason.NOTICE_TOO_SHORT, "agent_act_notice_given"): (),
    (Reason.NOTICE_TOO_SHORT, "agent_ceased_immediately"): ("39(2)",),
}
"""Rows in which the citation depends on the event; IRREVOCABLE depends on the ground: see test_returns."""


@pytest.mark.parametrize(("reason", "kind"), MIXED)
def test_where_the_contract_tells_events_apart_each_has_its_own_citation(reason: Reason, kind: str) -> None:
    assert [check.cites for check in TABLES[kind] if check.reason is reason] == [MIXED[reason, kind]]


@pytest.mark.parametrize(
    ("reason", "cites"),
    [("UNKNOWN_MEMBER", {("25",), ("p",)}), ("IRREVOCABLE", {("14", "61"), ("14", "17")})],
)
def test_a_cell_of_the_page_is_read_as_alternatives(reason: str, cites: set[tuple[str, ...]]) -> None:
    assert [row.cites for row in PAGE if row.reason == reason] == [cites]


# ---- the one place that walks a table ----

TOO_BIG: Final = Check[int](Reason.BAD_VALUE, lambda number: number > 9, ("6",))
ODD: Final = Check[int](Reason.SELF_ENTRY, lambda number: number % 2 == 1)


def test_the_first_check_that_fails_decides() -> None:
    verdict = refusal((TOO_BIG, ODD), 11, ("47(1)",))
    assert verdict is not None
    assert (verdict.reason, verdict.cites) == (Reason.BAD_VALUE, ("6",))


def test_a_check_without_citations_cites_the_primary_one() -> None:
    verdict = refusal((TOO_BIG, ODD), 3, ("47(1)",))
    assert verdict is not None
    assert (verdict.reason, verdict.cites) == (Reason.SELF_ENTRY, ("47(1)",))


def test_nothing_is_refused_when_no_check_fails() -> None:
    assert refusal((TOO_BIG, ODD), 8, ("47(1)",)) is None


# ---- the checks that can fail at all ----


def test_only_checks_that_can_fail_are_walked() -> None:
    in_force = ChecksInForce(entry.CHECKS, registry_of(*TWO_CLEARERS)).on(law())
    left_out = [check.reason for check in entry.CHECKS if check not in in_force]
    assert left_out == [
        Reason.DEFAULTER_PROHIBITED,
        Reason.NATIONAL_FAILURE,
        Reason.UNKNOWN_REGIONAL_EXCHANGE_POINT,
        Reason.ITEM_CLASS_NOT_ELIGIBLE,
        Reason.IDENTIFICATION_MISSING,
        Reason.ITEM_IN_DISPUTE,
        Reason.EXCHANGE_SUSPENDED,
        Reason.PAYER_NOT_ELIGIBLE,
        Reason.AMALGAMATION_PERIOD_EXPIRED,
    ]


WAKERS: Final[dict[Reason, Event]] = {
    Reason.DEFAULTER_PROHIBITED: shortfall("A", 1),
    Reason.NATIONAL_FAILURE: event(NationalFailureDeclared),
    Reason.ITEM_IN_DISPUTE: event(ItemDisputed, item="cheque"),
    Reason.EXCHANGE_SUSPENDED: event(ExchangeSuspended, EVENING, regional_exchange_point="TOR"),
    Reason.PAYER_NOT_ELIGIBLE: local("N1", "A"),
    Reason.AMALGAMATION_PERIOD_EXPIRED: amalgamated("A", "B"),
}


@pytest.mark.parametrize("reason", WAKERS)
def test_a_fact_wakes_the_check_that_it_makes_possible(reason: Reason) -> None:
    registry = registry_of(*TWO_CLEARERS)
    checks = ChecksInForce(entry.CHECKS, registry)
    before = {check.reason for check in checks.on(law())}
    registry.evolve(WAKERS[reason])  # type: ignore[arg-type]
    assert {check.reason for check in checks.on(law())} - before == {reason}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"regional_exchange_points": frozenset()}, Reason.UNKNOWN_REGIONAL_EXCHANGE_POINT),
        ({"eligible_item_classes": frozenset()}, Reason.ITEM_CLASS_NOT_ELIGIBLE),
        ({"identification_required": True}, Reason.IDENTIFICATION_MISSING),
    ],
)
def test_another_law_wakes_the_check_that_it_makes_possible(
    values: dict[str, object], reason: Reason
) -> None:
    checks = ChecksInForce(entry.CHECKS, registry_of(*TWO_CLEARERS))
    before = {check.reason for check in checks.on(law())}
    assert {check.reason for check in checks.on(law(**values))} - before == {reason}
    assert {check.reason for check in checks.on(law())} == before


def test_all_checks_are_walked_where_the_walk_is_recorded() -> None:
    registry = registry_of(*TWO_CLEARERS)
    with recording_walks() as walks:
        assert list(ChecksInForce(entry.CHECKS, registry).on(law())) == list(entry.CHECKS)
        refusal((TOO_BIG, ODD), 3, ())
    assert [(walk.situation, walk.failed) for walk in walks] == [(3, 1)]
