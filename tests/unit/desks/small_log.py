"""A log of a few swaps, recorded in a ledger, of which a desk asks something."""

from collections.abc import Iterable
from pathlib import Path

import orjson

from streams.desks.swaps.answer import Answer, answer
from streams.desks.swaps.known import Known, known
from streams.desks.swaps.position import Position, position
from streams.desks.swaps.totals import Totals
from streams.domains.swaps.domain import SWAPS
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter

NAMES = TopicNames("swaps")
BILLION_CENTS = 100_000_000_000
PARTITIONS = 2

Event = dict[str, object]


def person(entity: str, home: str = "US", **fields: object) -> Event:
    """A fact about a person, known from the beginning."""
    places = {"organized_in": home, "principal_place_of_business": home, "home_jurisdiction": home}
    fields = {"entity": entity, "kind": "LEGAL_PERSON", **places, **fields}
    return {"type": "entity_recorded", "id": f"person-{entity}", "at": "2022-01-01T00:00:00Z", **fields}


def controlled(entity: str, by: str) -> Event:
    """A fact about who controls somebody."""
    fields = {"entity": entity, "controllers": [by]}
    return {"type": "control_recorded", "id": f"control-{entity}", "at": "2022-01-01T00:00:00Z", **fields}


def registered(entity: str, since: str, at: str) -> Event:
    """A fact about a registration."""
    fields = {"entity": entity, "category": "SWAP_DEALER", "status": "REGISTERED", "valid_from": since}
    return {"type": "registration_recorded", "id": f"registered-{entity}", "at": at, **fields}


def traded(swap: str, on: str, cents: int, dealer: str = "BANK") -> Event:
    """A swap in which one party deals."""
    return {
        "type": "swap_traded",
        "id": f"traded-{swap}",
        "at": f"{on}T12:00:00Z",
        "swap": swap,
        "traded_on": on,
        "product": "INTEREST_RATE_SWAP",
        "notionals": [{"currency": "USD", "notional_cents": cents}],
        "parties": [{"entity": dealer, "dealing": True}, {"entity": "FUND", "dealing": False}],
    }


def closed(day: str, number: int = 1) -> Event:
    """The close of a day on its evening."""
    return {"type": "day_closed", "id": f"close-{day}-{number}", "at": f"{day}T20:00:00Z", "day_on": day}


CIRCLE = [
    person("TOP"),
    person("BANK"),
    person("TRUST"),
    person("FUND"),
    controlled("BANK", "TOP"),
    controlled("TRUST", "TOP"),
]


def record(path: Path, events: Iterable[Event]) -> Path:
    """Decide a log in a ledger."""
    with LedgerWriter.begin_or_open(path, lambda: 0) as ledger:
        running = LedgerRun(ledger, SWAPS, SWAPS.law, partitions=PARTITIONS)
        running.take([Source.memory("log", [orjson.dumps(one) for one in events])], IntakeReport())
    return path


def asked(path: Path, on: str | None = None, known_on: str | None = None) -> tuple[Known, Answer, Position]:
    """What a ledger answers."""
    with LedgerReader.open(path) as ledger:
        what = known(ledger, NAMES, known_on)
        found = answer(ledger, NAMES, what, str(on or what.last_day))
    return what, found, position(found, Totals(found, what.facts), what.at)
