"""Which events do call-detail records and vCons make, and does any number, name or address stay in clear?"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from typer.testing import CliRunner

from streams.cli.app import app
from streams.domains.comms.domain import COMMS
from streams.domains.comms.stages.reader import READER
from streams.kernel.pipeline import Pipeline
from streams.readers.comms.calls import ASTERISK, CALL_DETAILS, CUCM, FREESWITCH, HEADINGS, CallReading
from streams.readers.comms.given import read_given
from streams.readers.comms.lacks import PassedBy, Remark
from streams.readers.comms.talk import Writer
from streams.readers.comms.vcon import ConversationReading, documents
from streams.readers.files import TableFile
from streams.readers.outcome import Event, Outcome, checked
from streams.vault.pseudonyms import NUMBER, pseudonym

KEY = bytes(range(32))
OSLO = ZoneInfo("Europe/Oslo")
GIVEN = """
firm = "FJORD"
everybody_outside = "CLIENT"
channel = "TERMINAL_CHAT"

[inside]
201 = {telephone = "DESK_001", employee = "EMP_001"}
202 = {telephone = "DESK_002"}
"kari@fjord.example" = {employee = "EMP_001"}

[outside]
"+4722000001" = {kind = "CLIENT", party = "CLIENT_0001"}
"""
CALL = {
    "src": "201",
    "dst": "+4722000001",
    "clid": '"Kari Nordmann" <201>',
    "start": "2024-06-03 09:30:00",
    "answer": "2024-06-03 09:30:07",
    "end": "2024-06-03 09:36:12",
    "disposition": "ANSWERED",
    "uniqueid": "1717399800.11",
}
VCON: dict[str, Any] = {
    "vcon": "0.3.0",
    "uuid": "018f-0001",
    "parties": [{"tel": "tel:201", "name": "Kari Nordmann"}, {"tel": "+4722000001", "name": "Ola Nordmann"}],
    "dialog": [
        {
            "type": "recording",
            "start": "2024-06-03T07:30:07Z",
            "duration": 365,
            "parties": [0, 1],
            "content_hash": "sha256-n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
        }
    ],
}


def writer(given: str = GIVEN) -> Writer:
    return Writer(read_given("given.toml", given.encode()), KEY)


def table(columns: tuple[str, ...], *rows: Mapping[str, str]) -> str:
    """A file without a heading line."""
    text = io.StringIO(newline="")
    out = csv.DictWriter(text, columns, restval="", quoting=csv.QUOTE_ALL)
    out.writerows(rows)
    return text.getvalue()


def calls(text: str, layout: str = "asterisk", given: str = GIVEN) -> list[Outcome]:
    """What becomes of every row."""
    file = TableFile(
        "Master.csv", io.StringIO(text, newline=""), CALL_DETAILS, layout, headings=HEADINGS.get(layout)
    )
    reading = CallReading(file.layout, writer(given), OSLO)
    return [checked(reading.take(row), READER.read, "the event") for row in file.rows()]


def conversation(document: Mapping[str, Any], given: str = GIVEN) -> list[Outcome]:
    """What becomes of every dialog."""
    reading = ConversationReading(writer(given), OSLO)
    found = reading.take("talk.json", 1, orjson.dumps(document))
    return [checked(one, READER.read, "the event") for one in found]


def events(outcomes: list[Outcome]) -> list[Event]:
    assert [one.lacks for one in outcomes if one.lacks] == []
    return [event for one in outcomes for event in one.events]


def reasons(outcomes: list[Outcome]) -> list[str]:
    return [lack.reason.name for one in outcomes for lack in one.lacks]


def test_a_call_of_asterisk_begins_when_it_was_answered() -> None:
    started, ended = events(calls(table(ASTERISK, CALL)))

    assert (started["started_at"], ended["ended_at"]) == ("2024-06-03T07:30:07Z", "2024-06-03T07:36:12Z")
    assert (started["direction"], started["telephone"]) == ("OUTGOING", "DESK_001")
    assert started["parties"] == [{"kind": "CLIENT", "party": "CLIENT_0001"}]


def cucm(**changes: str) -> str:
    """A file of Cisco's: headings, types, a call, and a measurement of its quality."""
    row = {
        "cdrRecordType": "1",
        "globalCallID_callId": "12001",
        "callingPartyNumber": "+4722000001",
        "finalCalledPartyNumber": "201",
        "dateTimeOrigination": "1717399800",
        "dateTimeConnect": "1717399807",
        "dateTimeDisconnect": "1717400172",
        "pkid": "9d0c6f2e-0001",
    }
    types = dict.fromkeys(CUCM, "INTEGER") | {"pkid": "UNIQUEIDENTIFIER"}
    headings = dict(zip(CUCM, CUCM, strict=True))
    return table(CUCM, headings, types, row | changes, row | {"cdrRecordType": "2"})


def test_a_call_of_ciscos_begins_when_it_was_answered_and_its_measurements_are_no_talk() -> None:
    types, call, measurement = calls(cucm(), "cucm")
    started, ended = events([call])

    assert (started["started_at"], ended["ended_at"]) == ("2024-06-03T07:30:07Z", "2024-06-03T07:36:12Z")
    assert (started["direction"], started["telephone"]) == ("INCOMING", "DESK_001")
    assert started["from_number"] == pseudonym(KEY, NUMBER, "+4722000001")
    assert (types.passed_by, measurement.passed_by) == (PassedBy.NO_TALK, PassedBy.NO_TALK)


def test_a_call_of_ciscos_that_nobody_answered_is_told_as_such() -> None:
    _, call, _ = calls(cucm(dateTimeConnect="0"), "cucm")
    started, _ = events([call])

    assert (started["answered"], started["started_at"]) == (False, "2024-06-03T07:30:00Z")


@pytest.mark.parametrize(
    ("column", "told", "reason"),
    [
        ("dateTimeDisconnect", "0", "INSTANT_UNREADABLE"),
        ("dateTimeDisconnect", "2024-06-03", "INSTANT_UNREADABLE"),
        ("dateTimeConnect", "99999999999999", "INSTANT_UNREADABLE"),
        ("pkid", "", "NAME_MISSING"),
        ("finalCalledPartyNumber", "999", "NOBODY_INSIDE"),
    ],
)
def test_what_a_row_of_ciscos_lacks_is_told(column: str, told: str, reason: str) -> None:
    assert reasons(calls(cucm(**{column: told}), "cucm")) == [reason]


def test_a_number_is_under_the_pseudonym_that_the_register_searches_for() -> None:
    started, _ = events(calls(table(ASTERISK, CALL)))

    assert started["to_number"] == pseudonym(KEY, NUMBER, "+4722000001")


def test_a_number_without_its_country_belongs_to_the_region() -> None:
    one, other = (
        events(calls(table(ASTERISK, {**CALL, "dst": number})))[0]["to_number"]
        for number in ("22000002", "+47 22 00 00 02")
    )

    assert one == other


def test_a_recording_that_the_dial_plan_names_is_filed_and_its_lack_of_a_hash_remarked() -> None:
    (outcome,) = calls(table(ASTERISK, {**CALL, "userfield": "call-11.wav"}))

    assert outcome.events[-1]["type"] == "recording_made"
    assert Remark.WITHOUT_HASH in outcome.remarks


def test_what_was_said_is_not_coded_and_that_is_told() -> None:
    (outcome,) = calls(table(ASTERISK, CALL))

    assert outcome.events[0]["facts_missing"] is True
    assert outcome.remarks == (Remark.CODING_MISSING,)


def test_a_call_that_nobody_answered_is_one_without_talk() -> None:
    started, _ = events(calls(table(ASTERISK, {**CALL, "answer": "", "disposition": "NO ANSWER"})))

    assert (started["answered"], started["started_at"]) == (False, "2024-06-03T07:30:00Z")


def test_a_withheld_number_is_anonymous() -> None:
    started, _ = events(calls(table(ASTERISK, {**CALL, "src": "anonymous", "dst": "202"})))

    assert (started["from_number"], started["direction"]) == ("ANONYMOUS", "INCOMING")


def test_a_further_leg_of_a_call_is_passed_by() -> None:
    outcomes = calls(table(ASTERISK, CALL, CALL))

    assert [one.passed_by for one in outcomes] == [None, PassedBy.NO_TALK]


def test_a_heading_line_is_no_call() -> None:
    text = ",".join(ASTERISK) + "\n" + table(ASTERISK, CALL)

    assert len(calls(text)) == 1


def test_a_call_of_freeswitch_is_read_alike() -> None:
    row = {
        "caller_id_number": "201",
        "destination_number": "+4722000001",
        "start_stamp": "2024-06-03 09:30:00",
        "answer_stamp": "2024-06-03 09:30:07",
        "end_stamp": "2024-06-03 09:36:12",
        "uuid": "5c2f",
    }
    started, _ = events(calls(table(FREESWITCH, row), "freeswitch"))

    assert (started["communication"], started["started_at"]) == ("5c2f", "2024-06-03T07:30:07Z")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"uniqueid": ""}, "NAME_MISSING"),
        ({"end": ""}, "INSTANT_UNREADABLE"),
        ({"answer": "2024-10-27 02:30:00"}, "INSTANT_AMBIGUOUS"),
        ({"src": "900"}, "NOBODY_INSIDE"),
        ({"dst": "12"}, "NUMBER_UNREADABLE"),
    ],
)
def test_what_a_row_lacks_is_told_and_the_row_set_aside(row: dict[str, str], reason: str) -> None:
    assert reasons(calls(table(ASTERISK, {**CALL, **row}))) == [reason]


def test_somebody_outside_who_is_not_listed_is_not_guessed() -> None:
    given = GIVEN.replace('everybody_outside = "CLIENT"', "")

    assert reasons(calls(table(ASTERISK, {**CALL, "dst": "+4722000009"}), given=given)) == ["OUTSIDE_UNKNOWN"]


def test_a_vcon_is_a_call_with_its_recording_and_hash() -> None:
    started, ended, tape = events(conversation(VCON))

    assert (started["communication"], ended["ended_at"]) == ("018f-0001-0", "2024-06-03T07:36:12Z")
    assert tape["content_hash"] == "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def test_a_text_of_a_vcon_is_a_message_with_its_copy() -> None:
    text = {"type": "text", "start": "2024-06-03T07:40:00Z", "parties": [0, 1], "body": "buy"}
    sent, stored = events(conversation({**VCON, "dialog": [text]}))

    assert (sent["type"], sent["channel"]) == ("message_sent", "TERMINAL_CHAT")
    assert stored["content_hash"]


def test_a_document_that_is_no_vcon_is_set_aside() -> None:
    assert reasons(conversation({"vcon": "0.3.0"})) == ["UNREADABLE"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"duration": None}, "DURATION_UNREADABLE"),
        ({"parties": [0]}, "NOBODY_INSIDE"),
        ({"start": "soon"}, "INSTANT_UNREADABLE"),
    ],
)
def test_what_a_dialog_lacks_is_told(change: dict[str, Any], reason: str) -> None:
    assert reasons(conversation({**VCON, "dialog": [{**VCON["dialog"][0], **change}]})) == [reason]


def test_a_file_holds_one_document_or_a_list_or_one_a_line() -> None:
    one = orjson.dumps(VCON)

    assert [len(documents(text)) for text in (one, b"[%b,%b]" % (one, one), one + b"\n" + one)] == [1, 2, 2]


def test_no_number_name_or_address_leaves_the_reader_in_clear(tmp_path: Path) -> None:
    unknown = {
        **CALL,
        "uniqueid": "1717399800.12",
        "src": "+4799887766",
        "clid": '"Per Hansen" <+4799887766>',
        "dst": "900",
    }
    (tmp_path / "Master.csv").write_text(table(ASTERISK, CALL, unknown))
    (tmp_path / "given.toml").write_text(GIVEN)
    keys = tmp_path / "keys.toml"
    keys.touch(mode=0o600)
    keys.write_text(f'[keys]\nFJORD = ["{KEY.hex()}"]\n')
    aside = tmp_path / "aside.jsonl"
    done = CliRunner().invoke(
        app,
        [
            *("comms", "read", str(tmp_path / "Master.csv"), "--layout", "asterisk", "--keys", str(keys)),
            *("--given", str(tmp_path / "given.toml"), "--set-aside", str(aside)),
        ],
    )
    told = done.stdout + done.stderr + aside.read_text()

    assert done.exit_code == 3, done.exception
    for clear in ("22000001", "99887766", "Nordmann", "Hansen", KEY.hex()):
        assert clear not in told


def test_what_is_read_is_judged(tmp_path: Path) -> None:
    at = "2024-01-01T00:00:00Z"
    since: dict[str, object] = {"at": at, "effective_at": at}
    desk = {
        "telephone": "DESK_001",
        "kind": "DESK",
        "owner": "FIRM",
        "shared": False,
        "connected_to_recorder": True,
    }
    facts: list[dict[str, object]] = [
        {"type": "firm_registered", "id": "f", "firm": "FJORD", "status": "NORWEGIAN_FIRM", **since},
        {"type": "telephone_registered", "id": "t", **desk, **since},
    ]
    tick: dict[str, object] = {"type": "tick", "id": "k", "at": "2024-06-05T00:00:00Z"}
    pipeline = Pipeline(COMMS, 2, COMMS.law)
    for event in [*facts, *events(conversation(VCON)), tick]:
        pipeline.write(orjson.dumps(event))
    pipeline.run()
    result = dict(pipeline.result())

    assert result["set_aside"] == []
    assert "FACTS_MISSING" in str(result["breaches"])
    assert "R-018f-0001-0" in str(result["register"])
