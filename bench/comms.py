"""How many times real time is the design load of comms, and does a tick cost what changed or what is there?

    .venv/bin/python bench/comms.py --minutes 30

One process folds all four stages in memory, without a broker: 4,000 recorded people, 60 calls and 500 messages each a
day (section 19 of the contract), at the average of the day, with a tick each minute. What is shown is the time of the
processor, so that other work on the machine does not count.
"""

import argparse
import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from passing_log import PassingRun

from streams.domains.comms.domain import COMMS

Event = dict[str, Any]

PEOPLE = 4_000
CALLS_A_DAY = 60 * PEOPLE
MESSAGES_A_DAY = 500 * PEOPLE
EVENTS_A_DAY = 4 * CALLS_A_DAY + 2 * MESSAGES_A_DAY
MINUTES_A_DAY = 24 * 60
CLIENTS = 20_000
BEGIN = datetime(2024, 5, 27, 6)
BEFORE = {"at": "2020-01-01T00:00:00Z", "effective_at": "2020-01-01T00:00:00Z"}


def stamp(minute: float) -> str:
    """An instant so many minutes after the day began."""
    return (BEGIN + timedelta(seconds=int(minute * 60))).isoformat() + "Z"


def facts() -> Iterator[Event]:
    """The firm, its people, their telephones and its clients."""
    yield {"type": "firm_registered", "id": "firm", "firm": "F", "status": "NORWEGIAN_FIRM", **BEFORE}
    yield {"type": "policy_adopted", "id": "policy", "firm": "F", "version": "1", **BEFORE}
    channel = {"type": "channel_registered", "id": "channel", "firm": "F", "channel": "EMAIL"}
    yield {**channel, "approved": True, "captured": True, **BEFORE}
    for n in range(PEOPLE):
        who = {"type": "employee_registered", "id": f"e{n}", "employee": f"EMP_{n}", "firm": "F"}
        yield {**who, "function": "BROKER", **BEFORE}
        desk = {"type": "telephone_registered", "id": f"t{n}", "telephone": f"TEL_{n}", "kind": "DESK"}
        yield {**desk, "owner": "FIRM", "shared": False, "connected_to_recorder": True, **BEFORE}
        yield {
            "type": "telephone_assigned",
            "id": f"a{n}",
            "telephone": f"TEL_{n}",
            "employee": f"EMP_{n}",
            **BEFORE,
        }
    for n in range(CLIENTS):
        client = {"type": "client_registered", "id": f"c{n}", "client": f"CLIENT_{n}", "language": "nb"}
        yield {**client, "category": "PROFESSIONAL", **BEFORE}
        for kind in ("RECORDING", "SEARCH_CRITERIA"):
            given = {"type": "notice_given", "id": f"n{n}{kind}", "client": f"CLIENT_{n}", "kind": kind}
            yield {**given, "at": BEFORE["at"], "given_at": BEFORE["at"], "written": True, "language": "nb"}


def call(n: int, minute: int) -> Iterator[Event]:
    """A call of five minutes: its start, its change into an order, its end, and its tape."""
    name, who = f"K{n}", n * 7 % PEOPLE
    begun, over = stamp(minute), stamp(minute + 5)
    common = {"communication": name}
    yield {
        "type": "communication_started", "id": f"s{n}", "at": begun, **common, "firm": "F", "medium": "TELEPHONE",
        "direction": "OUTGOING", "started_at": begun, "parties": [{"kind": "CLIENT", "party": f"CLIENT_{n % CLIENTS}"}],
        "telephone": f"TEL_{who}", "from_number": f"N_{who}", "to_number": f"N_C_{n % CLIENTS}", "topic": "MARKET_TALK",
    }  # fmt: skip
    changed = {"type": "communication_changed", "id": f"g{n}", "at": begun, **common}
    yield {**changed, "changed_at": stamp(minute + 1), "services": [1], "order_given": True}
    yield {"type": "communication_ended", "id": f"x{n}", "at": over, **common, "ended_at": over}
    yield {
        "type": "recording_made", "id": f"r{n}", "at": over, "record": f"R{n}", "started_at": begun, "ended_at": over,
        "media": ["AUDIO"], "quality": "OK", "created_at": over, "content_hash": "0a0a",
        **({"telephone": f"TEL_{who}"} if n % 10 == 0 else common),
    }  # fmt: skip


def message(n: int, minute: int) -> Iterator[Event]:
    """A message with an order, and its stored copy."""
    sent = stamp(minute)
    yield {
        "type": "message_sent", "id": f"m{n}", "at": sent, "communication": f"M{n}", "firm": "F", "medium": "EMAIL",
        "direction": "OUTGOING", "sent_at": sent, "parties": [{"kind": "CLIENT", "party": f"CLIENT_{n % CLIENTS}"}],
        "employee": f"EMP_{n % PEOPLE}", "channel": "EMAIL", "services": [1],
    }  # fmt: skip
    stored = {
        "type": "message_stored",
        "id": f"p{n}",
        "at": sent,
        "record": f"P{n}",
        "communication": f"M{n}",
    }
    yield {**stored, "created_at": sent, "content_hash": "0a0a"}


def minute_of_the_day(minute: int) -> list[bytes]:
    """What happens in one minute at the average of the day."""
    calls, messages = CALLS_A_DAY // MINUTES_A_DAY, MESSAGES_A_DAY // MINUTES_A_DAY
    events: list[Event] = []
    for place in range(calls):
        events += call(minute * calls + place, minute)
    for place in range(messages):
        events += message(minute * messages + place, minute)
    return [json.dumps(event).encode() for event in events]


class Bench:
    """All stages in memory, timed."""

    def __init__(self, partitions: int) -> None:
        self._run = PassingRun(COMMS, partitions, COMMS.law, batch=1_000)
        self._ticks = 0

    def seconds(self, values: list[bytes]) -> float:
        """The processor's seconds for what is folded."""
        for value in values:
            self._run.write(value)
        begun = time.process_time()
        self._run.run()
        return time.process_time() - begun

    def tick(self, minute: float) -> float:
        """The processor's seconds for a tick."""
        self._ticks += 1
        event = {"type": "tick", "id": f"tick-{self._ticks}", "at": stamp(minute)}
        return self.seconds([json.dumps(event).encode()])


def main() -> None:
    """Fold some minutes of the day, and ticks with nothing between them."""
    parser = argparse.ArgumentParser(description="Measure comms in memory.")
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--partitions", type=int, default=2)
    chosen = parser.parse_args()
    bench = Bench(chosen.partitions)
    registers = [json.dumps(fact).encode() for fact in facts()]
    print(
        f"{len(registers):,} facts in each of {chosen.partitions} partitions: {bench.seconds(registers):.1f} s"
    )
    folding = ticking = 0.0
    count = 0
    for minute in range(chosen.minutes):
        values = minute_of_the_day(minute)
        count += len(values)
        folding += bench.seconds(values)
        ticking += bench.tick(minute + 1)
        if minute in (0, chosen.minutes // 2, chosen.minutes - 1):
            # What ends later than this tick waits for a later one: only what is due is looked at.
            idle = min(bench.tick(minute + 1) for _ in range(3))
            print(f"after {count:>9,} events: a tick with nothing before it takes {idle * 1_000:6.2f} ms")
    share = chosen.minutes * 60 / (folding + ticking)
    print(f"{count:,} events: {folding:.1f} s to fold, {ticking:.1f} s for {chosen.minutes} ticks")
    print(
        f"{count / (folding + ticking):,.0f} events a second of one core, "
        f"the design load at {share:,.0f} times real time"
    )


if __name__ == "__main__":
    main()
