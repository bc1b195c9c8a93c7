"""Does a domain give the same figures on a ledger as anywhere else, and is each line taken once?"""

import gzip
import json
from pathlib import Path

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.figures import books, is_up_to_date, result, waiting_count
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.cases import CaseDocument, judge, read_cases, run_in_memory
from tests.unit.ledger.ledgers import clock, contents, day, run

_CASES = Path(__file__).parents[2] / "cases" / "clearing" / "cases.json"
_NAMES = TopicNames("clearing")


def _document() -> CaseDocument:
    return read_cases(str(_CASES), _CASES.read_bytes())


@pytest.mark.parametrize("number", range(0, 50, 5))
def test_a_case_holds_on_a_ledger_that_is_closed_and_opened_again(tmp_path: Path, number: int) -> None:
    document = _document()
    case = document.cases[number]
    law = CLEARING.law.with_overrides(case.parameters)
    lines = [json.dumps(json.loads(event)).encode() for event in document.events_of(case)]
    path = tmp_path / "case.ledger"
    for taken in (len(lines) // 2, len(lines)):
        with LedgerWriter.begin_or_open(path, clock) as ledger:
            running = LedgerRun(ledger, CLEARING, law, partitions=3, batch_lines=5)
            running.take([Source.memory("case", lines[:taken])], IntakeReport())
            found = result(ledger, CLEARING, _NAMES)

    assert judge(CLEARING, case, found).differences == []
    assert found == run_in_memory(CLEARING, law, lines, partitions=3)


@pytest.mark.parametrize(("partitions", "batch_lines"), [(1, 20_000), (3, 100)])
def test_a_day_gives_the_figures_of_a_run_in_memory(
    tmp_path: Path, partitions: int, batch_lines: int
) -> None:
    found, report = run(
        tmp_path / "day.ledger",
        [Source.memory("day", day())],
        partitions=partitions,
        batch_lines=batch_lines,
    )

    assert report.events == len(day())
    assert found == run_in_memory(CLEARING, CLEARING.law, day(), partitions=2)


def test_the_books_of_every_partition_add_up(tmp_path: Path) -> None:
    path = tmp_path / "day.ledger"
    run(path, [Source.memory("day", day())], partitions=3)

    with LedgerReader.open(path) as ledger:
        found = books(ledger, CLEARING, _NAMES)
        assert [one.difference() for one in found.values()] == [0, 0, 0]
        assert [one.read for one in found.values()] == [
            ledger.span(_NAMES.events, partition).records for partition in range(3)
        ]
        assert waiting_count(ledger, CLEARING, _NAMES) == 0
        assert is_up_to_date(ledger, CLEARING, _NAMES)


def test_a_source_that_grew_is_taken_from_its_first_new_line_on(tmp_path: Path) -> None:
    path = tmp_path / "day.ledger"
    run(path, [Source.memory("day", day()[:700])])
    found, report = run(path, [Source.memory("another name", day())])

    assert (report.events, report.sources[0].resumed_after_line) == (len(day()) - 700, 700)
    assert found == run_in_memory(CLEARING, CLEARING.law, day(), partitions=1)


def test_a_source_that_was_taken_whole_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "day.ledger"
    run(path, [Source.memory("day", day()[:300])])
    before = contents(path)
    _, report = run(path, [Source.memory("day", day()[:300])])

    assert report.events == 0
    assert contents(path) == before


def test_a_source_with_the_same_first_line_and_other_lines_is_another_source(tmp_path: Path) -> None:
    path = tmp_path / "day.ledger"
    run(path, [Source.memory("day", day()[:300])])
    others = [day()[0], *day()[300:500]]
    _, report = run(path, [Source.memory("day", others)])
    again = run(path, [Source.memory("day", day()[:300]), Source.memory("day", others)])[1]

    assert (report.events, report.sources[0].resumed_after_line) == (len(others), 0)
    assert again.events == 0


def test_packed_lines_and_bare_ones_are_the_same_source(tmp_path: Path) -> None:
    path, packed = tmp_path / "day.ledger", tmp_path / "day.jsonl.gz"
    packed.write_bytes(gzip.compress(b"".join(line + b"\n" for line in day()[:300])))
    _, first = run(path, [Source.named(str(packed))])
    _, second = run(path, [Source.memory("day", day()[:300])])

    assert (first.events, second.events) == (300, 0)


def test_refused_lines_are_told_with_their_place_and_the_rest_is_taken(tmp_path: Path) -> None:
    lines = [day()[0], b"{", b"", b'{"type": "nonsense"}', day()[1]]
    _, report = run(tmp_path / "day.ledger", [Source.memory("day", lines)])

    assert report.events == 2
    assert [(one.line, one.column, one.reason) for one in report.refusals] == [
        (2, 2, "NOT_JSON"),
        (4, 2, "UNKNOWN_TYPE"),
    ]


def test_what_was_refused_before_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "day.ledger"
    run(path, [Source.memory("day", [day()[0], b"{"])])
    _, report = run(path, [Source.memory("day", [day()[0], b"{", day()[1]])])

    assert (report.events, report.refused, report.refused_before) == (1, 0, 1)


def test_a_last_line_that_its_writer_had_not_finished_is_taken_when_it_is_whole(tmp_path: Path) -> None:
    path, file = tmp_path / "day.ledger", tmp_path / "day.jsonl"
    file.write_bytes(day()[0] + b"\n" + day()[1][:20])
    _, first = run(path, [Source.named(str(file))])
    file.write_bytes(b"".join(line + b"\n" for line in day()[:3]))
    _, second = run(path, [Source.named(str(file))])

    assert (first.events, first.refused) == (1, 1)
    assert (second.events, second.refused, second.refused_before) == (2, 0, 0)


def test_a_source_that_ends_in_the_middle_is_told_and_what_came_before_is_taken(tmp_path: Path) -> None:
    packed = tmp_path / "day.jsonl.gz"
    packed.write_bytes(gzip.compress(b"".join(line + b"\n" for line in day()))[:-2_000])
    _, report = run(tmp_path / "day.ledger", [Source.named(str(packed)), Source.memory("day", day()[:10])])

    assert 0 < report.sources[0].lines < len(day())
    assert [one.reason for one in report.refusals][-1] == "UNREADABLE_SOURCE"


def test_a_missing_source_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    missing = Source.named(str(tmp_path / "missing.jsonl"))
    _, report = run(tmp_path / "day.ledger", [missing, Source.memory("day", day()[:10])])

    assert [str(one) for one in report.refusals] == [
        f"{tmp_path / 'missing.jsonl'}: cannot be read: No such file or directory"
    ]
    assert report.events == 10


def test_a_log_that_ends_with_a_mark_gets_no_other(tmp_path: Path) -> None:
    path = tmp_path / "day.ledger"
    tick = b'{"type":"tick","id":"end","at":"2003-11-05T00:00:00Z"}'
    run(path, [Source.memory("day", [*day()[:300], tick])], partitions=2)

    with LedgerReader.open(path) as ledger:
        last = [
            ledger.read_range(_NAMES.events, partition, ledger.span(_NAMES.events, partition).end - 1, 1)
            for partition in range(2)
        ]
    assert [[record.value for record in records] for records in last] == [[tick], [tick]]


def test_another_number_of_partitions_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "day.ledger"
    run(path, [Source.memory("day", day()[:10])], partitions=2)

    with pytest.raises(UserError, match="with 2 partitions, not 3: their number stays as it was"):
        run(path, [Source.memory("day", day()[:10])], partitions=3)


def test_state_of_another_form_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "day.ledger"
    run(path, [Source.memory("day", day()[:10])])
    newer = CLEARING._replace(stages=[stage._replace(state_version=99) for stage in CLEARING.stages])

    with (
        LedgerWriter.begin_or_open(path, clock) as ledger,
        pytest.raises(UserError, match="begin a new ledger from the same events") as refused,
    ):
        LedgerRun(ledger, newer, CLEARING.law)
    assert refused.value.exit_code == 6
