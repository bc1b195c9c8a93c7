"""Are decisions published as the contract's table of outcomes says? (section 11)"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.replay.cases import CaseDocument, closing_mark, read_cases
from tests.unit.clearing.contract_page import table_rows
from tests.unit.clearing.events import entry, remitted
from tests.unit.clearing.situations import TWO_CLEARERS, told

CASES: Final = Path(__file__).parents[2] / "cases" / "clearing" / "cases.json"
EVERY_OUTCOME: Final = {"type", "id", "event", "at", "cites", "law"}
VARIED: Final = {"fact_accepted", "anomaly_detected"}
"""Outcomes whose fields depend on the verdict or on the anomaly."""


class Published(NamedTuple):
    """An outcome, with the event it came of."""

    case: str
    key: str
    body: dict[str, Any]
    event: dict[str, Any]

    def fields(self) -> set[str]:
        return set(self.body) - EVERY_OUTCOME


def fields_of_the_page() -> dict[str, set[str]]:
    """The extra fields of each outcome type, from the contract's table."""
    fields: dict[str, set[str]] = {}
    for names, extra in table_rows("## 11. Outcomes"):
        types = re.findall(r"`(\w+)`", names)
        texts = re.sub(r"\([^)]*\)", "", extra).split(" / ")
        for place, name in enumerate(types):
            text = texts[min(place, len(texts) - 1)]
            fields[name] = {"kind"} if text.startswith("kind ") else set(re.findall(r"\w+", text))
    return fields


@cache
def document() -> CaseDocument:
    return read_cases(CASES.name, CASES.read_bytes())


@cache
def published() -> list[Published]:
    """Every outcome of every acceptance case."""
    found: list[Published] = []
    for case in document().cases:
        log = document().events_of(case)
        by_id = {event["id"]: event for event in map(json.loads, reversed(log))}

        def note(
            _stage: str, _partition: int, unit: CommitUnit, name: str = case.case, ids: Any = by_id
        ) -> None:
            for key, value in unit.outcomes:
                body = json.loads(value)
                found.append(Published(name, key.decode(), body, ids[body["event"]]))

        pipeline = Pipeline(CLEARING, 2, CLEARING.law.with_overrides(case.parameters))
        pipeline.on_commit = note
        for value in (*log, closing_mark(CLEARING, log)):
            pipeline.write(value)
        pipeline.run()
    return found


PAGE: Final = fields_of_the_page()
BEYOND_THE_PAGE: Final = {
    "return_accepted": {"item_count"},
    "reimbursement_refused": {"ref"},
    "possession_refused": {"ref"},
}
"""What the outcomes carry besides, for readers that do not have the event at hand."""
NOT_IN_THE_CASES: Final = {"possession_refused"}


def test_only_outcomes_of_the_contract_are_published() -> None:
    assert {one.body["type"] for one in published()} <= set(PAGE)


def test_the_cases_give_every_outcome_of_the_contract_but_one() -> None:
    assert set(PAGE) - {one.body["type"] for one in published()} == NOT_IN_THE_CASES


@pytest.mark.parametrize("kind", sorted(set(PAGE) - VARIED - NOT_IN_THE_CASES))
def test_an_outcome_has_the_fields_of_the_contract(kind: str) -> None:
    fields = frozenset(PAGE[kind] | BEYOND_THE_PAGE.get(kind, set()))
    assert {frozenset(one.fields()) for one in published() if one.body["type"] == kind} == {fields}


def test_a_hand_over_by_one_who_holds_nothing_is_refused_with_its_reason() -> None:
    taken, wrong = entry("A", "B", id="e1"), remitted("e1", "A", id="r1")
    assert told(*TWO_CLEARERS, taken, wrong).of_type("possession_refused") == [
        {"id": "r1/possession_refused", "event": "r1", "ref": "e1", "reason": "NOT_IN_POSSESSION"}
    ]


def test_an_outcome_names_its_event_its_stamp_and_its_provisions() -> None:
    for one in published():
        assert set(one.body) >= EVERY_OUTCOME
        assert one.body["at"] == one.event["at"]
        assert one.body["cites"]
        assert set(one.body["cites"]) <= set(CLEARING.law.provisions), one.body["id"]


def test_an_id_is_that_of_the_event_with_the_type_and_is_used_once_a_log() -> None:
    seen: set[tuple[str, str]] = set()
    for one in published():
        identifier = one.body["id"]
        assert f"{identifier}/".startswith(f"{one.body['event']}/{one.body['type']}/")
        assert (one.case, identifier) not in seen
        seen.add((one.case, identifier))


def test_every_event_but_a_tick_has_one_verdict_outcome_unless_it_is_held() -> None:
    verdicts = {"entry", "correction", "return", "outside_exchange", "possession", "reimbursement", "fact"}
    endings = re.compile("_(accepted|refused|superseded|changed|due)$")
    decided: dict[tuple[str, str], int] = {}
    for one in published():
        if endings.sub("", one.body["type"]) in verdicts:
            place = (one.case, one.body["event"])
            decided[place] = decided.get(place, 0) + 1
    assert set(decided.values()) == {1}
    refused_reasons = [one.body["reason"] for one in published() if one.body["type"].endswith("_refused")]
    assert all(refused_reasons)


def test_an_anomaly_is_published_as_it_stands_in_the_view() -> None:
    kinds = {one.body["kind"]: one.fields() for one in published() if one.body["type"] == "anomaly_detected"}
    assert kinds == {
        "SHORTFALL_MISMATCH": {"kind", "cycle", "member", "reported_cents", "expected_cents"},
        "SETTLED_WHILE_BLOCKED": {"kind", "cycle", "blocked_by"},
        "SETTLED_WITHOUT_INSTRUCTION": {"kind", "cycle"},
    }


BUSINESS: Final = ("entry", "correction", "return", "outside_exchange", "possession", "reimbursement")


def test_what_is_decided_about_an_entry_has_the_key_of_the_entry() -> None:
    for one in published():
        if one.body["type"].startswith(BUSINESS) or one.body["type"] == "event_held":
            assert one.key == one.event.get("ref", one.event["id"])


def test_what_is_decided_about_a_fact_has_the_key_of_its_aggregate() -> None:
    for one in published():
        if one.body["type"] in ("fact_accepted", "fact_refused", "notice_due"):
            fact = CLEARING.read(msgspec.json.encode(one.event))
            assert one.key == CLEARING.addresses_or_first(fact)[0].key, one.body["id"]
