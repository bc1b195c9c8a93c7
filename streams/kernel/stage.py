"""What is a stage, and what is a domain?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Final, NamedTuple, Never, Protocol, TypeVar, cast

from schemas.reading import Unreadable
from schemas.wire import Event
from streams.kernel.explanation import Explainer
from streams.kernel.law import LawBook
from streams.kernel.output import Output
from streams.kernel.partitioner import partition_of
from streams.kernel.record import Record
from streams.kernel.table import Tables

E_contra = TypeVar("E_contra", contravariant=True)


INPUT: Final = "events"
"""The noun of the source topic that the gateway writes."""


class Disposition(Enum):
    """What became of one record that could be read."""

    DECIDED = "decided"
    HELD = "held"
    REPEATED = "repeated"


class Width(Enum):
    """How many partitions a source topic has."""

    PARTITIONED = "as many as the domain's input"
    SINGLE = "one"


class Opening(NamedTuple):
    """What a fold is opened with.

    Attributes:
        partition: of the source topic.
        sender_count: how many partitions of earlier stages write marks into the source topic.
        law: the dated values and citations to decide under.
        output: collects what the fold publishes.
        partitions: of the domain's input, for a stage that hands records on to the partition of another key.
    """

    partition: int
    sender_count: int
    law: LawBook
    output: Output
    partitions: int = 1


class Fold(Protocol[E_contra]):
    """One partition of a stage: a state, and a step from each record to the next state."""

    @property
    def tables(self) -> Tables:
        """Everything that the fold remembers."""

    def resume(self) -> None:
        """Work out again what is derived from the rows, after they were loaded."""

    def step(self, event: E_contra, record: Record) -> Disposition:
        """Take one record; publish through the opening's output; say what became of it."""


class Stage(NamedTuple):
    """A fold with its own source topic.

    Attributes:
        name: the stage's noun, also in the name of its state topic.
        source: the noun of its one source topic, `events` for the domain's input.
        width: how many partitions the source topic has.
        forwards_to: the sources of later stages into which it writes records and marks.
        state_version: goes up when rows change their form; a worker refuses state of another version.
        read: bytes to an event, or why not.
        open: makes the fold of one partition.
        is_large: whether its rows may outgrow memory, so that a worker keeps them on disk.
    """

    name: str
    source: str
    width: Width
    forwards_to: Sequence[str]
    state_version: int
    read: Callable[[bytes | None], object | Unreadable]
    open: Callable[[Opening], Fold[Never]]
    is_large: bool = False


class Address(NamedTuple):
    """Where the gateway writes an event: under which key, and whether to every partition or the key's own."""

    key: str
    every_partition: bool


class Shape(Enum):
    """How a view of the result document is put together from its rows."""

    MAP = "row key to value"
    NESTED = "the part of the row key before the first slash, then the rest, to value"
    LIST = "the values alone, in a certain order"
    TREE = "a row is named by the path of keys from the outermost map inward; a row {} is a map with nothing in it"
    SCALAR = "the value of the one row, whose key is the name of the view"
    BESIDE = "not in the document: rows for read models of the views"


class View(NamedTuple):
    """A view of the result document; `order` names the fields by which a LIST is sorted, else it is by row keys.

    A field that a row lacks sorts first. In so many `complete_levels` of maps, from the outermost inward, a case's
    `expect` must give every key. With `partial_items` it gives of each item of a list only the fields that it asserts.
    A row of a view `of_cycles` has the cycle that it belongs to before the first slash of its key.
    """

    shape: Shape = Shape.MAP
    order: tuple[str, ...] = ()
    complete_levels: int = 0
    partial_items: bool = False
    of_cycles: bool = False


class Domain(NamedTuple):
    """A regulated duty: its stages, its views, its law and how its input is addressed.

    Attributes:
        stages: in an order in which each comes before those it forwards to.
        views: every view of the result document with its shape.
        read: the reader of the domain's input.
        addresses: the addresses of an event; more than one where a contract writes it under several keys.
        mark: makes the event that brings all running figures up to date, from a free id and the log so far; used
            where a log ends and its figures are wanted; None where figures are stated at the log's own marks only.
        complete_views: names of maps that a case's `expect` must match completely, by their field name or suffix.
        explainer: how the domain explains itself; None where it does not.
        document: makes the result document from the parsed rows of every view; None: each view in its shape.
        null_is_absent: whether null in a case's `expect` says that there is no such record.
    """

    name: str
    stages: Sequence[Stage]
    views: Mapping[str, View]
    law: LawBook
    read: Callable[[bytes | None], Event | Unreadable]
    addresses: Callable[[Never], Sequence[Address]]
    mark: Callable[[str, str], Mapping[str, object]] | None
    complete_views: Callable[[str], bool]
    explainer: Explainer | None = None
    document: Callable[[Mapping[str, Mapping[str, object]]], dict[str, object]] | None = None
    null_is_absent: bool = False

    def addresses_or_first(self, event: object) -> Sequence[Address]:
        """The addresses of an event; an unreadable record goes under the empty key."""
        if isinstance(event, Unreadable):
            return (Address("", every_partition=False),)
        return cast("Callable[[object], Sequence[Address]]", self.addresses)(event)

    def places(self, event: object, partitions: int) -> Iterator[tuple[int, bytes]]:
        """The partitions of the input on which an event is written, each with the key of the record."""
        for key, every_partition in self.addresses_or_first(event):
            encoded = key.encode()
            chosen = range(partitions) if every_partition else (partition_of(encoded, partitions),)
            for partition in chosen:
                yield partition, encoded

    def partitions_of(self, stage: Stage, input_partitions: int) -> int:
        """How many partitions the stage's source topic has."""
        return input_partitions if stage.width is Width.PARTITIONED else 1

    def sender_count(self, stage: Stage, input_partitions: int) -> int:
        """How many partitions of earlier stages send marks to the stage; 0 for a stage that reads the input."""
        return sum(
            self.partitions_of(sender, input_partitions)
            for sender in self.stages
            if stage.source in sender.forwards_to
        )

    def readers_of(self, source: str) -> Iterable[Stage]:
        """The stages that read the source topic."""
        return (stage for stage in self.stages if stage.source == source)
