"""Does a record that nobody touched agree with itself, however it is folded, and up to where is it vouched for?"""

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.errors import UserError
from streams.kernel.evidence import Place
from streams.kernel.folding import Partition
from streams.kernel.record import Record
from streams.kernel.source import Source
from streams.ledger.reading import LedgerReader
from streams.ledger.writing import LedgerWriter
from streams.replay import refolding
from streams.replay.findings import Report
from streams.replay.refolding import BATCH
from streams.replay.verify import verify
from streams.replay.window import EVERY_CYCLE, Window
from tests.conftest import ROOT
from tests.unit.ledger.ledgers import clock, day, run
from tests.unit.replay import forging
from tests.unit.replay.forging import NAMES


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return forging.record(tmp_path_factory.mktemp("verify") / "default.ledger", forging.default_case())


def verified(path: Path, window: Window = EVERY_CYCLE, batch: int = BATCH) -> Report:
    with LedgerReader.open(path) as opened:
        return verify(CLEARING, NAMES, opened, window=window, batch=batch)


@pytest.mark.parametrize("partitions", [1, 3])
@pytest.mark.parametrize("batch", [1, 7, 5_000])
def test_a_day_agrees_whatever_the_batches_are(tmp_path: Path, partitions: int, batch: int) -> None:
    path = tmp_path / "day.ledger"
    run(path, [Source.memory("day", day())], partitions=partitions, batch_lines=60)
    report = verified(path, batch=batch)

    assert report.agrees, report
    with LedgerReader.open(path) as opened:
        spans = [opened.span(NAMES.outcomes, partition) for partition in range(partitions)]
        assert report.compared["outcome"] == sum(span.records for span in spans)
        assert report.records == sum(opened.span(NAMES.events, one).records for one in range(partitions))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_record_agrees_in_a_process_with_another_order_of_hashes(ledger: Path, seed: str) -> None:
    code = "from streams.cli.app import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "verify", "--domain", "clearing", "--ledger", str(ledger), "--json"],
        env={"PYTHONHASHSEED": seed},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["agrees"]


def test_dead_letters_are_compared_with_their_reasons(ledger: Path) -> None:
    report = verified(ledger)

    assert report.agrees, report
    assert report.compared["dead letter"] == len(forging.UNREADABLE) * forging.PARTITIONS


def test_a_record_is_vouched_for_up_to_its_last_mark(ledger: Path, tmp_path: Path) -> None:
    path = forging.copied(ledger, tmp_path)
    with LedgerWriter.begin_or_open(path, clock) as opened, opened.transaction():
        end = opened.span(NAMES.events, 0).end
        opened.append(NAMES.events, 0, [(b"", b'{"type":"unheard_of"}', [])] * 3, timestamp=0)
    vouched = verified(path).vouched

    assert [(one.through, one.records_after) for one in vouched[:1]] == [(end - 1, 3)]
    assert [one.records_after for one in vouched[1:]] == [0]


def test_a_log_without_its_beginning_says_from_where_on_it_can_vouch(ledger: Path, tmp_path: Path) -> None:
    path = forging.copied(ledger, tmp_path)
    marks = [
        (body["offset"], body["mark"])
        for partition in range(forging.PARTITIONS)
        for one in forging.records_of(path, NAMES.attestations, partition)
        if (body := json.loads(one.value or b""))["partition"] == 0
    ]
    forging.forge(path, NAMES.events, 0, lambda records: records[5:])
    report = verified(path)

    assert not report.agrees
    assert [(one.partition, one.offset) for one in report.deleted] == [(0, 5)]
    vouched = report.vouched[0]
    assert (vouched.begin, vouched.through, vouched.mark) == (marks[0][0] + 1, *marks[-1])


def test_a_log_without_its_beginning_is_not_vouched_for_beyond_a_change(ledger: Path, tmp_path: Path) -> None:
    path = forging.copied(ledger, tmp_path)
    forging.forge(path, NAMES.events, 0, lambda records: records[5:])
    end = forging.records_of(path, NAMES.events, 0)[-1].offset
    forging.forge(path, NAMES.events, 0, lambda records: [*records[:-1], records[-1]._replace(key=b"other")])
    vouched = verified(path).vouched[0]

    assert vouched.through is not None
    assert vouched.through < end


def test_only_the_cycles_that_were_asked_for_are_compared(ledger: Path, tmp_path: Path) -> None:
    path = forging.copied(ledger, tmp_path)
    records = forging.records_of(path, NAMES.outcomes, 0)
    place = next(one.offset for one in records if b'"cycle":"2003-11-04"' in (one.value or b""))
    value = (records[place].value or b"").replace(b'"at":"2003', b'"at":"2004')
    forging.forge(
        path,
        NAMES.outcomes,
        0,
        lambda records: [*records[:place], records[place]._replace(value=value), *records[place + 1 :]],
    )

    assert verified(path, window=Window("2003-11-05")).agrees
    assert verified(path, window=Window(through="2003-11-03")).agrees
    assert not verified(path, window=Window("2003-11-04", "2003-11-04")).agrees


def test_an_archive_that_was_not_finished_is_not_compared(ledger: Path, tmp_path: Path) -> None:
    path = forging.copied(ledger, tmp_path)
    with LedgerWriter.begin_or_open(path, clock) as opened, opened.transaction():
        opened.say_partial(True)
    with pytest.raises(UserError, match="whose copying was interrupted"):
        verified(path)


def test_text_that_a_shell_left_behind_is_what_its_bytes_are(ledger: Path, tmp_path: Path) -> None:
    path = forging.copied(ledger, tmp_path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE records SET key = CAST(key AS TEXT), value = CAST(value AS TEXT) WHERE offset < 9"
        )

    assert verified(path).agrees


def test_where_the_fold_stops_the_chains_still_say_what_was_altered(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = len(forging.records_of(ledger, NAMES.events, 1)) // 2

    class Broken(Partition):
        def process(self, records: Iterable[Record]) -> int:
            for record in records:
                if self.partition == 1 and self.stage.name == "entries" and record.offset == place:
                    self.next_offset = place + 1
                    raise LookupError("no such row")
                super().process([record])
            return 0

    monkeypatch.setattr(refolding, "Partition", Broken)
    report = verified(ledger)

    assert not report.agrees
    assert report.stopped is not None
    assert report.stopped.place == Place(NAMES.events, 1, place)
    assert (report.stretches, report.difference_count) == ([], 0)
    assert [one.records_after for one in report.vouched] == [0] * forging.PARTITIONS


def test_a_disk_without_room_is_told_and_nothing_is_compared(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not-there"))
    with pytest.raises(UserError, match="TMPDIR") as told:
        verified(ledger)
    assert told.value.exit_code == 4
