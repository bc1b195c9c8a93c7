"""What do the views of a close say of persons, groups and caps, and which of their rows are new?"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

from streams.domains.swaps.law.values import SwapsLaw
from streams.domains.swaps.rules.aggregation import Aggregation, after
from streams.domains.swaps.rules.cap import Caps, CapUsage
from streams.domains.swaps.rules.crossing import Crossings
from streams.domains.swaps.rules.exceptions import CAPPED
from streams.domains.swaps.rules.registration import registration_due_on
from streams.domains.swaps.rules.threshold import level
from streams.domains.swaps.state.person_days import Sum
from streams.domains.swaps.state.registry import Registry
from streams.kernel.canonical import canonical_json
from streams.kernel.history import lay_version
from streams.kernel.output import Output
from streams.kernel.table import Table

CAP_USAGE: Final = "cap_usage"

DIGEST_MODULUS: Final = 1 << 128


class DayViews(NamedTuple):
    """The views of one day that show every person, or group, of a close; each field is a view."""

    entity_totals: Mapping[str, int]
    group_totals: Mapping[str, int]
    person_totals: Mapping[str, Mapping[str, int]]
    threshold_distance: Mapping[str, Mapping[str, object]]
    registration_state: Mapping[str, Mapping[str, object]]


class PersonViews:
    """The views of one day that show every person of a close."""

    def __init__(
        self, registry: Registry, aggregation: Aggregation, crossings: Crossings, law: SwapsLaw
    ) -> None:
        self._registry = registry
        self._aggregation = aggregation
        self._crossings = crossings
        self._law = law

    def of(self, day: str) -> DayViews:
        """Every row of every such view."""
        persons = self._persons(day)
        free = [one for one in persons if not self._registry.is_swap_dealer_on(one, day)]
        totals = {person: self._aggregation.person_total(person, day) for person in free}
        return DayViews(
            {person: self._aggregation.own_total(person, day).counted_cents for person in persons},
            self._aggregation.group_totals(day),
            {
                person: {
                    "counted_cents": total.counted_cents,
                    "special_entity_cents": total.special_entity_cents,
                }
                for person, total in totals.items()
            },
            {person: self._distance(day, total) for person, total in totals.items()},
            {person: self._registration(person, day) for person in persons},
        )

    def _persons(self, day: str) -> list[str]:
        """Everybody who was ever recorded, and every party of a part dated through the day."""
        days = self._aggregation.days
        parties = (one for one in days.entities() if days.has_sides(one, "", after(day)))
        return sorted({*self._registry.entities, *parties})

    def _distance(self, day: str, total: Sum) -> dict[str, object]:
        counted_cents, special_entity_cents, rate_missing_count = total
        law = self._law.on_date(day)
        levels = law.warning_levels_percent
        return {
            "distance_cents": law.de_minimis_threshold_cents - counted_cents,
            "level": level(counted_cents, law.de_minimis_threshold_cents, levels),
            "special_entity_distance_cents": law.special_entity_threshold_cents - special_entity_cents,
            "special_entity_level": level(special_entity_cents, law.special_entity_threshold_cents, levels),
            "rate_missing_part_count": rate_missing_count,
        }

    def _registration(self, person: str, day: str) -> dict[str, object]:
        exceeded_on = self._crossings.exceeded_on(person, day)
        return {
            "threshold_exceeded_on": exceeded_on,
            "registration_due_on": None if exceeded_on is None else registration_due_on(exceeded_on),
            "registered": self._registry.is_swap_dealer_on(person, day),
        }


class LaidRows:
    """The rows of the views as the last close showed them; lays down those that the next close shows otherwise.

    Attributes:
        table: the digest of what each row says, by view/subject.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self.table: Table[bytes] = Table("laid", bytes, resident=True)
        self._subjects: dict[str, dict[str, None]] = {}
        self._digest = 0

    def resume(self) -> None:
        """Add up the digests again from the rows."""
        self._digest = 0
        self._subjects.clear()
        for key, digest in self.table.items():
            view, _, subject = key.partition("/")
            self._subjects.setdefault(view, {})[subject] = None
            self._digest += int.from_bytes(digest, "big")

    @property
    def digest(self) -> int:
        """The sum of the digests of all rows."""
        return self._digest

    def lay_view(self, view: str, close: int, rows: Mapping[str, object]) -> None:
        """Show a whole view: the rows that are new or other, and those that are gone."""
        for subject in sorted(self._subjects.get(view, {}).keys() - rows.keys()):
            self.lay(view, subject, close, None)
        for subject, value in sorted(rows.items()):
            self.lay(view, subject, close, value)

    def lay(self, view: str, subject: str, close: int, value: object | None) -> None:
        """Show a row, unless it says what it said before; None: it is gone."""
        key = f"{view}/{subject}"
        former = self.table.get(key)
        if value is None:
            if former is not None:
                self._digest -= int.from_bytes(former, "big")
                self.table.delete(key)
                del self._subjects[view][subject]
                lay_version(self._output, view, subject, close, None)
            return
        digest = blake2b(key.encode() + canonical_json(value), digest_size=16).digest()
        if digest != former:
            self._digest += int.from_bytes(digest, "big") - int.from_bytes(former or b"", "big")
            self.table.put(key, digest)
            self._subjects.setdefault(view, {})[subject] = None
            lay_version(self._output, view, subject, close, value)


class CapRows:
    """The use of capped exceptions, worked out anew only for the quarters that something changed.

    Attributes:
        exceeded: every entity/exception/quarter that is not within its cap.
    """

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self._changed: dict[tuple[str, str], None] = {}
        self.exceeded: dict[str, CapUsage] = {}

    def changed(self, entity: str, quarter: str) -> None:
        """Take notice that the use of an entity in a quarter may be another."""
        self._changed[entity, quarter] = None

    def news(self, day: str) -> Iterator[tuple[str, CapUsage | None]]:
        """The use of each entity/exception/quarter that may be another than before; None where there is none."""
        for entity, quarter in sorted(self._changed):
            usage = self._caps.of(entity, quarter, day)
            for exception in CAPPED:
                subject = f"{entity}/{exception}/{quarter}"
                found = usage.get(exception)
                self.exceeded.pop(subject, None)
                if found is not None and not found.within_cap:
                    self.exceeded[subject] = found
                yield subject, found
        self._changed.clear()
