"""Do the outcomes of comms tell, tick by tick, what is new or changed in the views? (section 12.1)"""

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pytest

from tests.properties.comms_stories import SEEDS, SOME, Result, Story, commits_of, tell

BY_VIEW: Final = {
    "attributions": "attribution_made",
    "retention": "retention_set",
    "deletion_receipts": "deletion_receipted",
    "access_requests": "access_request_set",
    "access_log": "access_logged",
}


class Told(NamedTuple):
    """An outcome by its type and row, and the fields that it must have."""

    type: str
    row: str
    fields: dict[str, Any]


def rows(result: Result) -> dict[tuple[str, str], Result]:
    """Every row of a result that outcomes speak of, by the type of outcome and its key (section 12.2)."""
    found = {(outcome, key): row for view, outcome in BY_VIEW.items() for key, row in result[view].items()}
    for row in result["decisions"]:
        found["duty_decided", f"{row['communication']}/{row['segment']}"] = row
    for row in result["breaches"]:
        number = f"/{row['segment']}" if "segment" in row else ""
        outcome = "breach_opened" if row["status"] == "OPEN" else "breach_closed"
        found[outcome, f"{row['code']}/{row['object']}{number}"] = row
    for record in result["deletion_due"]:
        found["deletion_due", record] = {"record": record}
    for row in result["set_aside"]:
        found["event_set_aside", f"{row['event']}/{row['reason']}"] = {"reason": row["reason"]}
    return found


def expected(told: Story) -> Iterator[tuple[str, Told]]:
    """What each tick must tell by the model: its id, and an outcome."""
    before: dict[tuple[str, str], Result] = {}
    for tick, result in told.by_the_model:
        now = rows(result)
        for (outcome, row), fields in now.items():
            if before.get((outcome, row)) != fields:
                yield tick, Told(outcome, row, fields)
        for outcome, row in before.keys() - now.keys():
            if outcome == "event_set_aside":
                yield tick, Told("event_taken_up", row, before[outcome, row])
        before = now


def outcomes(told: Story) -> dict[str, dict[str, Any]]:
    """The outcomes of the product by their ids, of which none comes twice."""
    found = [json.loads(value) for _, _, unit in commits_of(told)[0] for _, value in unit.outcomes]
    assert len({one["id"] for one in found}) == len(found)
    return {one["id"]: one for one in found}


@pytest.mark.parametrize("seed", SEEDS)
def test_outcomes_tell_at_each_tick_what_is_new_or_changed_and_nothing_else(seed: int) -> None:
    told = tell(seed)
    due = {f"{one.type}/{one.row}@{tick}": one.fields for tick, one in expected(told)}
    found = outcomes(told)
    assert sorted(found) == sorted(due)
    for name, fields in due.items():
        assert {field: found[name].get(field) for field in fields if field != "at"} == {
            field: value for field, value in fields.items() if field != "at"
        }


@pytest.mark.parametrize("seed", SOME)
def test_every_outcome_cites_and_names_the_event_it_hangs_on(seed: int) -> None:
    told = tell(seed)
    ids = {event["id"] for event in told.events}
    for one in outcomes(told).values():
        assert one["cites"] and one["event"] in ids
