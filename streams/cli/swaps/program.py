"""What does the demonstration of swaps show? A year of one dealer group, a crossing, and a day closed twice."""

from datetime import date
from typing import Any, Final, Self, cast

from rich.console import Console
from rich.padding import Padding

from streams.cli.demo.program import Glance, written_out
from streams.cli.swaps import tables
from streams.cli.swaps.seen import CLOSES, SeenCloses, newest_rows
from streams.demo.line import line
from streams.demo.step import Step
from streams.demo.swaps import figures
from streams.demo.swaps.circle import GUARANTEED, PARENT
from streams.demo.swaps.turns import MISTYPE_FOUND_ON, MISTYPED, MISTYPED_ON, REGISTERED_ON
from streams.demo.swaps.year import LEAST_SWAPS, SWAPS_A_YEAR, Year
from streams.demo.views import Views
from streams.kernel.errors import UserError
from streams.kernel.history import History, version_key
from streams.kernel.law import LawBook

_GROUPS_SHOWN: Final = 5
_THRESHOLD: Final = "swaps.de_minimis_threshold_cents"


class SwapsProgram:
    """A year of trading up to its last close; then one of its days is closed again, with what is known by then."""

    noun = "swaps"

    def __init__(self, year: Year, lines: list[bytes], law: LawBook) -> None:
        *self.lines, self._last_close = lines
        self.count = year.swaps
        self._days = [day.isoformat() for day in year.days]
        self._seen = SeenCloses(self._days)
        self._law = law
        self._again = version_key(f"{MISTYPED_ON}#2", len(self._days) + 1)

    @classmethod
    async def prepare(cls, swaps: int | None, law: LawBook) -> Self:
        """Generate a year.

        Raises:
            UserError: it is too small to cross the threshold.
        """
        swaps = SWAPS_A_YEAR if swaps is None else swaps
        if swaps < LEAST_SWAPS:
            raise UserError(f"A year has at least {LEAST_SWAPS} swaps, not {swaps}. Nothing was started.")
        year = Year(swaps)
        return cls(year, await written_out(year.lines()), law)

    @property
    def introduction(self) -> str:
        """What the year is."""
        return (
            f"The year has {len(self.lines) + 1:,} events: {self.count:,} swaps of the dealer group of {PARENT}, its "
            f"40 affiliates, other dealers and clients, what becomes of them, facts and rates; {len(self._days)} "
            "business days are closed. All persons and figures are invented; amounts are in U.S. dollars."
        )

    @property
    def opening(self) -> Step:
        """The close of the last day."""
        last = version_key(self._days[-1], len(self._days))
        return Step(
            "close the last day",
            lambda _views: [self._last_close],
            lambda views, _lines: views.has(CLOSES, last),
        )

    @property
    def closing(self) -> list[Step]:
        """The close of the day of a mistyped swap, again, after it was corrected."""
        close = line(
            "day_closed", f"close-{MISTYPED_ON}-again", "2023-12-29T23:00:00Z", day_on=MISTYPED_ON.isoformat()
        )
        return [
            Step(
                f"close {MISTYPED_ON} again",
                lambda _views: [close],
                lambda views, _lines: views.has(CLOSES, self._again),
            )
        ]

    def glance(self, views: Views) -> Glance:
        """The total of the group against the threshold at the newest close."""
        self._seen.look(views)
        cents = self._seen.newest(views, "group_totals", PARENT)
        if cents is None:
            return Glance("no day is closed yet", None)
        day, threshold_cents = self._seen.day, self._threshold_cents(self._seen.day)
        percent = cents * 100 // threshold_cents
        sentence = f"{day}: {PARENT} has counted {tables.usd(cents)}, {percent}% of the threshold"
        return Glance(sentence, tables.headroom(day, {PARENT: cents}, threshold_cents))

    def tell_opening(self, views: Views, console: Console) -> None:
        """How near every group is to the threshold, who exceeded it, and why swaps count."""
        self._seen.look(views)
        groups = {group: cents for group, cents in newest_rows(views, "group_totals").items() if cents}
        nearest = dict(sorted(groups.items(), key=lambda one: (-one[1], one[0]))[:_GROUPS_SHOWN])
        day = self._seen.day
        console.print(tables.headroom(day, nearest, self._threshold_cents(day)))
        console.print(tables.registrations(newest_rows(views, "registration_state")))
        said = figures.requirements(
            views.rows_of("registration_state"), figures.closes(views.rows_of(CLOSES))
        )
        console.print(tables.requirements(PARENT, said))
        console.print(
            f"{' and '.join(GUARANTEED)} registered on {REGISTERED_ON}: from that day on, what they trade and traded "
            "counts for nobody else of the group."
        )
        console.print(tables.reasons(newest_rows(views, "tags").values()))

    def tell_closing(self, views: Views, console: Console) -> None:
        """What the two closes of one day say of a swap that was corrected in between, and why it counts."""
        first = self._days.index(MISTYPED_ON.isoformat()) + 1
        console.print(
            f"{MISTYPED_ON} is closed twice: the swap {MISTYPED} was corrected on {MISTYPE_FOUND_ON}. The first close "
            "stays as it was.",
            style="bold",
        )
        for name, close in ((str(MISTYPED_ON), first), (f"{MISTYPED_ON}#2", len(self._days) + 1)):
            for entity, tag in self._tags_at(views, MISTYPED, close).items():
                console.print(Padding(f"close {name}: {_told(entity, tag)}", (0, 0, 0, 2)))
        tags = self._tags_at(views, MISTYPED, len(self._days) + 1)
        cites = dict.fromkeys(cite for tag in tags.values() for cite in tag["cites"])
        for cite in cites:
            console.print(Padding(f"{cite}: {self._law.provisions[cite].says}", (0, 0, 0, 2)))

    def facts(self, views: Views) -> dict[str, Any]:
        """The last totals of the group, and when it exceeded the threshold."""
        states = newest_rows(views, "registration_state").values()
        exceeded = sorted({row["threshold_exceeded_on"] for row in states if row["threshold_exceeded_on"]})
        return {
            "swaps": self.count,
            "closes": len(self._days) + 1,
            "group_total_cents": newest_rows(views, "group_totals")[PARENT],
            "threshold_exceeded_on": exceeded,
        }

    def faults(self) -> list[str]:
        """Nothing is watched while the year runs."""
        return []

    def _threshold_cents(self, day: str) -> int:
        amount = self._law.amount(_THRESHOLD, date.fromisoformat(day))
        return cast("int", amount)

    def _tags_at(self, views: Views, part: str, close: int) -> dict[str, dict[str, Any]]:
        """The tags of both parties of a part as a close showed them."""
        history = History(
            {key: row for key, row in views.rows_of("tags").items() if key.startswith(f"{part}/")}
        )
        return {
            subject.removeprefix(f"{part}/"): cast("dict[str, Any]", tag)
            for subject, tag in history.at(close)
        }


def _told(entity: str, tag: dict[str, Any]) -> str:
    counts = f"counts for {tables.usd(tag['counted_cents'])}" if tag["counts"] else "does not count"
    return f"for {entity} it {counts} ({tag['reason']})"
