"""How are cycles, balances and cases shown to a person who did not watch them come about?"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from rich.table import Table

from streams.cli.clearing.tables import balances
from streams.cli.tables import table
from streams.demo.clearing.amounts import dollars

_CYCLES_SHOWN: Final = 5


def figures(result: Mapping[str, object]) -> Iterator[Table]:
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
    shown = table(title, ["cycle", "state", "blocked by"], ["entries", "sum of balances"])
    for name in sorted(cycles)[-_CYCLES_SHOWN:]:
        cycle = cycles[name]
        total = dollars(sum(cycle["clearing_balances_cents"].values()))
        blocked = ", ".join(cycle["blocked_by"])
        shown.add_row(name, cycle["state"], blocked, f"{cycle['accepted_entry_count']:,}", total)
    yield shown


def _cases(cases: Mapping[str, Mapping[str, Any]]) -> Iterator[Table]:
    if not cases:
        return
    shown = table("Default cases", ["case", "state"], ["shortfall", "uncovered"])
    for key, case in cases.items():
        shown.add_row(key, case["state"], dollars(case["shortfall_cents"]), dollars(case["uncovered_cents"]))
    yield shown
