"""How does a month of comms look to a compliance office?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rich.table import Table

from streams.cli.tables import table
from streams.demo.comms.story import Tale
from streams.domains.comms.explanations.codes import CODES

_SEVERITIES: Final = {"LAW": "law", "FINDING": "finding", "RECOMMENDATION": "recommendation"}
Breach = Mapping[str, Any]


def captured(month: str, rows: Mapping[str, Mapping[str, int]]) -> Table:
    """How much of what had to be captured was, by duty."""
    shown = table(f"What had to be captured in {month}", ["duty"], ["segments", "captured", "share"])
    for duty, row in rows.items():
        share = row["captured"] * 10_000 // row["segments"]
        shown.add_row(
            duty.lower(),
            f"{row['segments']:,}",
            f"{row['captured']:,}",
            f"{share // 100}.{share % 100:02d}%",
        )
    return shown


def decided(decisions: Iterable[Mapping[str, Any]]) -> Table:
    """Which duty the talk had, and for which reason."""
    shown = table("Duties decided", ["duty", "form", "reason"], ["segments"])
    counts = Counter((one["duty"].lower(), one["form"].lower(), one["reason"]) for one in decisions)
    for words, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        shown.add_row(*words, f"{count:,}")
    return shown


def breaches(found: Iterable[Breach]) -> Table:
    """What was found, the gravest first: how many are open, and how many were mended."""
    shown = table("Breaches and findings", ["what was found", "code", "severity"], ["open", "closed"])
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one in found:
        counts.setdefault((one["severity"], one["code"]), Counter())[one["status"]] += 1
    order = list(_SEVERITIES)
    for (severity, code), count in sorted(
        counts.items(), key=lambda one: (order.index(one[0][0]) if one[0][0] in order else 9, one[0][1])
    ):
        told = _SEVERITIES.get(severity, severity.lower())
        style = "bold red" if severity == "LAW" and count["OPEN"] else None
        shown.add_row(
            CODES[code].found, code, told, f"{count['OPEN']:,}", f"{count['CLOSED']:,}", style=style
        )
    return shown


def requests(rows: Mapping[str, Mapping[str, Any]]) -> Table:
    """Which clients asked for their recordings, and until when they must have them."""
    shown = table("Requests of clients", ["request", "asked on", "due on", "provided on", "status"], [])
    for name, row in rows.items():
        words = row["requested_on"], row.get("due_on", ""), row.get("provided_on", ""), row["status"].lower()
        shown.add_row(name, *words, style="bold red" if row["status"] == "OVERDUE" else None)
    return shown


def keeping(rows: Iterable[Mapping[str, Any]], due: int) -> str:
    """How many records are kept, and what became of those whose term is over, in a sentence.

    Args:
        due: how many may be deleted now.
    """
    kept = list(rows)
    deleted = sum("deleted_on" in one for one in kept)
    held = sum(one["on_hold"] for one in kept)
    return (
        f"Keeping: {len(kept) - deleted:,} records are kept, most of them for five years; deleted: {deleted:,}; on "
        f"hold: {held:,}; to be deleted now: {due:,}."
    )


def tales(told: Sequence[Tale], found: Iterable[Breach]) -> Table:
    """What happened in the month, and what was found of it."""
    by_object: dict[str, list[str]] = {}
    for one in found:
        since = f"{one['opened_at'][8:10]} June"
        until = f" to {one['closed_at'][8:10]} June" if "closed_at" in one else ""
        by_object.setdefault(one["object"], []).append(f"{one['code']} {since}{until}")
    shown = table("Twelve things that happened", ["what happened, and what follows", "found, open since"], [])
    for tale in told:
        shown.add_row(f"{tale.happened}:\n  {tale.follows}", "\n".join(by_object.get(tale.name, ["nothing"])))
    return shown
