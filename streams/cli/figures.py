"""How are the figures of a domain shown to a person who did not watch them come about?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

from rich import box
from rich.table import Table

from streams.cli.demo.tables import balances
from streams.demo.amounts import dollars
from streams.kernel.output import Books
from streams.kernel.stage import Domain

Result = Mapping[str, object]

_CYCLES_SHOWN: Final = 5


def figures(domain: Domain, result: Result) -> Iterator[Table]:
    """The figures of a domain: its own, or how many rows each view has."""
    shown = _SHOWN.get(domain.name)
    if shown is not None:
        yield from shown(result)
    else:
        yield views(result)


def views(result: Result) -> Table:
    """How many rows each view has."""
    shown = _table("Views", ["view"], ["rows"])
    for name, rows in result.items():
        shown.add_row(name, f"{len(cast('Mapping[str, object]', rows)):,}")
    return shown


def books(by_partition: Mapping[int, Books]) -> Table:
    """Where the records of each partition of the input went."""
    names = ["read", "decided", "held", "repeated", "dead-lettered"]
    shown = _table("Books: read = decided + held + repeated + dead-lettered", ["partition"], names)
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


def _clearing(result: Result) -> Iterator[Table]:
    """Running balances of each open cycle with their sum, the state of the others, and every case."""
    cycles = cast("Mapping[str, Mapping[str, Any]]", result["cycles"])
    for name, cycle in cycles.items():
        if cycle["state"] == "OPEN" and cycle["accepted_entry_count"]:
            counts = f"{cycle['accepted_entry_count']:,} entries, {cycle['accepted_item_count']:,} items"
            yield balances(f"Cycle {name}, open: {counts}", cycle["clearing_balances_cents"])
    yield from _cycles(cycles)
    yield from _cases(cast("Mapping[str, Mapping[str, Any]]", result["default_cases"]))


def _cycles(cycles: Mapping[str, Mapping[str, Any]]) -> Iterator[Table]:
    if not cycles:
        return
    title = (
        "Cycles" if len(cycles) <= _CYCLES_SHOWN else f"The last {_CYCLES_SHOWN} of {len(cycles):,} cycles"
    )
    shown = _table(title, ["cycle", "state", "blocked by"], ["entries", "sum of balances"])
    for name in sorted(cycles)[-_CYCLES_SHOWN:]:
        cycle = cycles[name]
        total = dollars(sum(cycle["clearing_balances_cents"].values()))
        blocked = ", ".join(cycle["blocked_by"])
        shown.add_row(name, cycle["state"], blocked, f"{cycle['accepted_entry_count']:,}", total)
    yield shown


def _cases(cases: Mapping[str, Mapping[str, Any]]) -> Iterator[Table]:
    if not cases:
        return
    shown = _table("Default cases", ["case", "state"], ["shortfall", "uncovered"])
    for key, case in cases.items():
        shown.add_row(key, case["state"], dollars(case["shortfall_cents"]), dollars(case["uncovered_cents"]))
    yield shown


def _table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    shown = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for name in words:
        shown.add_column(name)
    for name in numbers:
        shown.add_column(name, justify="right")
    return shown


_SHOWN: Final[Mapping[str, Callable[[Result], Iterator[Table]]]] = {"clearing": _clearing}
