"""Random but lively histories of comms, from the registers to the deletion of what was kept (section 17)."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Any

from .comms_histories_keeping import Keeping
from .comms_histories_writer import DAY, MINUTE, SECOND
from .comms_model_schema import Event
from .comms_model_time import HOUR, milliseconds, printed


@lru_cache(maxsize=256)
def history(seed: int, size: int = 8) -> tuple[list[Any], dict[str, Any]]:
    """A log with about as many conversations as the size says, and its parameters; nobody alters it."""
    story = History(seed)
    story.tell(size)
    return story.log(), chosen_parameters(random.Random(f"parameters {seed}"))


def chosen_parameters(chance: random.Random) -> dict[str, Any]:
    """Some parameters of section 14 with values other than their defaults."""
    offers: list[tuple[float, str, list[Any]]] = [
        (0.03, "time_zone", ["UTC", "America/New_York"]),
        (0.05, "rule_version", ["2024-05-28", "2020-09-15"]),
        (0.1, "recording_grace_hours", [0, 1, 48]),
        (0.1, "storage_grace_hours", [0, 2]),
        (0.1, "minutes_grace_hours", [0, 24]),
        (0.1, "coverage_tolerance_seconds", [0, 60, 150]),
        (0.1, "notice_tolerance_seconds", [0, 120]),
        (0.1, "consent_tolerance_seconds", [0, 30]),
        (0.1, "attribution_gap_milliseconds", [0, 60_000]),
        (0.1, "match_overlap_ppm", [0, 1_000_000, 250_000]),
        (0.1, "unlogged_hours", [0, 100]),
        (0.1, "retention_years", [1, 7]),
        (0.1, "policy_retention_years", [1, 3]),
        (0.1, "order_cap_years", [5, 6]),
        (0.1, "surplus_days", [0, 1, 400]),
        (0.1, "deletion_grace_days", [0, 1]),
        (0.1, "access_months", [0, 2, 12]),
        (0.1, "market_abuse_regulation_effective_on", ["2024-05-28", "2020-03-11"]),
        (0.2, "placing_before_subscription_duty", ["REQUIRED"]),
        (0.2, "expected_mandate_duty", ["RECOMMENDED"]),
        (0.2, "portfolio_management_scope", ["ALL"]),
        (0.2, "change_notice_when_already_taped", ["NEEDED"]),
        (0.2, "unrecorded_sounding_severity", ["LAW"]),
    ]
    return {
        f"comms.{name}": chance.choice(values) for share, name, values in offers if chance.random() < share
    }


class History(Keeping):
    """Three days of talk, and the years in which it is kept."""

    def tell(self, size: int) -> None:
        """Registers, talks, keeps, looks, holds, deletes, and lets time pass."""
        self.found()
        for _ in range(size):
            self.talk() if self.chance(0.72) else self.message()
        for _ in range(self.pick((0, 1, 1, 2))):
            self.stray_record()
        for _ in range(12):
            self.later()
        for _ in range(2):
            self.near_the_end()
        self._ticks()
        self._mistakes()
        end = max(arrival for arrival, _, _ in self.arrivals) + DAY
        self.write(max(end, self.start + 30 * DAY), "tick")

    # ---- time ----

    def _ticks(self) -> None:
        """At moments that matter, to the millisecond or near, and at others."""
        moments = self.random.sample(self.moments, min(len(self.moments), 5))
        moments += [self.start + self.random.randrange(0, 5 * 24) * HOUR for _ in range(3)]
        moments += self.random.sample(self.last_days, min(len(self.last_days), 4))
        moments += [self.some_time() // DAY * DAY + self.pick((-2, -1, 0, 5)) * HOUR for _ in range(3)]
        for moment in moments:
            at = self.nearly(moment)
            arrival = at if self.chance(0.9) else at + self.random.randrange(1, 10) * DAY
            event = self.write(at, "tick")
            self.arrivals[-1] = (arrival, len(self.arrivals), event)

    # ---- mistakes ----

    def _mistakes(self) -> None:
        """Repeats, conflicts, second events for one name, references to nothing, and bytes nobody can read."""
        originals = [(arrival, event) for arrival, _, event in self.arrivals]
        for arrival, event in self.random.sample(originals, len(originals) // 8):
            moment = arrival + self.pick((-1, 0, 1, 30, 900)) * DAY // 10
            self.pick((self._repeat, self._conflict, self._second, self._stray, self._broken))(moment, event)

    def _repeat(self, arrival: int, event: Event) -> None:
        self.put(arrival, dict(reversed(event.items())))

    def _conflict(self, arrival: int, event: Event) -> None:
        self.put(arrival, {**event, "at": printed(milliseconds(event["at"]) + SECOND)})

    def _second(self, arrival: int, event: Event) -> None:
        """The same thing told again with other words, under an id of its own."""
        changed = {**event, "id": self.name("z"), "at": printed(arrival)}
        for name in (
            "started_at",
            "sent_at",
            "ended_at",
            "changed_at",
            "provided_at",
            "deleted_at",
            "effective_at",
        ):
            if name in changed:
                changed[name] = printed(milliseconds(changed[name]) + self.pick((-MINUTE, MINUTE, 40 * DAY)))
        if changed["type"] == "recording_made":
            changed["ended_at"] = max(changed["started_at"], changed["ended_at"])
        if changed["type"] != "tick":
            self.put(arrival, changed)

    def _stray(self, arrival: int, event: Event) -> None:
        """A reference to something that nobody knows, or that is no fact."""
        moment = printed(arrival)
        unknown = {"communication": self.pick(("K_unknown", "K_nowhere"))}
        offers: tuple[tuple[str, dict[str, Any]], ...] = (
            ("communication_ended", {**unknown, "ended_at": moment}),
            ("communication_changed", {**unknown, "changed_at": moment}),
            ("in_call_notice_given", {**unknown, "given_at": moment}),
            ("consent_answered", {**unknown, "answered_at": moment, "given": False}),
            ("hold_released", {"hold": "H_unknown", "released_at": moment}),
            ("fact_withdrawn", {"ref": event["id"]}),
            ("fact_withdrawn", {"ref": event["id"]}),
            ("access_provided", {"request": "Q_unknown", "record": "R_unknown", "provided_at": moment}),
        )
        kind, fields = self.pick(offers)
        self.write(arrival, kind, **fields)

    def _broken(self, arrival: int, event: Event) -> None:
        """What becomes a dead letter; it uses no id."""
        offers: tuple[Any, ...] = (
            b"no json",
            b"\xff\xfe",
            [event],
            {**event, "type": "never_heard_of"},
            {name: value for name, value in event.items() if name != "type"},
            {**event, "surplus": 1},
            {**event, "at": "2024-02-30T00:00:00Z"},
            {**event, "at": None},
            {**event, "id": ""},
            {**event, "actor": "+47 22 00 00 00"},
            {**event, "employee": "ola.nordmann@example.com"},
            {**event, "client": "12345678"},
        )
        self.put(arrival, self.pick(offers))
