"""Is an archive, which holds only what was published, explained as the ledger of a run is?"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.domains.clearing.explanations.explaining import explain, names
from streams.kernel.errors import UserError
from streams.kernel.law import LawBook
from streams.ledger.reading import LedgerReader
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain_memory import has_memory, missing_count, remade
from tests.unit.clearing.explanations.recorded import NAMES, all_ids, archive, evidence_in, record

COMMAND = "countinghouse verify --domain clearing"


def from_archive(path: Path, law: LawBook, memory: Path, identifier: str) -> object:
    """What an archive answers, its memory made again."""
    with (
        LedgerReader.open(path) as held,
        remade(held, CLEARING, NAMES, law, memory) as remembered,
    ):
        return explain(LedgerEvidence(held, remembered, CLEARING, NAMES, law, COMMAND), identifier)


def test_the_ledger_of_a_run_has_its_memory_and_an_archive_has_none(tmp_path: Path) -> None:
    record(tmp_path / "run.ledger", "S07")
    archive(tmp_path / "run.ledger", tmp_path / "archive.ledger")

    with (
        LedgerReader.open(tmp_path / "run.ledger") as run,
        LedgerReader.open(tmp_path / "archive.ledger") as held,
    ):
        assert has_memory(run, CLEARING, NAMES)
        assert not has_memory(held, CLEARING, NAMES)


@pytest.mark.parametrize("case", ["S07", "S10", "S33"])
def test_an_archive_gives_the_same_explanations(case: str, tmp_path: Path) -> None:
    run, held, memory = tmp_path / "run.ledger", tmp_path / "archive.ledger", tmp_path / "memory.ledger"
    law = record(run, case, partitions=3)
    archive(run, held)

    with (
        evidence_in(run, law) as evidence,
        LedgerReader.open(held) as reader,
        remade(reader, CLEARING, NAMES, law, memory) as remembered,
    ):
        again = LedgerEvidence(reader, remembered, CLEARING, NAMES, law, COMMAND)
        asked = [*all_ids(run), *names(evidence)]
        assert [one for one in asked if explain(evidence, one) != explain(again, one)] == []


def test_only_what_is_new_is_folded_again(tmp_path: Path) -> None:
    run, held, memory = tmp_path / "run.ledger", tmp_path / "archive.ledger", tmp_path / "memory.ledger"
    law = record(run, "S07")
    archive(run, held)
    assert from_archive(held, law, memory, "e1") is not None
    later = {"type": "tick", "id": "later", "at": "2003-11-09T12:00:00Z"}
    record(run, "S07", more=[json.dumps(later).encode()])
    archive(run, held)

    with LedgerReader.open(held) as reader:
        assert 0 < missing_count(reader, CLEARING, NAMES, memory) <= 4
    assert from_archive(held, law, memory, "later") is not None
    with LedgerReader.open(held) as reader:
        assert missing_count(reader, CLEARING, NAMES, memory) == 0


def test_what_workers_had_not_folded_is_not_decided_yet(tmp_path: Path) -> None:
    run, held, memory = tmp_path / "run.ledger", tmp_path / "archive.ledger", tmp_path / "memory.ledger"
    law = record(run, "S07")
    archive(run, held, less=2)

    explanation = from_archive(held, law, memory, "interest-D")

    assert "not decided yet" in str(getattr(explanation, "title", ""))


def test_an_archive_without_its_beginning_says_so(tmp_path: Path) -> None:
    run, held, memory = tmp_path / "run.ledger", tmp_path / "archive.ledger", tmp_path / "memory.ledger"
    law = record(run, "S07", partitions=1)
    archive(run, held)
    with closing(sqlite3.connect(held)) as connection, connection:
        connection.execute("DELETE FROM records WHERE topic = 1 AND offset < 5")
        connection.execute("UPDATE spans SET start = 5, count = count - 5 WHERE topic = 1")

    with pytest.raises(UserError, match="from offset 5 on; what came before was deleted"):
        from_archive(held, law, memory, "e1")
