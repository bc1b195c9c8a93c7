"""Is a ledger asked for the right records, and are the ids next to an unknown one named?"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.errors import UserError
from streams.replay.explain import explained, nearest
from tests.unit.clearing.explanations.recorded import NAMES, evidence_in, record


def test_the_nearest_ids_come_first() -> None:
    assert nearest("settlment", ["seal", "settlement", "shortfall", "settlement-request"]) == [
        "settlement",
        "settlement-request",
    ]


def test_what_is_unlike_every_id_has_no_nearest_one() -> None:
    assert nearest("zzz", ["seal", "settlement"]) == []


@pytest.mark.parametrize(
    ("identifier", "near"),
    [
        ("shortfal-D", "shortfall-D"),
        ("hortfall-D", "shortfall-D"),
        ("SHORTFALL-D", "shortfall-D"),
        ("2003-11-04/E", "2003-11-04/D"),
        ("deposits-closed-D/section_57_deposit_due/Z", "deposits-closed-D/section_57_deposit_due/A"),
    ],
)
def test_an_unknown_id_is_answered_with_the_nearest_known_ones(
    identifier: str, near: str, tmp_path: Path
) -> None:
    path = tmp_path / "case.ledger"
    law = record(path, "S07")

    with evidence_in(path, law) as evidence, pytest.raises(UserError) as refused:
        explained(evidence, identifier)

    assert refused.value.exit_code == 2
    assert f'is called "{identifier}"' in refused.value.message
    assert near in refused.value.message.partition("Nearest to it: ")[2]


def test_a_domain_that_does_not_explain_itself_says_so(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger"
    law = record(path, "S07")

    with evidence_in(path, law) as evidence, pytest.raises(UserError, match="does not explain"):
        explained(evidence._replace(domain=CLEARING._replace(explainer=None)), "e1")


def test_a_row_is_found_by_its_whole_key(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger"
    law = record(path, "S07")

    with evidence_in(path, law) as evidence:
        assert evidence.row("verdicts", "e1") == {"verdict": "ACCEPTED", "cites": ["BL3/47(1)"]}
        assert evidence.row("verdicts", "e") is None
        assert evidence.row("cycles", "1999-01-01") is None


def test_a_stretch_ends_before_its_end(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger"
    law = record(path, "S07", partitions=1)

    with evidence_in(path, law) as evidence:
        assert [one.place.offset for one in evidence.stretch(0, 3, 6)] == [3, 4, 5]
        assert [one.place.offset for one in evidence.stretch(0, 35, 99)][-1] == evidence.ledger.span(
            NAMES.events, 0
        ).end - 1


def test_outcomes_of_an_event_are_not_those_of_another_with_a_longer_id(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger"
    law = record(path, "S07")

    with evidence_in(path, law) as evidence:
        found = [one.value for one in evidence.outcomes_of("settlement")]

    assert len(found) == 3
    assert all(b'"event":"settlement"' in value for value in found)


def test_a_record_that_is_missing_is_a_damaged_ledger(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger"
    law = record(path, "S07", partitions=1)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute('DELETE FROM records WHERE CAST(value AS TEXT) LIKE \'%"id":%"e1"%\'')

    with evidence_in(path, law) as evidence, pytest.raises(UserError, match="is damaged"):
        explained(evidence, "e1")
