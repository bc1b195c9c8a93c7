"""How are totals, levels and tags laid out for a person?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rich.table import Table

from streams.cli.tables import table


def usd(cents: int) -> str:
    """An amount in U.S. dollars with its cents."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def headroom(day: str, group_cents: Mapping[str, int], threshold_cents: int) -> Table:
    """What each group has counted within twelve months, and how far it is from the threshold."""
    shown = table(
        f"Twelve months through {day}: the groups nearest to {usd(threshold_cents)}",
        ["group"],
        ["counted", "headroom", "of the threshold"],
    )
    for group, cents in sorted(group_cents.items(), key=lambda one: (-one[1], one[0])):
        percent = f"{cents * 100 // threshold_cents}%"
        style = "bold red" if cents > threshold_cents else None
        shown.add_row(group, usd(cents), usd(threshold_cents - cents), percent, style=style)
    return shown


def registrations(states: Mapping[str, Mapping[str, Any]]) -> Table:
    """Who exceeded the threshold, since when, and until when it has to register."""
    shown = table(
        "Who exceeded the threshold", ["exceeded on", "registration due on", "registered"], ["persons"]
    )
    counts = Counter(
        (row["threshold_exceeded_on"], row["registration_due_on"], "yes" if row["registered"] else "no")
        for row in states.values()
        if row["threshold_exceeded_on"] is not None
    )
    for words, count in sorted(counts.items()):
        shown.add_row(*words, f"{count:,}")
    return shown


def requirements(group: str, said: Iterable[tuple[str, str | None, str | None]]) -> Table:
    """On which closes it was said, and said otherwise, that a group exceeded the threshold."""
    words = ["close of", "threshold exceeded on", "registration due on"]
    shown = table(f"What the closes said of {group}", words, [])
    for day, exceeded_on, due_on in said:
        shown.add_row(day, exceeded_on or "not exceeded, as known by then", due_on or "")
    return shown


def reasons(tags: Iterable[Mapping[str, Any]]) -> Table:
    """For which reasons the sides of swaps count or do not, and for how much."""
    shown = table("Tags", ["reason", "counts"], ["sides", "counted"])
    counts: Counter[tuple[str, str]] = Counter()
    cents: Counter[tuple[str, str]] = Counter()
    for tag in tags:
        words = (tag["reason"], "yes" if tag["counts"] else "no")
        counts[words] += 1
        cents[words] += tag["counted_cents"]
    for words, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        shown.add_row(*words, f"{count:,}", usd(cents[words]) if cents[words] else "")
    return shown
