"""What is a compliance office told of what is overdue, of a month and of a record?"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from schemas.comms import RegisterSearched
from streams.desks.comms.coverage import Captured, Gaps, coverage
from streams.desks.comms.overdue import overdue
from streams.desks.comms.record import Look, known_of
from streams.desks.comms.searching import answer, narrowed
from streams.kernel.errors import UserError
from streams.register.database import Database
from tests.registers import Registers
from tests.unit.comms.events import CHANNEL, FIRM, about, at, call, deleted, ended, message, recording, tick
from tests.unit.register.fed import feed, lines_of, write

GRANT = {
    "type": "access_role_granted",
    "id": "g1",
    "at": at("09:00:00"),
    "actor": "ANN",
    "role": "AUDIT",
    "effective_at": at("09:00:00"),
}
LOG = [
    *FIRM,
    CHANNEL,
    GRANT,
    # An order that was taped, and a client who asks for the tape.
    call(),
    ended(),
    recording(),
    about("access_requested", "a1", request="ASK", requester="CLIENT", requested_at=at("11:00:00")),
    # An order that nobody taped.
    call("C2"),
    ended("C2"),
    # A talk about nothing in particular, taped without ground.
    call("C3", services=[]),
    ended("C3"),
    recording("R3", "C3"),
    # The same, and the legal department wants it kept.
    call("C4", services=[]),
    ended("C4"),
    recording("R4", "C4"),
    {
        "type": "hold_placed",
        "id": "h",
        "at": at("11:00:00"),
        "hold": "H",
        "placed_at": at("11:00:00"),
        "record": "R4",
    },
    # A message with an order, stored.
    message(),
    about("message_stored", "s1", "M", communication="M1", created_at=at("10:00:01")),
    # A tape that was deleted.
    call("C5"),
    ended("C5"),
    recording("R5", "C5"),
    deleted("d5", "R5", communication="C5"),
    tick("t1", at("09:00:00", "2024-05-29")),
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, registers: Registers) -> Iterator[Database]:
    directory = tmp_path_factory.mktemp("desk")
    write(directory / "day.ledger", lines_of(LOG))
    with registers.at(directory) as opened:
        feed(opened, directory / "day.ledger")
        yield opened


def searched(**criteria: str) -> RegisterSearched:
    return RegisterSearched(
        id="q",
        at=at("12:00:00"),
        actor="ANN",
        purpose="MONITORING",
        searched_at=at("12:00:00"),
        **criteria,
    )


def look(actor: str = "ANN") -> Look:
    return Look("look", actor, "MONITORING", at("12:00:00"))


def test_what_is_to_be_done_comes_in_order_of_its_days_and_each_thing_once(database: Database) -> None:
    told = overdue(database)
    assert [(item.due_on, item.is_overdue, item.kind, item.code, item.object) for item in told.items] == [
        ("2024-05-29", True, "breach", "NOT_RECORDED", "C2"),
        ("2024-05-29", True, "breach", "EARLY_DELETION", "R5"),
        ("2024-05-29", True, "breach", "SURPLUS_RECORDING", "R3"),
        ("2024-05-29", True, "breach", "SURPLUS_RECORDING", "R4"),
        ("2024-06-26", False, "deletion", None, "R3"),
        ("2024-06-27", False, "request", None, "ASK"),
    ]
    assert told.items[0].what == "Nothing was taped."


def test_only_what_is_near_is_told_when_asked_so(database: Database) -> None:
    assert {item.due_on for item in overdue(database, ahead_days=7).items} == {"2024-05-29"}


def test_an_overdue_deletion_and_an_overdue_request_are_told_once_with_their_breach(
    tmp_path: Path, registers: Registers
) -> None:
    write(tmp_path / "late.ledger", lines_of([*LOG, tick("t2", at("09:00:00", "2024-07-29"))]))
    with registers.at(tmp_path) as late:
        feed(late, tmp_path / "late.ledger")
        told = [item for item in overdue(late).items if item.object in ("R3", "ASK")]
    assert [(item.kind, item.code, item.severity, item.due_on) for item in told] == [
        ("breach", "SURPLUS_RECORDING", "FINDING", "2024-05-29"),
        ("deletion", "SURPLUS_OVERDUE", "RECOMMENDATION", "2024-06-26"),
        ("request", "ACCESS_OVERDUE", "LAW", "2024-06-27"),
    ]
    assert all(item.is_overdue for item in told)


def test_a_month_shows_what_was_captured_and_whose_gaps_are_open(database: Database) -> None:
    told = coverage(database, "2024-05")
    assert told.captured == [Captured("FIRM", "REQUIRED", 4, 3)]
    assert told.gaps == [Gaps("BROKER", {"NOT_RECORDED": 1}, 0)]


def test_another_month_and_another_firm_show_nothing(database: Database) -> None:
    for told in (coverage(database, "2024-06"), coverage(database, "2024-05", "ANOTHER")):
        assert (told.captured, told.gaps) == ([], [])


def test_an_answer_can_be_narrowed_to_media_and_to_orders(database: Database) -> None:
    with_all = answer(database, [searched(employee="BROKER")])
    assert with_all.records == ["M", "R1", "R3"]
    assert narrowed(database, with_all, ["EMAIL"], orders_alone=False).records == ["M"]
    assert narrowed(database, with_all, [], orders_alone=True).records == ["M", "R1"]


def test_a_look_at_a_record_is_logged_as_a_search_for_it_and_tells_all_about_it(database: Database) -> None:
    logged: list[RegisterSearched] = []
    known = known_of(database, "R1", look(), logged.extend)
    assert known.authorised
    assert [(one.id, one.firm, one.employee, one.during_from_at) for one in logged] == [
        ("look", "FIRM", "BROKER", at("10:00:00"))
    ]
    assert known.retention is not None and known.retention["class"] == "DUTY"
    assert [one["reason"] for one in known.decisions] == ["SVC1_ORDER_RECEPTION"]
    assert list(known.requests) == ["ASK"]


def test_a_restricted_record_is_shown_to_no_auditor_and_the_look_is_logged(database: Database) -> None:
    logged: list[RegisterSearched] = []
    known = known_of(database, "R4", look(), logged.extend)
    assert (known.authorised, known.register, len(logged)) == (False, None, 1)


def test_a_deleted_record_is_shown_with_its_receipt_to_whoever_has_a_grant(database: Database) -> None:
    known = known_of(database, "R5", look(), _never)
    assert (known.authorised, known.register, list(known.receipts)) == (True, None, ["d5"])
    assert [one["code"] for one in known.breaches] == ["EARLY_DELETION"]
    assert not known_of(database, "R5", look("NOBODY"), _never).authorised


def test_an_unknown_record_is_told(database: Database) -> None:
    with pytest.raises(UserError, match="no record GHOST"):
        known_of(database, "GHOST", look(), _never)


def _never(searches: Sequence[RegisterSearched]) -> None:
    raise AssertionError("nothing is to be logged")
