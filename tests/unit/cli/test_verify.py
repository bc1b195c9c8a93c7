"""What does a person see of `countinghouse verify`, and which exit code does a program get?"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.kernel.errors import UserError
from streams.kernel.record import LogRecord
from tests.unit.replay import forging
from tests.unit.replay.forging import NAMES


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return forging.record(tmp_path / "default.ledger", forging.default_case())


def _verify(path: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["verify", "--domain", "clearing", "--ledger", str(path), *options])


def _message(done: Result) -> str:
    assert isinstance(done.exception, UserError)
    return done.exception.message


def test_what_agrees_is_told_with_the_marks_up_to_which_it_is_vouched_for(ledger: Path) -> None:
    done = _verify(ledger)

    assert done.exit_code == 0, done.stdout
    assert "Everything agrees." in done.stdout
    for partition in range(forging.PARTITIONS):
        assert f"{NAMES.events}, partition {partition}: vouched for up to the mark" in done.stdout


def test_a_moved_figure_is_told_with_event_rule_offset_expected_and_found(ledger: Path) -> None:
    before = forging.records_of(ledger, NAMES.outcomes, 0)
    place = next(one.offset for one in before if b'"type":"entry_accepted"' in (one.value or b""))
    outcome = json.loads(before[place].value or b"")

    def forge(records: list[LogRecord]) -> list[LogRecord]:
        value = (records[place].value or b"").replace(b'"item_count":', b'"item_count":9')
        return [*records[:place], records[place]._replace(value=value), *records[place + 1 :]]

    forging.forge(ledger, NAMES.outcomes, 0, forge)
    done = _verify(ledger)
    (difference,) = json.loads(_verify(ledger, "--json").stdout)["differences"]

    assert done.exit_code == 1
    assert f"outcome {outcome['id']}: altered, {NAMES.outcomes}, partition 0, offset {place}" in done.stdout
    assert f"rests on the event {outcome['event']} at {NAMES.events}, partition 0" in done.stdout
    assert f"rule      entry_accepted ({outcome['cites'][0]}" in done.stdout
    assert difference["expected"] != difference["found"]
    assert "The record does not agree" in done.stdout


def test_a_changed_input_that_moves_no_figure_is_told_as_a_stretch(ledger: Path) -> None:
    forging.forge(
        ledger,
        NAMES.events,
        0,
        lambda records: [records[0]._replace(headers=[("x", b"")]), *records[1:]],
    )
    done = _verify(ledger)

    assert done.exit_code == 1
    assert "partition 0 is not what was folded: something from the beginning and up to offset" in done.stdout


def test_a_log_without_its_beginning_says_from_where_on_it_can_vouch(ledger: Path) -> None:
    forging.forge(ledger, NAMES.events, 0, lambda records: records[5:])
    done = _verify(ledger)

    assert done.exit_code == 1
    assert f"{NAMES.events}, partition 0 begins at offset 5" in done.stdout
    assert f"{NAMES.events}, partition 0: vouched for from offset" in done.stdout


def test_a_ledger_and_a_broker_at_once_are_refused(ledger: Path) -> None:
    assert "not both" in _message(_verify(ledger, "--kafka", "127.0.0.1:1"))


def test_a_topic_that_is_not_there_is_named(ledger: Path) -> None:
    message = _message(_verify(ledger, "--topic-prefix", "other."))

    assert "holds no topic other.clearing.events.v1" in message


def test_a_truncated_ledger_gives_no_answer(ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[:-4096])
    done = _verify(ledger)

    assert "is damaged" in _message(done)
    assert done.stdout == ""
