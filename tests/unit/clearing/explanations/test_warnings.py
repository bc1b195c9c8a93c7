"""Is it said loudly when the record and the second decision differ, or when there is nothing to decide from?"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from streams.domains.clearing.domain import CLEARING
from streams.kernel.destinations import NO_HEADERS
from streams.ledger.writing import LedgerWriter
from streams.replay.explain import explained
from tests.unit.clearing.explanations.recorded import NAMES, clock, evidence_in, record, why


def entry(identifier: str, at: str, **changes: object) -> bytes:
    """A small entry by A against B."""
    body = {
        "type": "entry_submitted",
        "id": identifier,
        "at": at,
        "made_by": "A",
        "counterparty": "B",
        "direction": "DEBIT",
        "item_class": "E",
        "regional_exchange_point": "TOR",
        "value_cents": 100,
        "item_count": 1,
    }
    return json.dumps(body | changes).encode()


def alter(path: Path, old: bytes, new: bytes) -> None:
    """Put other bytes into the published outcomes."""
    with closing(sqlite3.connect(path)) as connection, connection:
        (topic,) = connection.execute("SELECT id FROM topics WHERE name = ?", (NAMES.outcomes,)).fetchone()
        rows = connection.execute(
            "SELECT partition, offset, value FROM records WHERE topic = ?", (topic,)
        ).fetchall()
        for partition, offset, value in rows:
            connection.execute(
                "UPDATE records SET value = ? WHERE topic = ? AND partition = ? AND offset = ?",
                (value.replace(old, new), topic, partition, offset),
            )


def test_an_altered_verdict_on_an_entry_is_found(tmp_path: Path) -> None:
    path = tmp_path / "altered.ledger"
    law = record(path, "S07")
    alter(path, b'"value_cents":300000000', b'"value_cents":300000001')

    with evidence_in(path, law) as evidence:
        explanation = explained(evidence, "e1")

    assert explanation.differs
    assert explanation.warnings[0].startswith("THE RECORD DIFFERS: e1/entry_accepted was published as: ")


def test_an_altered_share_is_found(tmp_path: Path) -> None:
    path = tmp_path / "altered.ledger"
    law = record(path, "S07")
    alter(path, b'"amount_cents":62857143', b'"amount_cents":62857142')

    with evidence_in(path, law) as evidence:
        assert explained(evidence, "deposits-closed-D").differs
        assert not explained(evidence, "returns-closed-D").differs


def test_another_law_is_named(tmp_path: Path) -> None:
    path = tmp_path / "law.ledger"
    record(path, "S07")

    with evidence_in(path, CLEARING.law) as evidence:
        explanation = explained(evidence, "e1")

    assert not explanation.differs
    assert explanation.warnings[0].startswith("This was decided under the law ")


def test_an_event_that_was_not_folded_is_not_decided_yet(tmp_path: Path) -> None:
    path = tmp_path / "unfolded.ledger"
    law = record(path, "S07", partitions=1)
    with LedgerWriter.begin_or_open(path, clock) as ledger, ledger.transaction():
        value = entry("later", "2003-11-04T22:00:00Z")
        ledger.append(NAMES.events, 0, [(b"later", value, NO_HEADERS)], 0)

    with evidence_in(path, law) as evidence:
        explanation = explained(evidence, "later")

    assert explanation.title == "Entry submitted (later): not decided yet"
    assert explanation.events[0].places[0].offset > 0


def test_what_is_no_event_says_why(tmp_path: Path) -> None:
    bad = entry("bad", "2003-11-04T22:00:00Z", value_cents="much")

    path = tmp_path / "bad.ledger"
    law = record(path, "S07", partitions=1)
    with LedgerWriter.begin_or_open(path, clock) as ledger, ledger.transaction():
        ledger.append(NAMES.events, 0, [(b"bad", bad, NO_HEADERS)], 0)

    with evidence_in(path, law) as evidence:
        explanation = explained(evidence, "bad")

    assert '"value_cents" is wrong' in explanation.answer
    assert "dead letters, with the reason SCHEMA" in explanation.story[0]


def test_a_repeat_and_a_conflict_are_told(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S04", "e1")

    assert not explanation.differs
    assert [warning.split(" (")[0] for warning in explanation.warnings] == [
        "The same event came again",
        "The same id came again with other content",
    ]


def test_an_id_used_for_two_entries_is_told(tmp_path: Path) -> None:
    more = [
        json.dumps(
            {
                "type": "correction_submitted",
                "id": "twice",
                "at": "2003-11-04T22:00:00Z",
                "ref": ref,
                "made_by": "A",
                "value_cents": 1,
                "item_count": 1,
            }
        ).encode()
        for ref in ("e1", "e2")
    ]
    explanation = why(tmp_path, "S07", "twice", more=more)

    assert not explanation.differs
    assert "another event" in explanation.warnings[0]


def test_a_tick_is_explained(tmp_path: Path) -> None:
    tick = {"type": "tick", "id": "noon", "at": "2003-11-09T12:00:00Z"}

    explanation = why(tmp_path, "S07", "noon", more=[json.dumps(tick).encode()])

    assert explanation.answer.startswith("Time passed: by then it was 12:00:00 UTC on 9 November 2003.")
