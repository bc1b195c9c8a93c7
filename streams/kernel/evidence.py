"""What may an explanation ask of what was recorded?"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import msgspec

from streams.kernel.law import LawBook
from streams.kernel.view_keys import Path, Row


class Place(msgspec.Struct, frozen=True, order=True):
    """Where a record stands."""

    topic: str
    partition: int
    offset: int


class Recorded(NamedTuple):
    """A record with its place."""

    place: Place
    key: bytes
    value: bytes


class Evidence(Protocol):
    """The recorded topics of one domain, whatever holds them; nothing in it changes while it is asked."""

    @property
    def law(self) -> LawBook:
        """The law under which to decide again."""

    @property
    def partitions(self) -> int:
        """How many partitions the domain's input has."""

    @property
    def input_topic(self) -> str:
        """The name of the domain's input."""

    @property
    def replay(self) -> str:
        """The command that folds the whole record again and compares."""

    def events(self, identifier: str) -> Sequence[Recorded]:
        """The records of the input with this id, in order of their places; a fact has one in every partition."""

    def stretch(self, partition: int, begin: int, end: int) -> Iterator[Recorded]:
        """The records of a partition of the input from one offset up to another, exclusive."""

    def outcome(self, identifier: str) -> Sequence[Recorded]:
        """The published outcomes with this id; more than one only if a reader may see a repeat."""

    def outcomes_of(self, event: str) -> Sequence[Recorded]:
        """Every published outcome of an event, in order of the ids."""

    def row(self, view: str, key: Row) -> object | None:
        """The newest value of a row of a view, or None where there is none."""

    def rows(self, view: str, prefix: str) -> Iterator[tuple[str, object]]:
        """The newest values of the rows whose keys begin so, in order of the keys."""

    def branch(self, view: str, beginning: Path) -> Iterator[tuple[Path, object]]:
        """The newest values of the rows of a tree whose paths go on from here, in order of the keys."""

    def remembered(self, stage: str, partition: int, prefix: str) -> Iterator[tuple[bytes, bytes]]:
        """What a partition of a stage remembers under keys that begin so, in order of the keys."""

    def handed_on(self, source: str, partition: int, offset: int, limit: int) -> Sequence[Recorded]:
        """What an earlier stage handed on, from an offset on, at most `limit`; fewer only at the end."""

    def handed_on_span(self, source: str, partition: int) -> tuple[int, int]:
        """The first offset of what an earlier stage handed on that is there, and the one after the last."""
