"""Does the clearing house wait until every partition has handed on its figures? (section 3.3 of the contract)"""

import json
from collections.abc import Mapping, Sequence

import msgspec

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.domain import CLEARING_HOUSE
from streams.domains.clearing.law import LAW
from streams.domains.clearing.stages.handover import FactRead, MarkReached
from streams.kernel.folding import Partition
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from tests.unit.clearing.events import EVENING, TUESDAY, event, member, sealed
from tests.unit.clearing.situations import TWO_CLEARERS

SEAL = sealed(id="seal")
OF_A = {"bilateral/2003-11-04/A/B": [100, 0, 1, 0, 0]}
NO_CELLS: Mapping[str, Sequence[int]] = {}
OF_B = {"bilateral/2003-11-04/B/A": [0, 0, 0, 30, 1]}


class House:
    """The clearing house, for two partitions of entries."""

    def __init__(self) -> None:
        self._partition = Partition("clearing", CLEARING_HOUSE, 0, 2, LAW)
        self.rows: dict[bytes, bytes] = {}
        self.views: dict[str, object] = {}

    def reads(self, *handovers: FactRead | MarkReached) -> CommitUnit:
        start = self._partition.next_offset
        self._partition.process(
            LogRecord(start + place, b"", msgspec.json.encode(one)) for place, one in enumerate(handovers)
        )
        unit = self._partition.commit_unit()
        for key, value in unit.rows:
            if value is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = value
        for key, value in unit.views:
            self.views[key.decode()] = None if value is None else json.loads(value)
        return unit

    def restarts(self) -> None:
        self._partition = Partition("clearing", CLEARING_HOUSE, 0, 2, LAW)
        for key, value in self.rows.items():
            self._partition.load(key, value)
        self._partition.resume()

    def state(self) -> object:
        row = self.views.get(f"cycles/{TUESDAY}")
        return row["state"] if isinstance(row, dict) else None


def facts(*read: Event) -> list[FactRead]:
    return [FactRead(0, msgspec.Raw(msgspec.json.encode(one))) for one in read]


def mark(partition: int, identifier: str, cells: Mapping[str, Sequence[int]] = NO_CELLS) -> MarkReached:
    return MarkReached(partition, 0, identifier, {key: list(figures) for key, figures in cells.items()})


def a_house() -> House:
    house = House()
    house.reads(*facts(*TWO_CLEARERS))
    return house


def test_a_cycle_stays_open_while_a_mark_is_missing() -> None:
    """Trap 14: closing waits for every partition, never for a timer."""
    house = a_house()
    waiting = house.reads(*facts(SEAL), mark(0, "seal", OF_A))
    assert "verdicts/seal" not in house.views
    assert house.state() == "OPEN"
    assert waiting.gauges["marks_missing", ""] == 1


def test_it_closes_with_the_figures_of_all_partitions() -> None:
    house = a_house()
    done = house.reads(*facts(SEAL), mark(0, "seal", OF_A), mark(1, "seal", OF_B))
    assert house.views["verdicts/seal"] == {"verdict": "ACCEPTED", "cites": ["BL3/48"]}
    row = house.views[f"cycles/{TUESDAY}"]
    assert isinstance(row, dict)
    assert row["established_balances_cents"] == {"A": 130, "B": -130}
    assert done.gauges["marks_missing", ""] == 0


def test_marks_may_come_before_the_fact() -> None:
    house = a_house()
    house.reads(mark(1, "seal", OF_B), mark(0, "seal", OF_A), *facts(SEAL))
    assert house.state() == "ESTABLISHED"


def test_facts_behind_one_that_waits_wait_too() -> None:
    house = a_house()
    behind = member("C", "2003-11-04T17:00:00Z", id="behind")
    house.reads(*facts(SEAL, behind), mark(0, "seal"))
    assert "verdicts/behind" not in house.views
    house.reads(mark(1, "seal"))
    assert "verdicts/behind" in house.views


def test_a_mark_of_another_fact_does_not_count() -> None:
    house = a_house()
    house.reads(*facts(SEAL), mark(0, "seal"), mark(1, "another"))
    assert house.state() == "OPEN"


def test_what_waits_is_remembered_over_a_restart() -> None:
    house = a_house()
    house.reads(*facts(SEAL), mark(0, "seal", OF_A))
    house.restarts()
    house.reads(mark(1, "seal", OF_B))
    assert house.state() == "ESTABLISHED"


def test_a_tick_waits_for_its_marks_and_shows_the_running_figures() -> None:
    house = a_house()
    tick = events.Tick(id="tick", at=EVENING)
    house.reads(*facts(tick), mark(0, "tick", OF_A))
    assert "bilateral_totals/2003-11-04/A/B" not in house.views
    house.reads(mark(1, "tick"))
    assert "bilateral_totals/2003-11-04/A/B" in house.views
    row = house.views[f"cycles/{TUESDAY}"]
    assert isinstance(row, dict)
    assert row["clearing_balances_cents"] == {"A": 100, "B": -100}


def test_figures_that_came_with_a_refused_fact_are_shown_whatever_comes_next() -> None:
    """They come with its marks and never again: a restart before the next fact must not lose them."""
    house = a_house()
    too_early = event(events.SettlementRequested, EVENING, id="early", cycle=TUESDAY)
    house.reads(*facts(too_early), mark(0, "early", OF_A), mark(1, "early"))
    house.restarts()
    house.reads(*facts(events.Tick(id="tick", at=EVENING)), mark(0, "tick"), mark(1, "tick"))
    row = house.views[f"cycles/{TUESDAY}"]
    assert isinstance(row, dict)
    assert row["clearing_balances_cents"] == {"A": 100, "B": -100}


def test_ticks_and_refused_facts_are_no_obstacle_to_a_restart() -> None:
    house = a_house()
    tick, refused = events.Tick(id="tick", at=EVENING), member("A", EVENING, id="again")
    house.reads(*facts(tick, refused), mark(0, "tick"), mark(1, "tick"))
    house.restarts()
    again = house.reads(*facts(tick, refused), *facts(SEAL), mark(0, "seal", OF_A), mark(1, "seal"))
    assert [json.loads(value)["type"] for _, value in again.outcomes[:2]] == ["identifier_repeated"] * 2
    assert house.state() == "ESTABLISHED"


def test_balances_add_up_to_zero_at_every_mark() -> None:
    house = a_house()
    unit = house.reads(*facts(SEAL), mark(0, "seal", OF_A), mark(1, "seal", OF_B))
    assert unit.gauges["conservation_error_cents", ""] == 0
