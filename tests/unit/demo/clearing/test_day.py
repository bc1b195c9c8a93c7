"""Which events make up a business day, and does the clearing take them as meant?"""

from collections import Counter
from itertools import pairwise
from typing import Any

import orjson
import pytest

from schemas.reading import Unreadable
from streams.demo.clearing import circle, figures, mistakes
from streams.demo.clearing.day import LEAST_ENTRIES, Day
from streams.demo.clearing.items import ENTRIES_A_DAY, ITEM_CLASSES
from streams.demo.clearing.timetable import CYCLE, NEXT_CYCLE
from streams.registry import domain_named
from tests.unit.demo.clearing.small_day import ENTRIES, done

BUSINESS_TYPES = ("entry_submitted", "correction_submitted", "return_submitted")


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    """The events of a small day."""
    return [orjson.loads(line) for line in done().lines]


def test_the_same_size_and_seed_give_the_same_bytes() -> None:
    assert list(Day(ENTRIES, 7).until_the_seal()) == list(Day(ENTRIES, 7).until_the_seal())


def test_another_seed_gives_another_day() -> None:
    assert list(Day(ENTRIES, 7).until_the_seal()) != list(Day(ENTRIES, 8).until_the_seal())


def test_every_line_is_an_event_of_the_contract() -> None:
    read = domain_named("clearing").read

    assert [line for line in done().lines if isinstance(read(line), Unreadable)] == []


def test_a_day_that_cannot_hold_every_kind_of_event_is_refused() -> None:
    with pytest.raises(ValueError, match=f"at least {LEAST_ENTRIES} entries, not 999"):
        Day(LEAST_ENTRIES - 1)


def test_facts_stand_in_order_of_their_stamps(events: list[dict[str, Any]]) -> None:
    stamps = [event["at"] for event in events if event["type"] not in BUSINESS_TYPES]

    assert all(one <= next_ for one, next_ in pairwise(stamps))


def test_a_fact_stands_before_every_business_event_with_its_stamp_or_a_later_one(
    events: list[dict[str, Any]],
) -> None:
    latest = ""
    for event in events:
        if event["type"] in BUSINESS_TYPES:
            latest = max(latest, event["at"])
        elif event["type"] != "tick":
            assert event["at"] > latest


def test_exactly_the_promised_number_of_entries_is_taken() -> None:
    assert figures.cycle(done().views)["accepted_entry_count"] == ENTRIES


def test_all_participants_enter(events: list[dict[str, Any]]) -> None:
    makers = {event["made_by"] for event in events if event["type"] == "entry_submitted"}

    assert len(circle.DIRECT_CLEARERS) == 12
    assert set(circle.PARTICIPANTS) - makers == set()


def test_everybody_who_is_represented_pays_or_is_paid() -> None:
    positions = done().views.rows_of("represented_positions_cents")
    represented = {f"{CYCLE}/{clearer}/{one}" for clearer, ones in circle.REPRESENTED.items() for one in ones}

    assert represented - set(positions) == set()


def test_corrections_returns_and_repeats_come_as_often_as_they_should(events: list[dict[str, Any]]) -> None:
    entries = 20_000
    counts = Counter(
        (event["type"], event["id"].partition("-")[0])
        for event in map(orjson.loads, Day(entries).until_the_seal())
    )

    assert counts["correction_submitted", "correction"] / entries == pytest.approx(0.03, rel=0.15)
    assert counts["return_submitted", "return"] / entries == pytest.approx(0.02, rel=0.15)
    assert (counts["entry_submitted", "entry"] - entries) / entries == pytest.approx(0.005, rel=0.3)


def test_some_corrections_come_before_their_entry() -> None:
    entered: set[str] = set()
    early = 0
    for event in map(orjson.loads, Day(20_000).until_the_seal()):
        if event["type"] == "entry_submitted":
            entered.add(event["id"])
        early += event["type"] == "correction_submitted" and event["ref"] not in entered

    assert early > 50


def test_late_entries_count_for_the_next_cycle() -> None:
    cycles = done().views.rows_of("cycles")

    assert cycles[NEXT_CYCLE]["state"] == "OPEN"
    assert cycles[NEXT_CYCLE]["accepted_entry_count"] >= 40


def test_each_mistake_is_refused_for_its_reason() -> None:
    meant = {
        *(mistake.reason for mistake in mistakes.DURING_THE_DAY),
        mistakes.SUSPENDED.reason,
        mistakes.AFTER_THE_DAY.reason,
        "LATE_CORRECTION",
        "UNKNOWN_REFERENCE",
        "DEFAULTER_PROHIBITED",
    }
    by_accident = {"EXCEEDS_ORIGINAL", "NOT_ENTRY_OWNER"}
    refused = {verdict.get("reason") for verdict in done().views.rows_of("verdicts").values()} - {None}

    assert meant - refused == set()
    assert refused - meant - by_accident == set()


def test_nothing_is_held_for_ever_and_nothing_contradicts_the_books() -> None:
    verdicts = done().views.rows_of("verdicts")

    assert [event for event, verdict in verdicts.items() if verdict["verdict"] == "HELD"] == []
    assert done().views.rows_of("anomalies") == {}


def test_volumes_are_those_of_the_published_statistics() -> None:
    streams = Counter[str]()
    for kind in ITEM_CLASSES:
        streams[kind.name.partition("_")[0]] += kind.items_a_year

    assert sum(kind.entries_permille for kind in ITEM_CLASSES) == 1_000
    assert streams == {
        "PAPER": 313_000,
        "AFT": 1_084_000 + 1_238_000,
        "ABM": 123_000,
        "POS": 6_560_000,
        "EDI": 5_000,
        "ELECTRONIC": 514_000,
    }
    value_cents = sum(kind.items_a_year * 1_000 * kind.mean_item_cents for kind in ITEM_CLASSES)
    assert value_cents / 250 == pytest.approx(3.73e12, rel=0.01)


def test_the_items_of_a_day_are_as_many_as_its_part_of_a_national_day() -> None:
    entries = 10_000
    day_cycle = figures.cycle(done(entries).views)

    part = day_cycle["accepted_item_count"] / (39_300_000 * entries / ENTRIES_A_DAY)
    assert part == pytest.approx(1, rel=0.15)
