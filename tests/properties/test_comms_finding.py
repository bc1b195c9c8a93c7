"""Is every record found by what the law says, and every look at one written down? (section 17)"""

import re
from typing import Any, Final

import pytest

from tests.models.comms_model_schema import Event, dead_letter
from tests.models.comms_model_time import milliseconds, printed
from tests.properties.comms_stories import SEEDS, SOME, Result, Story, commits_of, folded, tell
from tests.properties.test_comms_order import leaves

INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")
CLEAR: Final = re.compile(r"^\+?[\d ()/]{5,}$|@")
HINDRANCES: Final = ("NOT_SEARCHABLE", "SHARED_PHONE_UNATTRIBUTED", "SHARED_PHONE_AMBIGUOUS")


def texts(document: Any) -> set[str]:
    """Every text in a document that is a value."""
    return {value for value in leaves(document) if isinstance(value, str)}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_instant_of_a_result_stands_in_some_input(seed: int) -> None:
    """Invariant I7."""
    told = tell(seed)
    given = {printed(milliseconds(text)) for text in texts(told.events) if INSTANT.fullmatch(text)}
    assert {text for text in texts(told.result) if INSTANT.fullmatch(text)} <= given


@pytest.mark.parametrize("seed", SEEDS)
def test_every_access_and_every_search_has_one_row_in_the_log_of_access(seed: int) -> None:
    """Invariant I22."""
    told = tell(seed)
    looks = {event["id"]: event for event in told.of("record_accessed", "register_searched")}
    rows = told.result["access_log"]
    assert rows.keys() == looks.keys()
    assert told.result["searches"].keys() == {event["id"] for event in told.of("register_searched")}
    for name, row in rows.items():
        assert row["action"] == ("ACCESS" if looks[name]["type"] == "record_accessed" else "SEARCH")


def criteria(row: Result) -> list[Event]:
    """By what the law wants a record to be found, each alone and all together."""
    ended_at = row["ended_at"] or row["started_at"]
    found = [
        {"during_from_at": row["started_at"], "during_until": printed(milliseconds(ended_at) + 1)},
        *({"employee": employee} for employee in row["employees"][:1]),
        *({"client": client} for client in row.get("clients", [])[:1]),
        *({side: row[side]} for side in ("from_number", "to_number") if row.get(side)),
    ]
    return [*found, {name: value for one in found for name, value in one.items()}]


def findable(told: Story) -> dict[str, Result]:
    """The recordings of a duty, not deleted, under REQUIRED segments that nothing hinders from being found."""
    result = told.result
    hindered = {row["object"] for row in result["breaches"] if row["code"] in HINDRANCES}
    optional = {row["communication"] for row in result["decisions"] if row["duty"] != "REQUIRED"}
    recordings = {event["record"] for event in told.of("recording_made")}
    return {
        name: row
        for name, row in result["register"].items()
        if name in recordings
        and result["retention"][name]["class"] == "DUTY"
        and row["communication"] not in hindered | optional
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_recording_of_a_duty_is_found_by_each_mandatory_criterion_and_by_all(seed: int) -> None:
    """Invariant I23."""
    told = tell(seed)
    moment = told.result["as_of_at"]
    wanted = [(name, one) for name, row in findable(told).items() for one in criteria(row)]
    grant = {
        "type": "access_role_granted",
        "id": "grant",
        "at": moment,
        "actor": "A_FINDER",
        "role": "COMPLIANCE",
    }
    searches = [
        {
            "type": "register_searched",
            "id": f"search-{number}",
            "at": moment,
            "actor": "A_FINDER",
            "purpose": "MONITORING",
            "searched_at": moment,
            **one,
        }
        for number, (_, one) in enumerate(wanted)
    ]
    last = {"type": "tick", "id": "one-more", "at": moment}
    more = [{**grant, "effective_at": "2000-01-01T00:00:00Z"}, *searches, last]
    result = folded(told.with_records([*told.records, *more]))
    for number, (name, query) in enumerate(wanted):
        answer = result["searches"][f"search-{number}"]
        assert name in answer["records"]
        assert answer == {"authorised": True, "records": scanned(result["register"], query)}


def scanned(register: Result, query: Event) -> list[str]:
    """The records of a register that answer a query, one looked at after the other."""
    return sorted(
        (
            name
            for name, row in register.items()
            if query.get("from_number") in (None, row.get("from_number"))
            and query.get("to_number") in (None, row.get("to_number"))
            and ("client" not in query or query["client"] in row.get("clients", []))
            and ("employee" not in query or query["employee"] in row["employees"])
            and ("during_until" not in query or is_before(row["started_at"], query["during_until"]))
            and (
                "during_from_at" not in query
                or row["ended_at"] is None
                or not is_before(row["ended_at"], query["during_from_at"])
            )
        ),
        key=lambda name: (milliseconds(register[name]["started_at"]), name),
    )


def is_before(one: str, other: str) -> bool:
    """Whether an instant is earlier than another."""
    return milliseconds(one) < milliseconds(other)


@pytest.mark.parametrize("seed", SOME)
def test_a_notice_in_the_language_of_the_client_given_earlier_never_adds_a_breach(seed: int) -> None:
    """Invariant I24."""
    told = tell(seed)
    languages: dict[str, set[str]] = {}
    for event in told.of("client_registered"):
        languages.setdefault(event["client"], set()).add(event["language"])

    def earlier(event: Event) -> Event:
        if event["type"] != "notice_given":
            return event
        is_understood = languages.get(event["client"], set()) <= {event["language"]}
        return {**event, "given_at": "2001-01-01T00:00:00Z"} if is_understood else event

    before, after = told.result, folded(told.changed(earlier))
    assert keys(after) <= keys(before)


def keys(result: Result) -> set[tuple[str, str, int | None]]:
    """The breaches ever seen."""
    return {(row["code"], row["object"], row.get("segment")) for row in result["breaches"]}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_event_has_an_effect_or_is_named_as_one_that_has_none(seed: int) -> None:
    """Invariant I25."""
    told = tell(seed)
    result = told.result
    aside = {row["event"] for row in result["set_aside"] if row["reason"] != "ID_CONFLICT"}
    views = {
        "recording_made": result["retention"],
        "message_stored": result["retention"],
        "minutes_filed": result["retention"],
        "access_requested": result["access_requests"],
        "record_deleted": result["deletion_receipts"],
        "record_accessed": result["access_log"],
        "register_searched": result["searches"],
    }
    names = {"access_requested": "request", **dict.fromkeys(list(views)[:3], "record")}
    for event in told.events:
        if event["id"] not in aside and event["type"] in views:
            assert event[names.get(event["type"], "id")] in views[event["type"]]
    moves = told.of("communication_changed", "communication_transferred")
    opened = [event for event in moves if event["id"] not in aside]
    numbers = [row["segment"] for row in result["decisions"]]
    assert len(opened) == len([number for number in numbers if number > 0])
    ended = {event["communication"] for event in told.of("communication_ended") if event["id"] not in aside}
    assert not ended & set(result["open_communications"])


@pytest.mark.parametrize("seed", SOME)
def test_every_record_of_the_log_is_accounted_for_once_in_each_partition_it_is_written_to(seed: int) -> None:
    """Invariant I25."""
    told = tell(seed)
    commits, _ = commits_of(told, partitions=1, batch=1)
    first = commits[0].stage
    books = [unit.books for stage, _, unit in commits if stage == first][-1]
    assert books.difference() == 0
    assert books.read == len(told.records)
    assert books.dead_lettered == len([one for one in told.records if dead_letter(one)])


@pytest.mark.parametrize("seed", SOME)
def test_no_number_or_address_in_clear_leaves_the_input(seed: int) -> None:
    """Invariant I26."""
    told = tell(seed)
    assert not [text for text in texts(told.events) | texts(told.result) if CLEAR.search(text)]
    for _, _, unit in commits_of(told)[0]:
        written = [value for _, value in (*unit.rows, *unit.views, *unit.outcomes) if value is not None]
        written += [
            value for one in unit.dead_letters for value in (one.record.value, one.detail.encode()) if value
        ]
        written += [forward.value for forward in unit.forwards]
        assert not [value for value in written if b"nordmann@" in value or b"+47 22" in value]
