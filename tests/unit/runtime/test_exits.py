"""Is it remembered how a worker ended, though the process is gone?"""

from pathlib import Path

from streams.runtime.exits import ExitCode, ExitJournal
from streams.runtime.metrics import ExitCollector


def test_ends_of_the_same_kind_are_counted_by_the_next_process(tmp_path: Path) -> None:
    for _ in range(2):
        journal = ExitJournal()
        journal.keep_in(tmp_path / "exits" / "one.json")
        journal.count(ExitCode.FENCED)

    assert journal.counts() == {"fenced": 2}


def test_a_journal_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "exits").write_text("in the way")
    journal = ExitJournal()
    journal.keep_in(tmp_path / "exits" / "one.json")

    journal.count(ExitCode.FENCED)

    assert journal.counts() == {}


def test_the_metric_is_there_before_anything_happened() -> None:
    (family,) = ExitCollector(ExitJournal()).collect()

    assert {sample.labels["reason"]: sample.value for sample in family.samples}["fenced"] == 0
