"""Who searched the register, and was that authorised? (section 10.2)"""

from collections.abc import Iterable

import msgspec

from schemas.comms import RegisterSearched
from streams.domains.comms.rules.access import may_search
from streams.domains.comms.rules.findings import Finding
from streams.domains.comms.stages.board import Board, Rows, breach_rows
from streams.domains.comms.stages.handover import TickReached
from streams.domains.comms.stages.rows_of_records import search_row
from streams.domains.comms.state.grants import Grants
from streams.kernel.table import StoredTable, Table


class SearchRow(msgspec.Struct, array_like=True, gc=False):
    """One search with what was published of it."""

    search: RegisterSearched
    is_allowed: bool = False
    shown: Rows = {}


class ActorRow(msgspec.Struct, array_like=True, gc=False):
    """The searches of one person, with the breach that they may give."""

    searches: list[str] = []
    shown: Rows = {}


class Searches:
    """The log of searches of one partition, by who searched."""

    def __init__(self, grants: Grants, board: Board) -> None:
        self._grants = grants
        self._board = board
        self._rows: Table[SearchRow] = Table("searches", SearchRow)
        self._actors: Table[ActorRow] = Table("actors", ActorRow)
        self._touched: dict[str, None] = {}

    @property
    def tables(self) -> Iterable[StoredTable]:
        """Everything that it remembers."""
        return self._rows, self._actors

    def resume(self) -> None:
        """Nothing is derived: what was touched was told at its tick."""

    def log(self, searched: RegisterSearched) -> None:
        """Take a search."""
        actor = self._actors.get(searched.actor) or ActorRow()
        actor.searches.append(searched.id)
        self._actors.put(searched.actor, actor)
        self._rows.put(searched.id, SearchRow(searched))
        self._touched[searched.actor] = None

    def touch(self, subject: str) -> None:
        """Look again at the searches of somebody whose grants changed."""
        noun, _, actor = subject.partition("/")
        if noun == "actor" and actor in self._actors:
            self._touched[actor] = None

    def tell(self, tick: TickReached) -> None:
        """Publish the searches of those who were touched."""
        for name in sorted(self._touched):
            actor = self._actors.get(name)
            if actor is not None:
                self._tell(name, actor, tick)
        self._touched.clear()

    def _tell(self, name: str, actor: ActorRow, tick: TickReached) -> None:
        findings: list[Finding] = []
        for identifier in actor.searches:
            row = self._rows.get(identifier)
            if row is None:
                continue
            row.is_allowed = may_search(row.search, self._grants)
            if self._board.post(row.shown, [search_row(row.search, is_allowed=row.is_allowed)], tick, name):
                self._rows.put(identifier, row)
            if not row.is_allowed and not findings:
                findings.append(Finding("ACCESS_UNAUTHORISED", f"REGISTER:{name}", identifier))
        self._board.post(actor.shown, breach_rows(actor.shown, findings, tick), tick, name)
        self._actors.put(name, actor)
