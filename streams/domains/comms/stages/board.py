"""How do the rows of an object get from what holds now to views and outcomes, each change told once?"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, cast

import msgspec

from streams.domains.comms.rules.findings import CODES, Finding
from streams.domains.comms.stages.handover import TickReached
from streams.domains.comms.state.calendar import shown_at
from streams.kernel.canonical import canonical_json
from streams.kernel.output import Output
from streams.kernel.watched import Watched

BREACHES: Final = "breaches"
SET_ASIDE: Final = "set_aside"
_OPEN: Final = "OPEN"
_CLOSED: Final = "CLOSED"
_OPENINGS: Final = frozenset({"breach_opened", "breach_closed"})
_NO_FIELDS: Final[Mapping[str, object]] = {}


class Shown(msgspec.Struct, array_like=True, gc=False):
    """What a row of a view held when it changed last.

    Attributes:
        tick: at which that was.
        event: the input event behind it.
    """

    value: msgspec.Raw
    tick: str
    event: str


Rows = dict[str, Shown]
"""The rows that an object has, by view/row key."""


class Row(NamedTuple):
    """A row that an object has now.

    Attributes:
        outcome: the type of the outcome that tells of a change; None where none does.
        target: the key of that outcome's record.
        event: the input event behind it.
        fields: the outcome's own; None: those of the value.
    """

    view: str
    key: str
    value: object
    outcome: str | None
    target: str
    event: str
    cites: Iterable[str]
    fields: Mapping[str, object] | None = None


class Board:
    """Publishes what changed, and counts the breaches that are open.

    Attributes:
        watched: the counts, by code.
    """

    def __init__(self, output: Output) -> None:
        self.watched = Watched(output)
        self._output = output

    def post(self, shown: Rows, rows: Iterable[Row], tick: TickReached, target: str) -> bool:
        """Publish the rows of an object that changed, and take out those that are gone.

        Args:
            shown: the rows as they were published last; it is brought up to date.
            target: the key of the object's records.

        Returns:
            Whether anything changed.
        """
        gone = set(shown)
        is_changed = False
        for row in rows:
            key = f"{row.view}/{row.key}"
            gone.discard(key)
            value = canonical_json(row.value)
            former = shown.get(key)
            if former is not None and bytes(former.value) == value:
                continue
            is_changed = True
            self._output.view_bytes(row.view, row.key, value)
            if row.outcome is not None:
                self._tell(row, tick, former)
            if row.outcome in _OPENINGS:
                self._count(row, former)
            shown[key] = Shown(msgspec.Raw(value), tick.tick, row.event)
        for key in sorted(gone):
            is_changed = True
            view, _, row_key = key.partition("/")
            self._output.view(view, row_key, None)
            former = shown.pop(key)
            if view == SET_ASIDE:
                self._take_up(row_key, former, tick, target)
        return is_changed

    def _take_up(self, row_key: str, former: Shown, tick: TickReached, target: str) -> None:
        """Tell that an event has its effect after all."""
        body: dict[str, object] = {
            "type": "event_taken_up",
            "id": f"event_taken_up/{row_key}@{tick.tick}",
            "event": former.event,
            "at": tick.at,
            "cites": ["VPFF11/1"],
            "reason": row_key.rpartition("/")[2],
        }
        self._output.outcome(target, body)

    def _count(self, row: Row, former: Shown | None) -> None:
        """Count a breach that opens, opens again or closes; not one of which only the details change."""
        value = cast("Mapping[str, object]", row.value)
        was_open = former is not None and _value(former)["status"] == _OPEN
        is_open = value["status"] == _OPEN
        if is_open != was_open:
            self.watched.add("breaches_open", 1 if is_open else -1, str(value["code"]))

    def _tell(self, row: Row, tick: TickReached, former: Shown | None) -> None:
        """Publish the outcome of a change."""
        fields = row.fields
        if fields is None:
            fields = cast("Mapping[str, object]", row.value)
        body: dict[str, object] = {
            **fields,
            "type": row.outcome,
            "id": f"{row.outcome}/{row.key}@{tick.tick}",
            "event": row.event,
            "at": tick.at,
            "cites": list(row.cites),
        }
        if row.outcome == "duty_decided" and former is not None:
            body["supersedes"] = f"{row.outcome}/{row.key}@{former.tick}"
        self._output.outcome(row.target, body)


def breach_rows(shown: Rows, findings: Iterable[Finding], tick: TickReached) -> Iterator[Row]:
    """The rows of all breaches that an object ever had: open while they are found, closed from then on."""
    now = shown_at(tick.now_us)
    found = {finding.key: finding for finding in findings}
    for key, finding in found.items():
        former = shown.get(f"{BREACHES}/{key}")
        yield _open(finding, key, None if former is None else _value(former), now)
    for key, former in list(shown.items()):
        view, _, row_key = key.partition("/")
        if view == BREACHES and row_key not in found:
            yield _closed(row_key, _value(former), former.event, now)


def _value(shown: Shown) -> dict[str, object]:
    value: dict[str, object] = json.loads(bytes(shown.value))
    return value


def _open(finding: Finding, key: str, former: Mapping[str, object] | None, now: str) -> Row:
    code = CODES[finding.code]
    value: dict[str, object] = {
        "code": finding.code,
        "object": finding.target,
        "severity": finding.severity or code.severity,
        "status": _OPEN,
        "opened_at": now if former is None else former["opened_at"],
        "cites": list(code.cites),
        **finding.details,
    }
    if finding.segment is not None:
        value["segment"] = finding.segment
    return Row(BREACHES, key, value, "breach_opened", finding.target, finding.event, code.cites)


def _closed(key: str, former: dict[str, object], event: str, now: str) -> Row:
    code = CODES[str(former["code"])]
    if former["status"] == _CLOSED:
        return Row(BREACHES, key, former, None, str(former["object"]), event, code.cites)
    value = {**former, "status": _CLOSED, "closed_at": now}
    return Row(BREACHES, key, value, "breach_closed", str(former["object"]), event, code.cites)
