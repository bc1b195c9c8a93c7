"""What does the demonstration of comms show? A month of one firm: what had to be recorded, and what was not."""

from collections import Counter
from typing import Any, Final, Self

from rich.console import Console
from rich.padding import Padding

from streams.cli import explain_screen
from streams.cli.comms import month_tables as tables
from streams.cli.demo.evidence import evidence_of
from streams.cli.demo.program import Glance, written_out
from streams.demo.comms.circle import FIRM, NEWCOMER, PEOPLE
from streams.demo.comms.month import LEAST_COMMUNICATIONS, MONTH, Month
from streams.demo.comms.story import TALES
from streams.demo.step import Step
from streams.demo.views import Views
from streams.domains.comms.domain import COMMS
from streams.kernel.errors import UserError
from streams.kernel.explanation import FAILED
from streams.kernel.law import LawBook
from streams.replay.explain import explained

_EXPLAINED: Final = "NO-NOTICE"
_LAST_INSTANT: Final = "2024-06-30T22:00:00Z"
_CITED: Final = "VPFF11/6"


class CommsProgram:
    """A month of talk up to its last tick."""

    noun = "communications"
    closing: Final[list[Step]] = []

    def __init__(self, month: Month, lines: list[bytes], law: LawBook) -> None:
        *self.lines, self._last_tick = lines
        self.count = month.communications
        self._days = len(month.days)
        self._law = law

    @classmethod
    async def prepare(cls, communications: int | None, law: LawBook) -> Self:
        """Generate a month.

        Raises:
            UserError: it is too small.
        """
        if communications is not None and communications < LEAST_COMMUNICATIONS:
            raise UserError(
                f"A month has at least {LEAST_COMMUNICATIONS} communications, not {communications}. "
                "Nothing was started."
            )
        month = Month() if communications is None else Month(communications)
        return cls(month, await written_out(month.lines()), law)

    @property
    def introduction(self) -> str:
        """What the month is."""
        return (
            f"June 2024 at {FIRM} in Oslo has {len(self.lines) + 1:,} events: {self.count:,} calls, messages and "
            f"meetings of {PEOPLE} recorded people on {self._days} business days, their tapes, copies and minutes, and "
            "twelve things out of the ordinary. Everybody stands under a pseudonym, and all of it is invented."
        )

    @property
    def opening(self) -> Step:
        """The last tick of the month."""
        return Step(
            "let the month end",
            lambda _views: [self._last_tick],
            lambda views, _lines: _is_judged(views),
        )

    def glance(self, views: Views) -> Glance:
        """How many duties are decided, and what is open at the newest tick."""
        at = views.value("as_of_at", "")
        if at is None:
            return Glance("no tick has come yet", None)
        found = Counter(row["status"] for row in views.rows_of("breaches").values())
        return Glance(
            f"as of {at}: {found['OPEN']:,} breaches and findings open, {found['CLOSED']:,} closed", None
        )

    def tell_opening(self, views: Views, console: Console) -> None:
        """How much was captured, which duties were decided, what was found, who asked, and what is kept."""
        covered = views.row("coverage", f"{FIRM}/{MONTH}") or {}
        console.print(tables.captured("June 2024", covered))
        console.print(tables.decided(views.rows_of("decisions").values()))
        console.print(tables.breaches(views.rows_of("breaches").values()))
        console.print(tables.requests(views.rows_of("access_requests")))
        due = len(views.rows_of("deletion_due"))
        console.print(tables.keeping(views.rows_of("retention").values(), due))
        console.print()

    def tell_closing(self, views: Views, console: Console) -> None:
        """What happened and what was found of it; one of it explained."""
        console.print(tables.tales(TALES, views.rows_of("breaches").values()))
        lines = [line for line in [*self.lines, self._last_tick] if _is_about_it(line)]
        with evidence_of(COMMS, lines, self._law) as evidence:
            console.print(f"Why was {NEWCOMER} owed a notice? countinghouse explain answers:", style="bold")
            console.print()
            found = explained(evidence, _EXPLAINED)
            explain_screen.show_answer(found, console)
            for check in found.checks:
                if check.state == FAILED:
                    console.print(Padding(f"FAILED: {check.words}", (1, 0, 0, 2)), style="bold red")
        console.print(Padding(f"{_CITED}: {self._law.provisions[_CITED].says}", (1, 0, 1, 2)))

    def facts(self, views: Views) -> dict[str, Any]:
        """How much was captured, and what is open."""
        covered = views.row("coverage", f"{FIRM}/{MONTH}") or {}
        open_ = Counter(row["code"] for row in views.rows_of("breaches").values() if row["status"] == "OPEN")
        return {
            "communications": self.count,
            "segments": covered["REQUIRED"]["segments"],
            "captured": covered["REQUIRED"]["captured"],
            "open": dict(sorted(open_.items())),
        }

    def faults(self) -> list[str]:
        """Nothing is watched while the month runs."""
        return []


def _is_judged(views: Views) -> bool:
    """Whether every partition of the last stage has reached the last tick."""
    reached = set(views.rows_of("reached").values())
    return views.value("as_of_at", "") == _LAST_INSTANT and len(reached) == 1


def _is_about_it(line: bytes) -> bool:
    """Whether an event is a fact, a tick, or about the communication that is explained."""
    return b'"communication":' not in line or b'"communication":"%s"' % _EXPLAINED.encode() in line
