"""What does a person get from `countinghouse comms`, and what stands in the log before it?"""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.kernel.errors import UserError
from streams.ledger.reading import LedgerReader
from streams.ledger.writing import LedgerWriter
from streams.vault.pseudonyms import NUMBER, pseudonym
from tests.registers import Registers
from tests.unit.comms.events import FIRM, call, ended, recording, tick
from tests.unit.comms.events import at as at_
from tests.unit.register.fed import NAMES, lines_of, write

KEY = bytes(range(32))
CLEAR = "+47 22 33 44 55"
CALLED = pseudonym(KEY, NUMBER, "+4722334455")


def grant(actor: str) -> dict[str, str]:
    return {
        "type": "access_role_granted",
        "id": f"grant-{actor}",
        "at": at_("09:00:00"),
        "actor": actor,
        "role": "COMPLIANCE",
        "effective_at": at_("09:00:00"),
    }


@pytest.fixture
def ledger(tmp_path: Path, registers: Registers, monkeypatch: pytest.MonkeyPatch) -> Path:
    if registers.server:
        monkeypatch.setenv("COUNTINGHOUSE_REGISTER_URL", registers.url(tmp_path))
    path = tmp_path / "day.ledger"
    talk = [call(to_number=CALLED), ended(), recording(), call("C2"), ended("C2")]
    log = [*FIRM, grant("ANN"), *talk, tick("t1", at_("09:00:00", "2024-05-29"))]
    write(path, lines_of(log), partitions=3)
    return path


def _comms(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["comms", *map(str, arguments)])


def _search(ledger: Path, *arguments: object, actor: str = "ANN") -> Result:
    return _comms("search", "--actor", actor, "--purpose", "COMPLAINT", "--ledger", ledger, *arguments)


def logged(ledger: Path) -> list[dict[str, str]]:
    """The searches that stand in the log."""
    with LedgerReader.open(ledger) as reader:
        events = [
            json.loads(record.value or b"")
            for partition in range(3)
            for record in reader.read_range(NAMES.events, partition, 0, 1_000)
        ]
    return [event for event in events if event["type"] == "register_searched"]


def test_a_search_is_in_the_log_and_its_answer_names_the_event_and_the_tick(ledger: Path) -> None:
    done = _search(ledger, "--employee", "BROKER", "--json")

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    (event,) = logged(ledger)
    assert (told["records"], told["authorised"], told["as_of_at"]) == (
        ["R1"],
        True,
        at_("09:00:00", "2024-05-29"),
    )
    assert told["searched"] == [event["id"]]
    assert (event["actor"], event["purpose"], event["employee"]) == ("ANN", "COMPLAINT", "BROKER")


def test_a_person_reads_the_time_in_oslo_and_in_utc(ledger: Path) -> None:
    done = _search(ledger, "--employee", "BROKER")

    assert "2024-05-27 12:00:00" in done.stdout
    assert "(10:00Z)" in done.stdout


def test_whoever_has_no_grant_gets_nothing_and_is_logged(ledger: Path) -> None:
    done = _search(ledger, "--employee", "BROKER", "--json", actor="EVE")

    assert done.exit_code == 5
    told = json.loads(done.stdout)
    assert (told["authorised"], told["records"], told["rows"]) == (False, [], {})
    assert [event["actor"] for event in logged(ledger)] == ["EVE"]


def test_without_the_log_there_is_no_answer(ledger: Path) -> None:
    assert _comms("register", "feed", "--ledger", ledger).exit_code == 0
    ledger.rename(ledger.with_name("away"))
    done = _search(ledger, "--employee", "BROKER")

    assert isinstance(done.exception, UserError)
    assert done.stdout == ""


def test_a_log_that_somebody_else_writes_gives_no_answer(ledger: Path) -> None:
    assert _comms("register", "feed", "--ledger", ledger).exit_code == 0
    with LedgerWriter.begin_or_open(ledger, lambda: 0):
        done = _search(ledger, "--employee", "BROKER")

    assert isinstance(done.exception, UserError)
    assert done.stdout == ""


def test_a_number_in_clear_is_found_by_the_keys_and_gets_into_no_log(ledger: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.toml"
    keys.write_text(f'[keys]\nFIRM = ["{bytes(32).hex()}", "{KEY.hex()}"]\n')
    keys.chmod(0o600)
    person = ("--actor", pseudonym(bytes(32), "employee", "Ann"))
    refused = _search(ledger, "--to-number", CLEAR)
    done = _comms(
        "search", *person, "--purpose", "COMPLAINT", "--ledger", ledger, "--to-number", CLEAR, "--keys", keys
    )

    assert isinstance(refused.exception, UserError)
    assert CLEAR not in str(refused.exception)
    assert done.exit_code == 5
    assert {event["to_number"] for event in logged(ledger)} == {
        CALLED,
        pseudonym(bytes(32), NUMBER, "+4722334455"),
    }
    write(
        ledger,
        lines_of([grant(person[1]), tick("t2", at_("10:00:00", "2024-05-29"))]),
        name="more",
        partitions=3,
    )
    found = _comms(
        *("search", *person, "--purpose", "COMPLAINT", "--ledger", ledger, "--json"),
        *("--to-number", "22334455", "--keys", keys),
    )
    assert json.loads(found.stdout)["records"] == ["R1"]
    for file in tmp_path.iterdir():
        assert b"22334455" not in file.read_bytes(), file


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        (("--during-from", "yesterday"), "cannot be searched for"),
        (("--firm", "FIRM"), "cannot be searched for"),
        (("--employee", "Ann Nilsen"), "in clear"),
    ],
)
def test_what_cannot_be_searched_for_is_told_and_not_logged(
    ledger: Path, criterion: tuple[str, str], words: str
) -> None:
    done = _search(ledger, *criterion)

    assert isinstance(done.exception, UserError)
    assert words in done.exception.message
    assert logged(ledger) == []


def test_a_spreadsheet_reads_what_was_found(ledger: Path) -> None:
    (row,) = csv.DictReader(io.StringIO(_search(ledger, "--employee", "BROKER", "--csv").stdout))

    assert (row["record"], row["to_number"], row["employees"]) == ("R1", CALLED, "BROKER")


def test_a_record_is_shown_with_its_keeping(ledger: Path) -> None:
    done = _comms("show", "R1", "--actor", "ANN", "--purpose", "MONITORING", "--ledger", ledger)

    assert done.exit_code == 0, done.output
    assert "SVC1_ORDER_RECEPTION" in done.stdout
    assert "2029-05-27" in done.stdout
    assert len(logged(ledger)) == 1


def test_what_is_overdue_is_told_to_a_person_a_program_and_a_spreadsheet(ledger: Path) -> None:
    shown, read, filed = (
        _comms("overdue", "--ledger", ledger, *how) for how in ((), ("--json",), ("--csv",))
    )

    assert "Nothing was taped." in shown.stdout
    assert [item["code"] for item in json.loads(read.stdout)["items"]] == ["NOT_RECORDED"]
    assert [row["object"] for row in csv.DictReader(io.StringIO(filed.stdout))] == ["C2"]


def test_a_month_is_told_with_what_is_missing(ledger: Path) -> None:
    shown = _comms("coverage", "--month", "2024-05", "--ledger", ledger)
    (row,) = csv.DictReader(
        io.StringIO(_comms("coverage", "--month", "2024-05", "--ledger", ledger, "--csv").stdout)
    )

    assert "50.0%" in shown.stdout
    assert (row["segments"], row["captured"]) == ("2", "1")


def test_what_is_no_month_is_told(ledger: Path) -> None:
    done = _comms("coverage", "--month", "2024-13", "--ledger", ledger)

    assert isinstance(done.exception, UserError)


def test_a_password_on_the_command_line_is_refused_and_not_repeated() -> None:
    done = _comms("overdue", "--register", "postgresql://ann:secret@127.0.0.1/register")

    assert isinstance(done.exception, UserError)
    assert "PGPASSWORD" in done.exception.message
    assert "secret" not in done.exception.message


def test_a_database_that_does_not_answer_is_told_without_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(
        "COUNTINGHOUSE_REGISTER_URL", "postgresql://ann:secret@127.0.0.1:1/register?connect_timeout=2"
    )
    done = _comms("overdue")

    assert isinstance(done.exception, UserError)
    assert done.exception.exit_code == 4
    assert "secret" not in done.exception.message


def test_an_archive_is_no_log_to_feed_from(ledger: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive.ledger"
    with LedgerReader.open(ledger) as reader:
        topics = [reader.topic(name) for name in (NAMES.events, NAMES.views)]
    with LedgerWriter.begin_or_open(archive, lambda: 0) as copy, copy.transaction():
        for topic in topics:
            copy.add_topic(topic.name, topic.domain, topic.kind, topic.partitions)
    done = _comms("register", "feed", "--ledger", archive)

    assert isinstance(done.exception, UserError)
    assert "is an archive" in done.exception.message
