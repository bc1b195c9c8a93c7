"""How are answers about comms shown to a person?"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.table import Table

from streams.cli.swaps.position_tables import percent
from streams.cli.tables import table
from streams.desks.comms.coverage import NOBODY, Coverage
from streams.desks.comms.local_time import both, oslo
from streams.desks.comms.overdue import Overdue
from streams.desks.comms.record import Known
from streams.desks.comms.searching import Answer
from streams.domains.comms.explanations.codes import CODES

_ROWS_SHOWN: Final = 100
_SECONDS_A_MINUTE: Final = 60
_PSEUDONYM_SHOWN: Final = 12


def answer_tables(found: Answer) -> Iterator[Table | str]:
    """What was found."""
    if not found.authorised:
        yield "Not authorised: no grant in force reaches what was asked for. The search is logged."
        yield _ground(found.as_of_at, found.searched)
        return
    if found.records:
        words = [
            "record",
            "medium",
            "began in Oslo (UTC)",
            "ended",
            "from / clients",
            "to",
            "employees",
            "firm",
        ]
        shown = table(f"Found: {len(found.records):,}", words, [])
        for record in found.records[:_ROWS_SHOWN]:
            shown.add_row(record, *_row(found.rows[record]))
        yield shown
    else:
        yield "Nothing was found. Calls stand in the register under their numbers, all other talk under its clients."
    more = len(found.records) - _ROWS_SHOWN
    if more > 0:
        yield f"and {more:,} more; --csv or --json tells all of them."
    yield _ground(found.as_of_at, found.searched)


def _row(row: Mapping[str, Any]) -> list[str]:
    ended = "still open" if row["ended_at"] is None else oslo(row["ended_at"])
    who = [_short(row["from_number"] or "-"), _short(row["to_number"] or "-")] if "from_number" in row else []
    return [
        row["medium"],
        both(row["started_at"]),
        ended.removeprefix(oslo(row["started_at"])[:11]),
        *(who or [", ".join(map(_short, row["clients"])), ""]),
        ", ".join(map(_short, row["employees"])),
        row["firm"],
    ]


def _short(pseudonym: str) -> str:
    """A pseudonym as long as a person compares it."""
    is_long = len(pseudonym) > 2 * _PSEUDONYM_SHOWN
    return f"{pseudonym[:_PSEUDONYM_SHOWN]}…" if is_long else pseudonym


def _ground(as_of_at: str, searched: Sequence[str] = ()) -> str:
    logged = f" Logged as {', '.join(searched)}." if searched else ""
    return f"Complete as of the tick of {both(as_of_at)}.{logged}"


def overdue_tables(told: Overdue) -> Iterator[Table | str]:
    """What is to be done, the most urgent first."""
    if told.items:
        late = sum(item.is_overdue for item in told.items)
        shown = table(
            f"To be done: {len(told.items):,}, of which {late:,} stand or are late",
            ["since / by", "", "what", "code", "severity", "object"],
            [],
        )
        for item in told.items[:_ROWS_SHOWN]:
            where = item.object if item.segment is None else f"{item.object}/{item.segment}"
            shown.add_row(
                item.due_on,
                "late" if item.is_overdue else "",
                item.what,
                item.code or "-",
                item.severity or "-",
                where,
            )
        yield shown
    else:
        yield "Nothing is to be done."
    more = len(told.items) - _ROWS_SHOWN
    if more > 0:
        yield f"and {more:,} more; --csv or --json tells all of them."
    yield _ground(told.as_of_at)


def coverage_tables(told: Coverage) -> Iterator[Table | str]:
    """How much of a month was captured, and whose gaps are open."""
    if told.captured:
        shown = table(
            f"Captured in {told.month}, segments by duty",
            ["firm", "duty"],
            ["segments", "captured", "", "not"],
        )
        for one in told.captured:
            shown.add_row(
                one.firm,
                one.duty,
                f"{one.segments:,}",
                f"{one.captured:,}",
                percent(one.captured, one.segments),
                f"{one.segments - one.captured:,}",
            )
        yield shown
    else:
        yield f"No segment with a duty began in {told.month}."
    if told.gaps:
        shown = table(
            f"Open gaps that were found in {told.month}, by employee",
            ["employee", "what"],
            ["segments", "of them without recorder"],
        )
        for gaps in told.gaps[:_ROWS_SHOWN]:
            what = ", ".join(f"{code} {count:,}" for code, count in gaps.segments.items())
            name = "(nobody known)" if gaps.employee == NOBODY else _short(gaps.employee)
            shown.add_row(name, what, f"{sum(gaps.segments.values()):,}", f"{gaps.unconnected:,}")
        yield shown
    yield _ground(told.as_of_at)


def record_tables(known: Known) -> Iterator[Table | str]:
    """What is known of a record."""
    if not known.authorised:
        yield f"Not authorised: no grant in force shows {known.record}."
        yield _ground(known.as_of_at, known.searched)
        return
    shown = table(f"Record {known.record}", ["", ""], [])
    for name, value in _facts(known):
        shown.add_row(name, value)
    yield shown
    for breach in known.breaches:
        where = breach["object"] + (f"/{breach['segment']}" if "segment" in breach else "")
        until = f", closed {both(breach['closed_at'])}" if "closed_at" in breach else ""
        yield (
            f"{breach['status']} {breach['code']} ({breach['severity']}) of {where}, since "
            f"{both(breach['opened_at'])}{until}: {CODES[breach['code']].found} {', '.join(breach['cites'])}."
        )
    yield _ground(known.as_of_at, known.searched)


def _facts(known: Known) -> Iterator[tuple[str, str]]:
    if known.register is not None:
        names = ("medium", "began", "ended", "from / clients", "to", "employees", "firm")
        yield "communication", known.register["communication"]
        yield from zip(names, _row(known.register), strict=True)
    else:
        yield "register", "it is not found by any search: deleted, or its communication is not known"
    for name, value in (known.retention or {}).items():
        if name != "communication":
            yield name.replace("_", " "), _told(value)
    for decision in known.decisions:
        words = (
            f"{decision['duty']} {decision['form']}: {decision['reason']} ({', '.join(decision['cites'])})"
        )
        yield f"segment {decision['segment']}", words
    for name, request in known.requests.items():
        yield (
            f"request {name}",
            f"{request['status']}, by {_short(request['requester'])}, {request['requested_on']}",
        )
    for receipt in known.receipts.values():
        part = f" ({receipt['part']} alone)" if "part" in receipt else ""
        yield "deleted" + part, f"{both(receipt['deleted_at'])}, {receipt['reason']}"
    for access in known.accesses.values():
        grant = "authorised" if access["authorised"] else "NOT authorised"
        yield "opened", f"{both(access['at'])} by {_short(access['actor'])}, {access['purpose']}, {grant}"


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as a spreadsheet reads them; lists are joined by spaces."""
    if not rows:
        return ""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, Mapping):
        return " ".join(f"{name}={one}" for name, one in value.items())
    return "" if value is None else value


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value)) or "-"
