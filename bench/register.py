"""How long does the register of comms take to answer, and does that grow with what it holds?

    .venv/bin/python bench/register.py --records 100000 1000000

Rows of views are made and written by the feed, as rows of the topic would be, with a tick after every 100,000 records:
of each record its criteria, of every tenth also its keeping, and the decision and attribution of its communication.
Then each kind of question is asked again and again, about other numbers, people and times. Two thirds are calls.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Final

import msgspec

from schemas.comms import RegisterSearched
from schemas.instants import instant_text, instant_us
from streams.desks.comms.coverage import coverage
from streams.desks.comms.overdue import overdue
from streams.desks.comms.searching import Answer, answer, narrowed
from streams.kernel.record import LogRecord
from streams.register.database import Database
from streams.register.feeding import Feed, Position, Reading

PARTITIONS: Final = 8
EMPLOYEES: Final = 4_000
NUMBERS: Final = 50_000
CLIENTS: Final = 30_000
BATCH: Final = 10_000
LOT: Final = 100_000
REPEATS: Final = 40
BEGIN_US: Final = instant_us("2024-05-01T06:00:00Z")
SPAN_US: Final = 30 * 86_400_000_000
ACTOR: Final = "EMP_COMPLIANCE"
SEED: Final = 7


class Writer:
    """Writes records in order of time through the feed, a tick at the end of each lot."""

    def __init__(self, database: Database, total: int) -> None:
        self._feed = Feed(database, PARTITIONS)
        self._random = Random(SEED)
        self._total = total
        self._known: dict[int, Position] = self._feed.positions()
        self._offsets = dict.fromkeys(range(PARTITIONS), 0)
        self._written = 0
        self._mark = 0

    def write_up_to(self, count: int) -> None:
        """Write records until there are so many."""
        while self._written < count:
            self._write_lot(min(count, self._written + LOT))

    def _write_lot(self, count: int) -> None:
        """Write records and a tick."""
        self._mark += 1
        while self._written < count:
            rows: dict[int, list[LogRecord]] = {number: [] for number in range(PARTITIONS)}
            for _ in range(min(BATCH, count - self._written)):
                self._put(rows, self._written)
                self._written += 1
            self._arrive(rows)
        rows = {number: [] for number in range(PARTITIONS)}
        grant = {"type": "access_role_granted", "id": "g", "at": "2020-01-01T00:00:00Z", "actor": ACTOR}
        grant |= {"role": "COMPLIANCE", "effective_at": "2020-01-01T00:00:00Z"}
        self._row(rows, "grants/g", grant)
        self._row(rows, "as_of_at", instant_text(BEGIN_US + SPAN_US))
        for number in range(PARTITIONS):
            self._row(rows, f"reached/firms-{number}", self._mark)
        self._arrive(rows)
        if not self._feed.settle(self._feed.common_mark()):
            raise RuntimeError("the tick is not complete")

    def _put(self, rows: dict[int, list[LogRecord]], number: int) -> None:
        random = self._random
        communication, record = f"C{number}", f"R{number}"
        started_us = BEGIN_US + number * SPAN_US // self._total
        is_call = number % 3 != 0
        length_us = random.randrange(5, 3_600) * 1_000_000 if is_call else 0
        employees = [f"EMP_{random.randrange(EMPLOYEES)}"]
        register: dict[str, object] = {
            "communication": communication,
            "firm": f"FIRM_{number % 2}",
            "medium": "TELEPHONE" if is_call else "EMAIL",
            "started_at": instant_text(started_us),
            "ended_at": instant_text(started_us + length_us),
            "employees": employees,
        }
        if is_call:
            register["from_number"] = f"NUM_{random.randrange(NUMBERS)}"
            register["to_number"] = f"NUM_{random.randrange(NUMBERS)}"
        else:
            register["clients"] = [f"CLIENT_{random.randrange(CLIENTS)}"]
        self._row(rows, f"register/{record}", register)
        if number % 10:
            return
        kept = {"class": "DUTY", "created_on": "2024-05-01", "retain_through": "2029-05-01", "on_hold": False}
        kept |= {"holds": [], "orders": [], "restricted": number % 1_000 == 0, "communication": communication}
        self._row(rows, f"retention/{record}", kept)
        decision = {
            "communication": communication,
            "segment": 0,
            "firm": register["firm"],
            "duty": "REQUIRED",
        }
        decision |= {"form": "AUDIO", "reason": "SVC1_ORDER_RECEPTION", "cites": ["VPFF11/4.1"]}
        decision |= {"rule_version": "2022-03-02", "rule_version_assumed": False}
        self._row(rows, f"decisions/{communication}/0", decision)
        self._row(rows, f"attributions/{communication}/0", {"basis": "EXPLICIT", "employees": employees})
        if number % 200 == 0:
            breach = {"code": "NOT_RECORDED", "object": communication, "segment": 0, "severity": "LAW"}
            breach |= {"status": "OPEN", "opened_at": instant_text(started_us), "cites": ["VPFF11/3"]}
            self._row(rows, f"breaches/NOT_RECORDED/{communication}/0", breach)

    def _row(self, rows: dict[int, list[LogRecord]], key: str, value: object) -> None:
        partition = len(key) * 31 % PARTITIONS
        offset = self._offsets[partition]
        self._offsets[partition] += 1
        headers = [("mark", str(self._mark).encode())]
        rows[partition].append(LogRecord(offset, key.encode(), json.dumps(value).encode(), 0, headers))

    def _arrive(self, rows: Mapping[int, list[LogRecord]]) -> None:
        read = {number: Reading(one, self._offsets[number]) for number, one in rows.items() if one}
        self._known = self._feed.arrive(read, self._known)


def questions(random: Random) -> Iterator[tuple[str, Callable[[], dict[str, object]]]]:
    """Each kind of question, asked about somebody else every time."""

    def moment(minutes: int = 0) -> str:
        return instant_text(BEGIN_US + picked[0] + minutes * 60_000_000)

    picked = [0]

    def during(minutes: int) -> dict[str, object]:
        picked[0] = random.randrange(SPAN_US)
        return {"during_from_at": moment(), "during_until": moment(minutes)}

    yield "from number", lambda: {"from_number": f"NUM_{random.randrange(NUMBERS)}"}
    yield "to number", lambda: {"to_number": f"NUM_{random.randrange(NUMBERS)}"}
    yield "client", lambda: {"client": f"CLIENT_{random.randrange(CLIENTS)}"}
    yield "employee", lambda: {"employee": f"EMP_{random.randrange(EMPLOYEES)}"}
    yield "employee, one day", lambda: {"employee": f"EMP_{random.randrange(EMPLOYEES)}", **during(1_440)}
    yield "time, five minutes", lambda: during(5)
    yield "time, five minutes, firm", lambda: {"firm": "FIRM_1", **during(5)}
    yield (
        "all together",
        lambda: {
            "from_number": f"NUM_{random.randrange(NUMBERS)}",
            "employee": f"EMP_{random.randrange(EMPLOYEES)}",
            "firm": "FIRM_1",
            **during(1_440),
        },
    )


def asked(database: Database, criteria: dict[str, object]) -> Answer:
    """An answer as the desk gives it, but for the writing to the log."""
    event = {"type": "register_searched", "id": "q", "at": "2024-06-01T00:00:00Z", "actor": ACTOR}
    event |= {"purpose": "MONITORING", "searched_at": "2024-06-01T00:00:00Z", **criteria}
    return answer(database, [msgspec.convert(event, RegisterSearched)])


def measured(work: Callable[[], int], repeats: int) -> tuple[float, float, float]:
    """Median and slowest in milliseconds, and how many rows came on average."""
    times, rows = [], []
    for _ in range(repeats):
        begin = time.perf_counter()
        rows.append(work())
        times.append((time.perf_counter() - begin) * 1_000)
    return statistics.median(times), max(times), statistics.mean(rows)


def main() -> None:
    """Write records, then ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--register", help="a URL; a file that is thrown away by default")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "register.sqlite"
        with Database.open(chosen.register or f"sqlite:///{file}") as database:
            writer = Writer(database, max(chosen.records))
            before, spent = 0, 0.0
            for count in sorted(chosen.records):
                begin = time.perf_counter()
                writer.write_up_to(count)
                spent = time.perf_counter() - begin
                size = f", {file.stat().st_size / count:,.0f} bytes each" if not chosen.register else ""
                print(f"\n{count:,} records: {(count - before) / spent:,.0f} a second written{size}")
                before = count
                ask_all(database)


def ask_all(database: Database) -> None:
    """Ask every kind of question, and print how long the answers took."""
    random = Random(SEED)
    print(f"{'question':<28}{'median ms':>10}{'slowest ms':>12}{'records found':>15}")
    for name, criteria in questions(random):
        show(name, measured(lambda criteria=criteria: len(asked(database, criteria()).records), REPEATS))
    employee = f"EMP_{random.randrange(EMPLOYEES)}"

    def orders() -> int:
        found = asked(database, {"employee": employee})
        return len(narrowed(database, found, ["EMAIL"], orders_alone=True).records)

    show("employee, e-mail, orders", measured(orders, REPEATS))
    show("overdue", measured(lambda: len(overdue(database).items), 3))
    show("coverage of a month", measured(lambda: len(coverage(database, "2024-05").gaps), 3))


def show(name: str, figures: tuple[float, float, float]) -> None:
    """Print a row."""
    median, slowest, rows = figures
    print(f"{name:<28}{median:>10.1f}{slowest:>12.1f}{rows:>15,.0f}")


if __name__ == "__main__":
    main()
