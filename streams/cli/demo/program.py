"""What does a domain bring to its demonstration?"""

import asyncio
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple, Protocol

from rich.console import Console, RenderableType

from streams.demo.step import Step
from streams.demo.views import Views

_LINES_AT_ONCE = 5_000


class Glance(NamedTuple):
    """The running figures at one moment.

    Attributes:
        sentence: for a file, a few words.
        picture: for a terminal; None while there is nothing to see.
    """

    sentence: str
    picture: RenderableType | None


class Program(Protocol):
    """A generated period of a domain, and how its figures are told to a person."""

    @property
    def lines(self) -> list[bytes]:
        """The events that are published at once, in log order."""

    @property
    def noun(self) -> str:
        """What is counted when it is said how fast it was: "entries"."""

    @property
    def count(self) -> int:
        """How many of them there are, repeats not counted."""

    @property
    def introduction(self) -> str:
        """What the period is, in two or three sentences."""

    @property
    def opening(self) -> Step:
        """The step that ends what is published at once."""

    @property
    def closing(self) -> Sequence[Step]:
        """The steps after it."""

    def glance(self, views: Views) -> Glance:
        """The running figures now; what must hold of them at every moment is checked."""

    def tell_opening(self, views: Views, console: Console) -> None:
        """Tell what the figures say after the opening step."""

    def tell_closing(self, views: Views, console: Console) -> None:
        """Tell what the figures say in the end, with one decision explained."""

    def facts(self, views: Views) -> dict[str, Any]:
        """What a program reads of it."""

    def faults(self) -> list[str]:
        """What was seen that must never be seen, a sentence each."""


async def written_out(events: Iterable[bytes]) -> list[bytes]:
    """Generate the events of a period; others have their turn now and then."""
    lines: list[bytes] = []
    remaining = iter(events)
    while some := list(islice(remaining, _LINES_AT_ONCE)):
        lines += some
        await asyncio.sleep(0)
    return lines
