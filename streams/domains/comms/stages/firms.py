"""What do all communications together say of a firm, a client or a month, and what does a search find?"""

from typing import Final

import msgspec

from streams.domains.comms.rules.findings import Finding
from streams.domains.comms.stages.board import Board, Row, Rows, breach_rows
from streams.domains.comms.stages.handover import (
    Answered,
    ConditionHanded,
    Handover,
    MonthCounted,
    TickReached,
    sender_of,
)
from streams.domains.comms.stages.judgements import STAGE as JUDGEMENTS
from streams.domains.comms.stages.tick_gate import TickGate, Turn
from streams.domains.comms.state.calendar import shown_at
from streams.kernel.output import Output
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables

STAGE: Final = "firms"


class ShortcomingRow(msgspec.Struct, array_like=True, gc=False):
    """A shortcoming of a firm or a client.

    Attributes:
        shown_by: start and opener of each segment that shows it, by communication and segment.
    """

    code: str
    target: str
    shown_by: dict[str, tuple[int, str]] = {}
    shown: Rows = {}


class MonthRow(msgspec.Struct, array_like=True, gc=False):
    """The newest figures of every sender for a firm's month.

    Attributes:
        figures: segments and captured, by duty, then by sender.
    """

    figures: dict[str, dict[str, tuple[int, int]]] = {}
    shown: Rows = {}


class Firms:
    """Folds one partition of firms, clients, months and searches."""

    def __init__(self, opening: Opening) -> None:
        self._is_first = opening.partition == 0
        self._sender = sender_of(STAGE, opening.partition)
        self._output: Output = opening.output
        self._board = Board(opening.output)
        senders = [sender_of(JUDGEMENTS, number) for number in range(opening.partitions)]
        self._gate = TickGate(senders, opening.output)
        self._shortcomings: Table[ShortcomingRow] = Table("shortcomings", ShortcomingRow)
        self._months: Table[MonthRow] = Table("months", MonthRow)
        self.tables = Tables(self._gate.table, self._board.watched.table, self._shortcomings, self._months)

    def resume(self) -> None:
        """Find again what waits."""
        self._gate.resume()
        self._board.watched.resume()

    def step(self, event: Handover, record: Record) -> Disposition:
        """Take what was handed on."""
        for turn in self._gate.arrive(event):
            self._act(turn)
        return Disposition.DECIDED

    def _act(self, turn: Turn) -> None:
        self._output.stand_at(turn.tick.number)
        shortcomings: dict[str, None] = {}
        months: dict[str, None] = {}
        found: dict[str, list[Answered]] = {}
        for item in turn.items:
            match item:
                case ConditionHanded():
                    shortcomings[self._take_condition(item)] = None
                case MonthCounted():
                    months[self._take_month(item)] = None
                case Answered():
                    found.setdefault(item.search, []).append(item)
                case _:
                    pass
        for key in sorted(shortcomings):
            self._show_shortcoming(key, turn.tick)
        for key in sorted(months):
            self._show_month(key, turn.tick)
        for search in sorted(found):
            self._show_answer(search, found[search])
        if self._is_first:
            self._output.view("as_of_at", "", shown_at(turn.tick.now_us))
        self._output.view("reached", self._sender, turn.tick.number)

    def _take_condition(self, item: ConditionHanded) -> str:
        key = f"{item.code}/{item.target}"
        row = self._shortcomings.get(key) or ShortcomingRow(item.code, item.target)
        place = f"{item.communication}/{item.segment}"
        if item.opener is None:
            row.shown_by.pop(place, None)
        else:
            row.shown_by[place] = (item.start_us, item.opener)
        self._shortcomings.put(key, row)
        return key

    def _show_shortcoming(self, key: str, tick: TickReached) -> None:
        """A shortcoming is open while any communication shows it."""
        row = self._shortcomings.get(key)
        if row is None:
            return
        findings: list[Finding] = []
        if row.shown_by:
            _, (_, opener) = min(row.shown_by.items(), key=lambda one: (one[1][0], one[0]))
            findings.append(Finding(row.code, row.target, opener))
        self._board.post(row.shown, breach_rows(row.shown, findings, tick), tick, row.target)

    def _take_month(self, item: MonthCounted) -> str:
        row = self._months.get(item.month) or MonthRow()
        row.figures.setdefault(item.duty, {})[item.sender] = (item.segments, item.captured)
        self._months.put(item.month, row)
        return item.month

    def _show_month(self, month: str, tick: TickReached) -> None:
        row = self._months.get(month)
        if row is None:
            return
        value: dict[str, object] = {}
        for duty, figures in row.figures.items():
            segments = sum(one[0] for one in figures.values())
            captured = sum(one[1] for one in figures.values())
            if segments:
                value[duty] = {"segments": segments, "captured": captured}
        rows = [Row("coverage", month, value, None, month, "", ())] if value else []
        self._board.post(row.shown, rows, tick, month)

    def _show_answer(self, search: str, answers: list[Answered]) -> None:
        """The answer of all partitions, in order of the starts, then of the records."""
        records = sorted(found for answer in answers for found in answer.records)
        value = {
            "authorised": answers[0].is_authorised,
            "records": [record for _, record in records],
        }
        self._output.view("searches", search, value)
