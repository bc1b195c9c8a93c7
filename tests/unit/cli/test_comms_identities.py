"""Who stands behind a pseudonym, from the first record to the last?"""

from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.kernel.errors import UserError
from streams.vault.pseudonyms import NUMBER, pseudonym
from tests.unit.comms.events import FIRM, Event, at, call, deleted, ended, recording, tick
from tests.unit.register.fed import lines_of, write

KEY = bytes(range(32))
GIVEN = """
firm = "FIRM"
everybody_outside = "CLIENT"

[inside]
201 = {telephone = "DESK"}
"""
ROW = (
    '"","201","+4722334455","","","","","","","2024-05-27 12:00:00","2024-05-27 12:00:07",'
    '"2024-05-27 12:05:00","","","ANSWERED","","7","file.wav"\n'
)
CALLED = pseudonym(KEY, NUMBER, "+4722334455")


class Office:
    """Keys, a given file and an identity map."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.keys = self.file("keys.toml", f'[keys]\nFIRM = ["{KEY.hex()}"]\n')
        self.map = directory / "who"

    def file(self, name: str, text: str) -> Path:
        path = self.directory / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    def run(self, *arguments: object) -> Result:
        """A command of comms."""
        return CliRunner().invoke(app, ["comms", *map(str, arguments)])

    def who(self, name: str) -> Result:
        return self.run("identities", "who", name, "--identities", self.map, "--keys", self.keys)

    def add(self, kind: str, text: str) -> Sequence[str]:
        done = self.run(
            *("identities", "add", self.file("people.txt", text), "--firm", "FIRM", "--kind", kind),
            *("--identities", self.map, "--keys", self.keys),
        )
        assert done.exit_code == 0, done.output
        return done.stdout.split()

    def forget(self, *events: Event) -> str:
        ledger = self.directory / f"{len(events)}.ledger"
        write(ledger, lines_of([*FIRM, *events]))
        return self.run("identities", "forget", "--identities", self.map, "--ledger", ledger).stdout


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_people_get_pseudonyms_and_are_told_again(office: Office) -> None:
    (ola,) = office.add("client", "  Ola Nordmann \n\n")
    (number,) = office.add("number", "22 33 44 55\n")

    assert office.who(ola).stdout == "client of FIRM: Ola Nordmann\n"
    assert (number, office.who(number).stdout) == (CALLED, "number of FIRM: +4722334455\n")


def test_whom_nobody_kept_is_told_as_such(office: Office) -> None:
    done = office.who("NUM_9")

    assert (done.exit_code, done.stdout) == (1, "The map names nobody under this pseudonym.\n")


def test_a_reader_keeps_whose_numbers_it_read(office: Office) -> None:
    row, given = office.file("Master.csv", ROW), office.file("given.toml", GIVEN)
    done = office.run(
        *("read", row, "--layout", "asterisk", "--given", given),
        *("--keys", office.keys, "--identities", office.map),
    )

    assert "recording_made" in done.stdout
    assert office.who(CALLED).stdout == "number of FIRM: +4722334455\n"


def test_nobody_is_kept_of_a_call_that_is_set_aside(office: Office) -> None:
    row, given = office.file("Master.csv", ROW.replace("201", "+4799")), office.file("given.toml", GIVEN)
    office.run(
        *("read", row, "--layout", "asterisk", "--given", given),
        *("--keys", office.keys, "--identities", office.map),
    )

    assert office.who(CALLED).exit_code == 1


def test_an_identity_goes_with_its_last_record(office: Office) -> None:
    client, broker = office.add("client", "Ola Nordmann\nKari Nordmann\n")
    parties = [{"kind": "CLIENT", "party": client}, {"kind": "EMPLOYEE", "party": broker}]
    one = [call("C1", to_number=CALLED, parties=parties), ended("C1"), recording("R1", "C1")]
    other = [call("C2", parties=[*parties[1:], {"kind": "CLIENT"}]), ended("C2"), recording("R2", "C2")]
    told = tick("t1", at("09:00:00", "2024-05-29"))

    kept = office.forget(*one, *other, told)
    assert kept == "Forgotten with the last record: 0. Left: 2.\n"
    gone = office.forget(*one, *other, deleted("d1", "R1", communication="C1"), told)
    assert gone == "Forgotten with the last record: 1. Left: 1.\n"
    assert (office.who(client).exit_code, office.who(broker).exit_code) == (1, 0)


def test_whoever_stands_in_a_call_without_a_record_yet_is_kept(office: Office) -> None:
    (client,) = office.add("client", "Ola Nordmann\n")
    parties = [{"kind": "CLIENT", "party": client}]

    told = office.forget(call("C1", parties=parties), ended("C1"), tick("t1", at("09:00:00", "2024-05-29")))
    assert told == "Forgotten with the last record: 0. Left: 1.\n"


def test_a_firm_without_a_key_has_no_pseudonyms(office: Office) -> None:
    done = office.run(
        *("identities", "add", office.file("people.txt", "Ola\n"), "--firm", "OTHER", "--kind", "client"),
        *("--identities", office.map, "--keys", office.keys),
    )

    assert isinstance(done.exception, UserError)
    assert "no key of the firm OTHER" in done.exception.message
