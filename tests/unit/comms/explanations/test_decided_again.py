"""Does everything that is explained come out again as it was published, and is a changed record found?"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from streams.domains.comms.explanations.codes import CODES as CODE_WORDS
from streams.domains.comms.explanations.happenings import happening
from streams.domains.comms.explanations.reasons import REASONS
from streams.domains.comms.rules.duty_external import CANDIDATES
from streams.domains.comms.rules.findings import CODES
from streams.domains.comms.stages.reader import READER
from streams.kernel.explanation import FAILED
from streams.kernel.law import LawBook
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.cases import Case
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain import explained
from tests.unit.comms.events import COMMS, FIRM, at, call, ended, recording, tick
from tests.unit.comms.test_cases import DOCUMENT
from tests.unit.ledger.ledgers import clock

NAMES = TopicNames("comms")


def record(path: Path, law: LawBook, lines: list[bytes]) -> None:
    with LedgerWriter.begin_or_open(path, clock) as ledger:
        run = LedgerRun(ledger, COMMS, law, partitions=2)
        run.take([Source.memory("day", lines)], IntakeReport())


@contextmanager
def evidence_in(path: Path, law: LawBook = COMMS.law) -> Iterator[LedgerEvidence]:
    with LedgerReader.open(path, thorough=False) as ledger:
        yield LedgerEvidence(ledger, ledger, COMMS, NAMES, law, "countinghouse verify --domain comms")


def all_ids(path: Path) -> list[str]:
    """Every id of an event or an outcome in a ledger."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT DISTINCT id FROM ids ORDER BY id")]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A call without a tape, another with one."""
    path = tmp_path_factory.mktemp("explain") / "day.ledger"
    log = [
        *FIRM,
        call(),
        ended(),
        call("C2"),
        ended("C2"),
        recording("R2", "C2"),
        tick("t1", "2024-05-29T00:00:00Z"),
    ]
    record(path, COMMS.law, [json.dumps(event).encode() for event in log])
    return path


@pytest.mark.parametrize("case", DOCUMENT.cases, ids=lambda case: case.case)
def test_every_id_of_a_case_comes_out_as_it_was_published(tmp_path: Path, case: Case) -> None:
    law = COMMS.law.with_overrides(case.parameters)
    path = tmp_path / "case.ledger"
    record(path, law, DOCUMENT.events_of(case))
    base = {json.loads(value)["id"] for value in map(bytes, DOCUMENT.bases["norwegian_firm"])}
    with evidence_in(path, law) as evidence:
        views = dict(evidence.ledger.newest(NAMES.views))
        talks = {key.split("/")[1] for key in views if key.startswith("decisions/")}
        records = {key.split("/")[1] for key in views if key.startswith("retention/")}
        for identifier in sorted({*all_ids(path), *talks, *records} - base):
            explanation = explained(evidence, identifier)
            assert explanation.differs is False, (identifier, explanation.warnings)
            assert explanation.answer


def test_a_missing_tape_is_told_with_its_deadline_and_its_provision(day: Path) -> None:
    with evidence_in(day) as evidence:
        told = explained(evidence, "C1")
    assert "had to be recorded as sound, because an order was received" in told.answer
    assert [check.reason for check in told.checks if check.state == FAILED] == ["NOT_RECORDED"]
    assert [step.result for step in told.arithmetic] == [at("10:10:00", "2024-05-28")]
    assert "VPFF11/4.1" in [provision.id for provision in told.provisions if provision.decides]


def test_a_term_is_worked_out_from_the_day_of_creation(day: Path) -> None:
    with evidence_in(day) as evidence:
        told = explained(evidence, "R2")
    assert [(step.formula, step.result) for step in told.arithmetic] == [
        ("2024-05-27 + 5 years", "2029-05-27")
    ]
    assert [one.id for one in told.see_also] == ["C2"]


def test_a_record_that_somebody_changed_is_said_to_differ(day: Path, tmp_path: Path) -> None:
    path = tmp_path / "changed.ledger"
    path.write_bytes(day.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        changed = "CAST(replace(CAST(value AS TEXT), '2029-05-27', '2024-05-28') AS BLOB)"
        query = f"UPDATE records SET value = {changed} WHERE CAST(key AS TEXT) = 'retention/R2'"
        assert connection.execute(query).rowcount == 1
        connection.commit()
    with evidence_in(path) as evidence:
        assert explained(evidence, "R2").differs is True


def test_what_came_after_the_last_tick_is_told_and_is_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "open.ledger"
    log = [*FIRM, call(), tick("t1", at("11:00:00")), ended()]
    record(path, COMMS.law, [json.dumps(event).encode() for event in log])
    with evidence_in(path) as evidence:
        told = explained(evidence, "C1")
    assert told.differs is False
    assert told.warnings[0].startswith("Something has come since the last tick.")


def test_every_reason_and_every_code_has_its_words() -> None:
    assert {candidate.reason for candidate in CANDIDATES} <= set(REASONS)
    assert set(CODE_WORDS) == set(CODES)


def test_every_event_of_the_cases_is_told_in_a_sentence() -> None:
    for case in DOCUMENT.cases:
        for value in DOCUMENT.events_of(case):
            event = READER.read(value)
            assert happening(event).endswith(".")  # type: ignore[arg-type]
