"""How are the figures of a domain shown to a person who did not watch them come about?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, cast

from rich.table import Table

from streams.cli.clearing import figures as clearing
from streams.cli.tables import table
from streams.kernel.output import Books
from streams.kernel.stage import Domain

Result = Mapping[str, object]


def figures(domain: Domain, result: Result) -> Iterator[Table]:
    """The figures of a domain: its own, or how many rows each view has."""
    shown = _SHOWN.get(domain.name)
    if shown is not None:
        yield from shown(result)
    else:
        yield views(result)


def views(result: Result) -> Table:
    """How many rows each view has."""
    shown = table("Views", ["view"], ["rows"])
    for name, rows in result.items():
        shown.add_row(name, f"{len(cast('Mapping[str, object]', rows)):,}")
    return shown


def books(by_partition: Mapping[int, Books]) -> Table:
    """Where the records of each partition of the input went."""
    names = ["read", "decided", "held", "repeated", "dead-lettered"]
    shown = table("Books: read = decided + held + repeated + dead-lettered", ["partition"], names)
    rows = {
        str(number): (one.read, one.decided, one.held, one.repeated, one.dead_lettered)
        for number, one in by_partition.items()
    }
    for number, row in rows.items():
        shown.add_row(number, *(f"{count:,}" for count in row))
    shown.add_section()
    shown.add_row(
        "together", *(f"{sum(column):,}" for column in zip(*rows.values(), strict=True)), style="bold"
    )
    return shown


_SHOWN: Final[Mapping[str, Callable[[Result], Iterator[Table]]]] = {"clearing": clearing.figures}
