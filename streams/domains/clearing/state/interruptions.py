"""What may not be exchanged for the moment? (BL3/9, BL3/46, BL3/47(2))"""

from typing import NamedTuple

from streams.domains.clearing.state.parties import NEVER


class Suspension(NamedTuple):
    """Exchange of a class, or of all classes (None), is suspended at a point for one cycle from a stamp on."""

    regional_exchange_point: str
    item_class: str | None
    cycle: str
    from_us: int


class Spell:
    """Something that begins and ends again and again: a dispute about an item, a national failure."""

    def __init__(self) -> None:
        self._spells: list[list[int]] = []

    def begin(self, at_us: int) -> None:
        """Begin at an instant, inclusive; nothing happens where it runs already."""
        if not self.runs():
            self._spells.append([at_us, NEVER])

    def end(self, at_us: int) -> None:
        """End at an instant, exclusive."""
        self._spells[-1][1] = at_us

    def runs(self) -> bool:
        """Whether it was begun and not ended, by all that was read."""
        return bool(self._spells) and self._spells[-1][1] == NEVER

    def ever_began(self) -> bool:
        """Whether it was ever begun."""
        return bool(self._spells)

    def covers(self, at_us: int) -> bool:
        """Whether it ran at an instant."""
        return any(begin <= at_us < end for begin, end in self._spells)


class Interruptions:
    """Suspensions, disputes and national failures."""

    def __init__(self) -> None:
        self._suspensions: list[Suspension] = []
        self._disputes: dict[str, Spell] = {}
        self.national_failure = Spell()

    def suspend(self, suspension: Suspension) -> None:
        """Suspend exchange at a point for a cycle."""
        self._suspensions.append(suspension)

    def is_suspended(self, regional_exchange_point: str, item_class: str, cycle: str, at_us: int) -> bool:
        """Whether a class may not be exchanged at a point in a cycle at an instant."""
        return any(
            one.cycle == cycle
            and one.from_us <= at_us
            and one.regional_exchange_point == regional_exchange_point
            and one.item_class in (None, item_class)
            for one in self._suspensions
        )

    def any_suspension(self) -> bool:
        """Whether exchange was ever suspended anywhere."""
        return bool(self._suspensions)

    def any_dispute(self) -> bool:
        """Whether an item was ever in dispute."""
        return bool(self._disputes)

    def dispute_about(self, item: str) -> Spell:
        """The disputes about an item."""
        return self._disputes.setdefault(item, Spell())

    def is_disputed(self, item: str, at_us: int) -> bool:
        """Whether an item is in dispute at an instant."""
        return item in self._disputes and self._disputes[item].covers(at_us)
