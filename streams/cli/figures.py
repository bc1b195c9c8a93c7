"""How are the figures of a domain shown to a person who did not watch them come about?"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from rich.table import Table

from streams.cli.clearing import figures as clearing
from streams.cli.tables import table
from streams.kernel.output import Books
from streams.kernel.result import result_document
from streams.kernel.stage import Domain
from streams.kernel.view_keys import view_and_row

Rows = Mapping[str, bytes]
"""The newest value of every row of the views, by their keys."""


def figures(domain: Domain, rows: Rows) -> Iterator[Table]:
    """The figures of a domain: its own, or how many rows each view has."""
    shown = _SHOWN.get(domain.name)
    if shown is not None:
        yield from shown(result_document(domain, rows))
    else:
        yield views(domain, rows)


def views(domain: Domain, rows: Rows) -> Table:
    """How many rows each view has."""
    shown = table("Views", ["view"], ["rows"])
    counts = Counter(view_and_row(key)[0] for key in rows)
    for name in sorted(domain.views):
        shown.add_row(name, f"{counts[name]:,}")
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


_SHOWN: Final[Mapping[str, Callable[[Mapping[str, object]], Iterator[Table]]]] = {
    "clearing": clearing.figures
}
