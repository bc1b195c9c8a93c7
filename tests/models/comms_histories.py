"""Random but lively histories of comms, from the registers to the deletion of what was kept (section 17)."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Any

from .comms_histories_talks import Talks
from .comms_histories_writer import ACTORS, CLIENTS, DAY, EMPLOYEES, FIRMS, INVESTORS, MINUTE, SECOND
from .comms_model_schema import Event
from .comms_model_time import HOUR, milliseconds, plus_years, printed, shown

PURPOSES = ("MONITORING", "COMPLAINT", "CLIENT_REQUEST", "AUTHORITY_REQUEST", "UNSTATED")
YEAR = 365 * DAY


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


class History(Talks):
    """Three days of talk, and the years in which it is kept."""

    def __init__(self, seed: int) -> None:
        """Starts with nothing watched: no record that somebody asked for or holds."""
        super().__init__(seed)
        self.watched: list[tuple[int, dict[str, Any]]] = []

    def tell(self, size: int) -> None:
        """Registers, talks, keeps, looks, holds, deletes, and lets time pass."""
        self.found()
        for _ in range(size):
            self.talk() if self.chance(0.72) else self.message()
        for _ in range(self.pick((0, 1, 1, 2))):
            self.stray_record()
        for _ in range(12):
            self._later()
        self._ticks()
        self._mistakes()
        end = max(arrival for arrival, _, _ in self.arrivals) + DAY
        self.write(max(end, self.start + 30 * DAY), "tick")

    # ---- afterwards ----

    def some_time(self) -> int:
        """Within days, weeks, or when the term ends."""
        share = self.random.random()
        if share < 0.4:
            return self.start + self.random.randrange(0, 10 * 24) * HOUR
        if share < 0.6:
            return self.start + self.random.randrange(10, 80) * DAY
        return self.start + self.pick((5, 5, 5, 7)) * YEAR + self.random.randrange(-10, 60) * DAY

    def _later(self) -> None:
        acts = (
            self._hold,
            self._order,
            self._request,
            self._request,
            self._deletion,
            self._deletion,
            self._access,
            self._search,
            self._search,
            self._hash_check,
        )
        self.pick(acts)()

    def _reference(self, record: Event) -> dict[str, Any]:
        """Section 3.2: the reference that the first event of a record had."""
        names = ("communication", "telephone") if self.chance(0.9) else ("communication",)
        if "communication" not in record:
            names = ("telephone",)
        return {"record": record["record"], **{name: record[name] for name in names if name in record}}

    def _a_record(self) -> dict[str, Any]:
        """A record that was kept, at times one that nobody knows."""
        if not self.kept or self.chance(0.05):
            return {"record": "R_unknown", "communication": "K_unknown"}
        return self._reference(self.pick(self.kept))

    def _scope(self) -> dict[str, Any]:
        """What an order or a hold is about."""
        offers: dict[str, Any] = {
            "record": self.pick(self.kept)["record"] if self.kept else "R_unknown",
            "client": self.pick(CLIENTS),
            "employee": self.pick(list(EMPLOYEES)),
            "firm": self.pick(FIRMS),
        }
        chosen = self.random.sample(list(offers), self.pick((1, 1, 1, 2)))
        return {name: offers[name] for name in chosen}

    def _hold(self) -> None:
        hold, placed = self.pick(("H_1", "H_2", "H_3")), self.some_time()
        self.write(placed, "hold_placed", hold=hold, placed_at=printed(placed), **self._scope())
        if self.kept and self.chance(0.3):
            reference = self._reference(self.pick(self.kept))
            self.watched.append((placed, reference))
            self.write(
                placed, "hold_placed", hold=hold, placed_at=printed(placed), record=reference["record"]
            )
        if self.chance(0.6):
            released = placed + self.random.randrange(-1, 40) * DAY
            self.write(released, "hold_released", hold=hold, released_at=printed(released))

    def _order(self) -> None:
        ordered = self.some_time()
        year, month, day = (int(part) for part in printed(self.start)[:10].split("-"))
        through = plus_years((year, month, day), self.pick((1, 5, 6, 7, 8)))
        self.write(
            ordered,
            "retention_extended",
            order=self.pick(("O_1", "O_2")),
            retain_through=shown(through),
            ordered_at=printed(ordered),
            **self._scope(),
        )

    def _request(self) -> None:
        reference, requested = self._a_record(), self.some_time()
        request = self.name("Q") if self.chance(0.9) else None
        if request is None:
            request = f"Q_of_{reference['record']}"
        requester = self.pick((*CLIENTS, *INVESTORS))
        owner = [one for one in self.said if one["communication"] == reference.get("communication")]
        if owner and self.chance(0.7):
            requester = next((party["party"] for party in owner[0]["parties"] if "party" in party), requester)
        self.write(
            requested,
            "access_requested",
            request=request,
            **reference,
            requester=requester,
            requested_at=printed(requested),
        )
        self.watched.append((requested, reference))
        self.remember(requested + 29 * DAY, requested + 31 * DAY, requested + 32 * DAY)
        for _ in range(self.pick((0, 0, 1, 1, 2))):
            provided = requested + self.random.randrange(-1, 45) * DAY
            self.write(
                provided, "access_provided", request=request, **reference, provided_at=printed(provided)
            )

    def _deletion(self) -> None:
        deleted, reference = self.some_time(), self._a_record()
        if self.watched and self.chance(0.4):
            since, reference = self.pick(self.watched)
            deleted = since + self.random.randrange(0, 20) * DAY
        self.write(
            deleted,
            "record_deleted",
            **reference,
            part="VIDEO" if self.chance(0.3) else None,
            deleted_at=printed(deleted),
            deleted_by="A_NOBODY",
            approved_by="A_COMPLIANCE",
            reason=self.pick(("RETENTION_ENDED", "SURPLUS", "PICTURE", "AUTHORITY_DECISION", "ERROR")),
            data_key=self.pick((None, "key")),
            ciphertext_hash=self.pick((None, "0c0c")),
        )
        self.remember(deleted, deleted + DAY)

    def _access(self) -> None:
        accessed = self.some_time()
        self.write(
            accessed,
            "record_accessed",
            **self._a_record(),
            actor=self.pick(ACTORS),
            purpose=self.pick(PURPOSES),
            accessed_at=printed(accessed),
        )

    def _search(self) -> None:
        searched = self.some_time()
        during = self.a_moment()
        offers: dict[str, Any] = {
            "from_number": self.pick(("N_FIRM", "N_1", "ANONYMOUS")),
            "to_number": self.pick(("N_FIRM", "N_2", "ANONYMOUS")),
            "client": self.pick((*CLIENTS, "INTERNAL")),
            "employee": self.pick(list(EMPLOYEES)),
            "during_from_at": printed(during),
            "during_until": printed(during + self.random.randrange(-4, 48) * HOUR),
        }
        wanted = self.random.sample(list(offers), self.pick((1, 1, 1, 2)))
        self.write(
            searched,
            "register_searched",
            actor=self.pick(ACTORS),
            purpose=self.pick(PURPOSES),
            searched_at=printed(searched),
            firm=self.pick((None, None, None, "FIRM_1", "FIRM_2")),
            **{name: offers[name] for name in wanted},
        )

    def _hash_check(self) -> None:
        checked = self.some_time()
        self.write(
            checked,
            "hash_checked",
            **self._a_record(),
            content_hash=self.pick(("0a0a", "0b0b")),
            checked_at=printed(checked),
        )

    # ---- time ----

    def _ticks(self) -> None:
        """At moments that matter, to the millisecond or near, and at others."""
        moments = self.random.sample(self.moments, min(len(self.moments), 5))
        moments += [self.start + self.random.randrange(0, 5 * 24) * HOUR for _ in range(3)]
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
