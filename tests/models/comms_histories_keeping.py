"""What becomes of the records of a random history: held, asked for, looked at, deleted."""

from __future__ import annotations

from typing import Any

from .comms_histories_talks import Talks
from .comms_histories_writer import ACTORS, CLIENTS, DAY, EMPLOYEES, FIRMS, INVESTORS, SECOND
from .comms_model_schema import Event
from .comms_model_time import HOUR, day, midnight, milliseconds, plus_days, plus_years, printed, shown

PURPOSES = ("MONITORING", "COMPLAINT", "CLIENT_REQUEST", "AUTHORITY_REQUEST", "UNSTATED")
YEAR = 365 * DAY


class Keeping(Talks):
    """Holds, orders, requests, deletions, accesses, searches and checks."""

    def __init__(self, seed: int) -> None:
        """Starts with nothing watched: no record that somebody asked for or holds."""
        super().__init__(seed)
        self.watched: list[tuple[int, dict[str, Any]]] = []
        self.last_days: list[int] = []

    def some_time(self) -> int:
        """Within days, weeks, or when the term ends."""
        share = self.random.random()
        if share < 0.4:
            return self.start + self.random.randrange(0, 10 * 24) * HOUR
        if share < 0.6:
            return self.start + self.random.randrange(10, 80) * DAY
        return self.start + self.pick((5, 5, 5, 7)) * YEAR + self.random.randrange(-10, 60) * DAY

    def later(self) -> None:
        """Somebody holds, orders, asks, deletes, looks or checks."""
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
            provided = requested + self.pick((self.random.randrange(-1, 45), 28, 29, 30, 31)) * DAY
            self.write(
                provided, "access_provided", request=request, **reference, provided_at=printed(provided)
            )

    def _deletion(self) -> None:
        deleted, reference = self.some_time(), self._a_record()
        reason = self.pick(("RETENTION_ENDED", "SURPLUS", "PICTURE", "AUTHORITY_DECISION", "ERROR"))
        if self.watched and self.chance(0.4):
            since, reference = self.pick(self.watched)
            deleted = since + self.random.randrange(0, 20) * DAY
        elif self.kept and self.chance(0.5):
            record = self.pick([one for one in self.kept if "communication" not in one] or self.kept)
            reference = self._reference(record)
            deleted = milliseconds(record["at"]) + self.pick((-HOUR, SECOND, HOUR, 5 * HOUR, DAY))
        self._delete(deleted, deleted, reference, reason)
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

    def near_the_end(self) -> None:
        """A record is held or asked for when its term ends, and set free some days later."""
        if not self.kept:
            return
        record = self.pick(self.kept)
        created = day(printed(milliseconds(record["created_at"]) + HOUR)[:10])
        last = self.pick((plus_days(created, 30), plus_years(created, 5), plus_years(created, 5)))
        term = midnight(last, "Europe/Oslo")
        free = term + self.random.randrange(-3, 40) * DAY + self.pick((0, 12 * HOUR, 24 * HOUR - SECOND))
        if self.chance(0.4):
            hold, placed = self.name("H"), term - 5 * DAY
            self.write(placed, "hold_placed", hold=hold, placed_at=printed(placed), record=record["record"])
            self.write(free, "hold_released", hold=hold, released_at=printed(free))
        elif self.chance(0.7):
            self._ask_in_time(record, term - 5 * DAY, free)
        elif self.chance(0.5):
            deleted = term + self.pick((-1, 0, DAY - 1, DAY, DAY + 1))
            self._delete(deleted, deleted, self._reference(record), "RETENTION_ENDED")
        base = max(free, term) // DAY * DAY
        self.last_days += [term, term + DAY, *(base + days * DAY + HOUR for days in (0, 1, 30, 31))]

    def _ask_in_time(self, record: Event, asked: int, answered: int) -> None:
        owner = [one for one in self.said if one["communication"] == record.get("communication")]
        parties = [party for one in owner for party in one["parties"] if party["kind"] != "EMPLOYEE"]
        named = [party["party"] for party in parties if "party" in party]
        request, reference = self.name("Q"), self._reference(record)
        self.write(
            asked,
            "access_requested",
            request=request,
            **reference,
            requester=self.pick(named or CLIENTS),
            requested_at=printed(asked),
        )
        self.write(answered, "access_provided", request=request, **reference, provided_at=printed(answered))

    def _delete(self, arrival: int, moment: int, reference: dict[str, Any], reason: str) -> None:
        self.write(
            arrival,
            "record_deleted",
            **reference,
            part="VIDEO" if self.chance(0.3) else None,
            deleted_at=printed(moment),
            deleted_by="A_NOBODY",
            approved_by="A_COMPLIANCE",
            reason=reason,
            data_key=self.pick((None, "key")),
            ciphertext_hash=self.pick((None, "0c0c")),
        )
