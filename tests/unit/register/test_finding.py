"""Does a search in the database find what a look at every row finds? (I23 of the contract)"""

import json
from collections.abc import Iterator
from random import Random

import msgspec
import pytest

from schemas.comms import AccessRoleGranted, RegisterSearched
from schemas.instants import instant_text, instant_us
from streams.domains.comms.rules.register import RegisterRow, answers
from streams.kernel.record import LogRecord
from streams.register.database import Database
from streams.register.feeding import Feed, Reading
from streams.register.finding import found
from tests.registers import Registers

BEGIN_US = instant_us("2024-05-27T08:00:00Z")
MINUTE_US = 60_000_000
FIRMS = ("FIRM_1", "FIRM_2", "FIRM_3")
PEOPLE = ("ANN", "BOB", "EVE")
NUMBERS = ("N1", "N2", "ANONYMOUS", None)
LENGTHS_US = (0, 1, MINUTE_US, 7 * MINUTE_US, 64 * MINUTE_US, 3_000 * MINUTE_US)


def some(random: Random, number: int) -> RegisterRow:
    """The criteria of a record."""
    started_us = BEGIN_US + random.randrange(500) * MINUTE_US
    is_call = random.random() < 0.5
    return RegisterRow(
        f"C{number}",
        random.choice(FIRMS),
        "TELEPHONE" if is_call else "CHAT",
        started_us,
        None if random.random() < 0.1 else started_us + random.choice(LENGTHS_US),
        sorted(random.sample(PEOPLE, random.randrange(3))),
        (random.choice(NUMBERS), random.choice(NUMBERS)) if is_call else None,
        None if is_call else sorted(random.sample(("X", "Y", "Z"), random.randrange(3))) or ["INTERNAL"],
        random.random() < 0.2,
    )


def asked(random: Random) -> RegisterSearched:
    """A search by some of the criteria."""
    moment = instant_text(BEGIN_US + random.randrange(600) * MINUTE_US)
    later = instant_text(BEGIN_US + random.randrange(600) * MINUTE_US)
    criteria: dict[str, object] = {
        "from_number": random.choice(NUMBERS[:3]),
        "to_number": random.choice(NUMBERS[:3]),
        "client": random.choice(("X", "INTERNAL")),
        "employee": random.choice(PEOPLE),
        "during_from_at": moment,
        "during_until": later,
    }
    chosen = random.sample(sorted(criteria), random.choice((1, 1, 2, 3)))
    firm = {"firm": random.choice(FIRMS)} if random.random() < 0.3 else {}
    event = {"type": "register_searched", "id": "q", "at": moment, "actor": "ANN", "purpose": "MONITORING"}
    return msgspec.convert(
        {**event, "searched_at": moment, **firm, **{name: criteria[name] for name in chosen}},
        RegisterSearched,
    )


def granted(random: Random) -> list[AccessRoleGranted]:
    """Some grants."""
    event = {"type": "access_role_granted", "id": "g", "at": "2020-01-01T00:00:00Z", "actor": "ANN"}
    event["effective_at"] = event["at"]
    return [
        msgspec.convert(
            {
                **event,
                "role": random.choice(("COMPLIANCE", "LEGAL", "AUDIT", "MANAGER")),
                **({} if random.random() < 0.3 else {"firm": random.choice(FIRMS)}),
            },
            AccessRoleGranted,
        )
        for _ in range(random.choice((0, 1, 1, 2, 3)))
    ]


ROWS = {f"R{number}": some(Random(number), number) for number in range(300)}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, registers: Registers) -> Iterator[Database]:
    with registers.at(tmp_path_factory.mktemp("finding")) as opened:
        feed = Feed(opened, 1)
        values: list[tuple[str, object]] = [("reached/firms-0", 1)]
        for record, row in ROWS.items():
            values.append((f"register/{record}", row.shown()))
            values.append((f"retention/{record}", {"restricted": row.is_restricted}))
        records = [
            LogRecord(offset, key.encode(), json.dumps(value).encode(), 0, [("mark", b"1")])
            for offset, (key, value) in enumerate(values)
        ]
        feed.arrive({0: Reading(records, len(records))}, feed.positions())
        assert feed.settle(1)
        yield opened


def test_every_search_finds_what_a_look_at_every_row_finds(database: Database) -> None:
    found_count = 0
    with database.reading() as connection:
        for seed in range(400):
            random = Random(seed)
            search, grants = asked(random), granted(random)
            expected = sorted(
                (row.started_us, record) for record, row in ROWS.items() if answers(row, search, grants)
            )
            assert list(found(connection, search, grants)) == [record for _, record in expected], search
            found_count += len(expected)
    assert found_count > 1_000
