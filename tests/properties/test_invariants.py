"""Does every history keep the invariants of the contract? (section 16)"""

from collections import defaultdict
from datetime import datetime
from itertools import combinations
from typing import Any, Final

import pytest

from tests.models.clearing_model_schema import instant
from tests.properties.stories import SOME, Event, Folded, Result, Story, first_readings, folded

BALANCES: Final = ("clearing_balances_cents", "established_balances_cents", "settlement_entries_cents")
CYCLE_STATES: Final = ("OPEN", "ESTABLISHED", "SETTLED")
DEPOSITS: Final = ("section_56_deposits_cents", "section_57_deposits_cents", "manual_deposits_cents")
CASE_STATES: Final = {
    "SHORTFALL_REPORTED": 0,
    "ADVANCE_OBTAINED": 1,
    "IN_DEFAULT": 1,
    "CURED_BY_RETURNS": 2,
    "AWAITING_SECTION_56": 2,
    "CURED_BY_DEPOSITS": 3,
    "AWAITING_SECTION_57": 3,
    "ALLOCATION_UNDEFINED": 3,
    "COVERED_BY_SECTION_57": 4,
    "RESOLVED_MANUALLY": 4,
}


def accepted(result: Result, event: Event) -> bool:
    """Whether an event was taken: a fact with a verdict of its own kind counts, too."""
    return bool(result["verdicts"].get(event["id"], {}).get("verdict", "REFUSED") not in ("REFUSED", "HELD"))


def effect_of(event: Event) -> datetime:
    """The effect instant of a fact."""
    return instant(str(event.get("effective_at", event["at"])))


def of_type(told: Story, *types: str) -> list[Event]:
    """The accepted events of some types, in log order."""
    found = told.by_the_product
    return [
        event
        for event in first_readings(told.events)
        if event["type"] in types and accepted(found.result, event)
    ]


def test_balances_add_up_to_zero_at_every_snapshot(told: Story) -> None:
    """Invariant 1."""
    for _, row in told.by_the_product.rows("cycles"):
        for name in BALANCES:
            assert sum((row[name] or {}).values()) == 0


def test_an_accepted_entry_belongs_to_the_one_cycle_of_its_stamp(told: Story) -> None:
    """Invariant 2."""
    cycles = of_type(told, "cycle_scheduled")
    entries = {event["id"]: event for event in of_type(told, "entry_submitted")}
    booked = {
        one["event"]: one["cycle"]
        for one in told.by_the_product.outcomes()
        if one["type"] == "entry_accepted"
    }
    assert booked.keys() == entries.keys()
    for name, entry in entries.items():
        stamp = instant(entry["at"])
        holding = [
            one["cycle"]
            for one in cycles
            if instant(one["begins_after_at"]) < stamp <= instant(one["final_adjustment_at"])
            and instant(one["at"]) <= stamp
        ]
        assert holding == [booked[name]]


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_exchanges_outside_the_acss_leave_balances_unchanged(told: Story) -> None:
    """Invariant 3."""
    found = told.result
    inside = [event for event in told.events if event["type"] != "outside_exchange_reported"]
    without = folded(told.with_events(inside)).result
    assert without["cycles"] == found["cycles"]
    assert without["bilateral_totals"] == found["bilateral_totals"]


def test_a_verdict_once_published_never_changes(told: Story) -> None:
    """Invariant 8."""
    verdicts: dict[str, Any] = {}
    for name, row in told.by_the_product.rows("verdicts"):
        former = verdicts.setdefault(name, row)
        assert former == row or former["verdict"] == "HELD"
        verdicts[name] = row


def test_cycles_and_cases_only_move_forward_and_end_with_settlement(told: Story) -> None:
    """Invariant 9."""
    newest: dict[str, Any] = {}
    for name, row in told.by_the_product.rows("cycles"):
        former = newest.get(name, row)
        assert CYCLE_STATES.index(former["state"]) <= CYCLE_STATES.index(row["state"])
        if former["state"] == "SETTLED":
            assert row == former
        if former["established_balances_cents"] is not None:
            assert row["established_balances_cents"] == former["established_balances_cents"]
        newest[name] = row
    for name, row in told.by_the_product.rows("default_cases"):
        former = newest.get(name, row)
        assert CASE_STATES[former["state"]] <= CASE_STATES[row["state"]]
        assert row["in_default"] >= former["in_default"]
        newest[name] = row


def test_a_maker_in_default_has_no_entry_accepted_and_no_other_is_refused_for_that(told: Story) -> None:
    """Invariant 10."""
    result = told.result
    begun: dict[str, list[Any]] = defaultdict(list)
    for name, case in result["default_cases"].items():
        if case["default_at"] is not None:
            begun[name.split("/")[1]].append(instant(case["default_at"]))
    ended: dict[str, list[Any]] = defaultdict(list)
    for event in of_type(told, "default_ended"):
        ended[event["member"]].append(effect_of(event))
    for event in first_readings(told.events):
        if event["type"] != "entry_submitted":
            continue
        maker, stamp = event["made_by"], instant(event["at"])
        is_in_default = any(
            begin <= stamp and not any(begin <= end <= stamp for end in ended[maker])
            for begin in begun[maker]
        )
        verdict = result["verdicts"][event["id"]]
        if accepted(result, event):
            assert not is_in_default
        if verdict.get("reason") == "DEFAULTER_PROHIBITED":
            assert is_in_default


def test_no_more_is_returned_than_an_entry_is_worth(told: Story) -> None:
    """Invariant 12."""
    worth: dict[str, int] = {}
    returned: dict[str, int] = defaultdict(int)
    for one in told.by_the_product.outcomes():
        if one["type"] == "entry_accepted":
            worth[one["event"]] = one["value_cents"]
        elif one["type"] == "correction_accepted":
            worth[one["ref"]] += one["change_cents"]
        elif one["type"] == "return_accepted":
            returned[one["ref"]] += one["value_cents"]
        ref = str(one.get("ref"))
        assert returned.get(ref, 0) <= worth.get(ref, 0)


def test_shares_fall_on_survivors_and_add_up_to_what_is_left(told: Story) -> None:
    """Invariant 13."""
    for case in told.result["default_cases"].values():
        if not case["section_57_c_cents"]:
            continue
        shares, bases = case["section_57_shares_cents"], case["section_57_b_cents"]
        assert sum(shares.values()) == case["section_57_a_cents"]
        assert sum(bases.values()) == case["section_57_c_cents"]
        for one, other in combinations(bases, 2):
            assert (bases[one] <= bases[other]) or shares.get(one, 0) >= shares.get(other, 0)


def test_the_account_of_a_member_in_default_adds_up(told: Story) -> None:
    """Invariant 16."""
    result = told.result
    mismatched = {f"{one['cycle']}/{one['member']}" for one in result["anomalies"] if "member" in one}
    available = _available_before_the_report(told)
    for name, case in result["default_cases"].items():
        if name not in available or name in mismatched or not case["in_default"]:
            continue
        cycle, member = name.split("/")
        deposits = sum(sum(case[kind].values()) for kind in DEPOSITS)
        balance = result["cycles"][cycle]["clearing_balances_cents"].get(member, 0)
        account = available[name] + balance + case["advance_credited_cents"] + deposits
        assert account == case["excess_cents"] - case["uncovered_cents"]


def _available_before_the_report(told: Story) -> dict[str, int]:
    """What each account held by the newest report before the shortfall was reported."""
    available: dict[str, int] = {}
    reported = set()
    for event in of_type(told, "settlement_account_reported", "shortfall_reported"):
        name = f"{event['cycle']}/{event['member']}"
        if event["type"] == "shortfall_reported":
            reported.add(name)
        elif name not in reported:
            available[name] = event["available_cents"]
    return available


def test_survivors_are_not_in_default(told: Story) -> None:
    """Invariant 17."""
    result = told.result
    ended = {event["member"] for event in of_type(told, "default_ended")}
    for event in of_type(told, "default_deposits_closed"):
        case = result["default_cases"][f"{event['cycle']}/{event['member']}"]
        in_default = {
            name.split("/")[1]
            for name, other in result["default_cases"].items()
            if other["default_at"] is not None and instant(other["default_at"]) <= instant(event["at"])
        }
        assert not (in_default - ended) & case["section_57_b_cents"].keys()


def test_nothing_to_share_by_is_allocation_undefined(told: Story) -> None:
    """Invariant 19."""
    found: Folded = told.by_the_product
    for event in of_type(told, "default_deposits_closed"):
        case = found.result["default_cases"][f"{event['cycle']}/{event['member']}"]
        undefined = found.result["verdicts"][event["id"]]["verdict"] == "ALLOCATION_UNDEFINED"
        assert undefined is (case["section_57_c_cents"] == 0 and case["section_57_a_cents"] > 0)
        if undefined:
            assert case["section_57_shares_cents"] == {}


def test_notices_are_free_of_repeats_and_none_goes_to_its_sender(told: Story) -> None:
    """Invariant 22."""
    notices = [tuple(str(value) for value in one.values()) for one in told.result["notices"]]
    assert len(set(notices)) == len(notices)
    assert all(one["from"] != one["to"] for one in told.result["notices"])


TO_CLEARERS: Final = {"BL3/37(2)", "BL3/38(2)", "BL3/39(4)", "BL3/46(3)", "BL3/53(2)"}


def test_what_is_told_to_clearers_is_told_to_no_one_else(told: Story) -> None:
    """Invariant 22."""
    events = {event["id"]: event for event in first_readings(told.events)}
    roles = of_type(told, "role_appointed", "role_revoked")
    order = {event["id"]: place for place, event in enumerate(first_readings(told.events))}
    for one in told.result["notices"]:
        if not TO_CLEARERS & set(one["cites"]) or one["to"] in ("BANK_OF_CANADA", "GENERAL_MANAGER"):
            continue
        event = events[one["event"]]
        read_before = [role for role in roles if order[role["id"]] < order[event["id"]]]
        effect = effect_of(event)
        assert _is_clearer(one["to"], effect, read_before)


def _is_clearer(member: str, now: Any, roles: list[Event]) -> bool:
    """Section 7.1 for the clearer roles alone: a revocation ends each appointment in force at its effect."""
    held: list[list[Any]] = []
    for event in roles:
        if event["member"] != member or event["role"] == "CLEARING_AGENT":
            continue
        effect = effect_of(event)
        if event["type"] == "role_appointed":
            held.append([event["role"], effect, None])
            continue
        for span in held:
            if span[0] == event["role"] and span[1] <= effect and (span[2] is None or effect < span[2]):
                span[2] = effect
    return any(begin <= now and (end is None or now < end) for _, begin, end in held)


def test_an_outcome_is_published_once_for_each_id(told: Story) -> None:
    """Section 11: save where one id stands under two entries, which the partitions do not detect."""
    seen: set[tuple[str, str]] = set()
    for one in told.by_the_product.outcomes():
        place = (one["id"], str(one.get("ref")))
        assert place not in seen
        seen.add(place)
