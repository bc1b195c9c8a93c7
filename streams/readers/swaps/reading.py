"""Which events does each row become, in the order of the files?"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Final

from streams.readers.columns import Layout, Row
from streams.readers.lacks import LacksError
from streams.readers.outcome import Event, Outcome
from streams.readers.swaps import amounts
from streams.readers.swaps.elements import IDENTIFIERS
from streams.readers.swaps.given import Given, Party
from streams.readers.swaps.lacks import PassedBy, Reason, lack
from streams.readers.swaps.remarks import remarks
from streams.readers.swaps.terms import (
    EXECUTION,
    NOTHING,
    Reported,
    Terms,
    day,
    execution,
    instant,
    parties,
    terms,
)

_OF_THE_SWAP: Final = ("traded_on", "product", "parties")
_OF_ITS_EXECUTION: Final = ("notionals", *EXECUTION)
"""What an amendment has of its own, so that a correction after one is of the amendment."""
_KNOWN_AT: Final = ("disseminated_at", "reported_at", "event_at")
_BEFORE_ALLOCATION: Final = "PREA"


class _Chain:
    """What the rows read so far say of one swap: its terms as the last row told them, and its last amendment."""

    def __init__(self, said: Terms) -> None:
        self.said = said
        self.amendment: str | None = None
        self.is_error = False


_Taken = list[Event] | PassedBy


class Reading:
    """Reads the rows of some files of one kind, oldest first; repeats of a row give the same events again."""

    def __init__(self, layout: Layout, given: Given, zone: tzinfo = UTC) -> None:
        """Begin with no row read.

        Args:
            zone: in which the day of a trade is told; the repositories tell instants in UTC.

        Raises:
            UserError: two entries of what is given are about the same swap.
        """
        self._layout = layout
        self._given = given
        self._by_identifier = given.by_identifier()
        self._zone = zone
        self._chains: dict[str, _Chain] = {}
        self._first: dict[str, str] = {}
        self._set_aside: set[str] = set()

    def take(self, row: Row) -> Outcome:
        """Read the next row."""
        try:
            taken = self._taken(row)
        except LacksError as fault:
            return Outcome(row, lacks=tuple(fault.lacks))
        if isinstance(taken, PassedBy):
            return Outcome(row, passed_by=taken)
        return Outcome(row, tuple(taken), remarks=remarks(row))

    def _taken(self, row: Row) -> _Taken:
        take = _ACTIONS.get(row["action"].upper())
        if take is None:
            raise lack(Reason.ACTION_UNKNOWN, "action", f'"{row["action"]}" is no action')
        if isinstance(take, PassedBy):
            return take
        swap = self._swap(row)
        if not swap:
            raise lack(Reason.IDENTIFIER_MISSING, IDENTIFIERS[self._layout.name][0], "it is empty")
        case = Reported(row, self._by_identifier.get(swap, NOTHING), self._given, self._zone)
        if take is not Reading._traded:
            self._check_first_row(swap, case)
        return take(self, swap, case)

    def _swap(self, row: Row) -> str:
        """The name of the swap; where rows refer to rows before them, the identifier of the first one."""
        named = row.first_of(*IDENTIFIERS[self._layout.name])
        first = self._first.get(named, named)
        self._first[row["dissemination_identifier"]] = first
        return first

    def _check_first_row(self, swap: str, case: Reported) -> None:
        """A later row is set aside with the first one, else what somebody else traded would be changed."""
        if swap in self._set_aside:
            detail = "the row that reported the swap first was set aside"
            raise lack(Reason.FIRST_ROW_SET_ASIDE, "action", detail)
        if swap not in self._chains:
            parties(case)

    def _head(self, type_: str, swap: str, row: Row) -> Event:
        """The header fields of an event; its id is that of the row, wherever the row stands."""
        action = "-".join(part.upper() for part in (row["action"], row["event"]) if part)
        own = row["dissemination_identifier"] or f"{swap}/{action}/{_text(instant(row, 'event_at'))}"
        return {
            "type": type_,
            "id": f"{self._layout.name}/{own}",
            "at": _text(instant(row, *_KNOWN_AT)),
            "swap": swap,
        }

    def _traded(self, swap: str, case: Reported) -> _Taken:
        if case.row["allocation"].upper() == _BEFORE_ALLOCATION:
            return PassedBy.PRE_ALLOCATION
        try:
            said = terms(case)
            head = self._head("swap_traded", swap, case.row)
        except LacksError:
            self._set_aside.add(swap)
            raise
        self._set_aside.discard(swap)
        self._chains.setdefault(swap, _Chain(said))
        novated = self._novated(swap, case, said) if case.row["event"].upper() == "NOVA" else None
        return [novated or {**head, **said}]

    def _novated(self, swap: str, case: Reported, said: Terms) -> Event | None:
        """A novation, where the old swap was read: the party in both remains, the other of the old one steps out."""
        old = case.row.first_of("prior_uti", "prior_usi")
        if old not in self._chains:
            return None
        before, now = _by_entity(self._chains[old].said["parties"]), _by_entity(said["parties"])
        remaining = before.keys() & now.keys()
        if len(remaining) != 1:
            return None
        (remains,), (transferor,), (transferee,) = (
            remaining,
            before.keys() - now.keys(),
            now.keys() - before.keys(),
        )
        deals = case.about_swap.remaining_party_dealing
        return {
            **self._head("swap_novated", swap, case.row),
            "swap": old,
            "new_swap": swap,
            "novated_on": said["traded_on"],
            "transferor": transferor,
            "transferee": now[transferee],
            "remaining_party_dealing": now[remains]["dealing"] if deals is None else deals,
            **{name: said[name] for name in _OF_ITS_EXECUTION if name in said},
        }

    def _modified(self, swap: str, case: Reported) -> _Taken:
        """An amendment, or, where nothing was agreed anew, what was missing before."""
        agreed = case.row["is_amendment"].upper() in ("TRUE", "Y")
        if not agreed and case.row["event"].upper() in ("TRAD", ""):
            return self._corrected(swap, case)
        own = {"notionals": amounts.notionals(case.row), **execution(case)}
        event = {
            **self._head("swap_amended", swap, case.row),
            "version": _version(case.row),
            "amended_on": day(case, "event_at"),
            **own,
        }
        chain = self._chains.get(swap)
        if chain is not None:
            chain.said = {**{name: chain.said[name] for name in _OF_THE_SWAP}, **own}
            chain.amendment = str(event["id"])
        return [event]

    def _corrected(self, swap: str, case: Reported) -> _Taken:
        """What is otherwise than the row before said; what an amendment has of its own is corrected there."""
        chain = self._chains.get(swap)
        if chain is None:
            raise lack(
                Reason.BEGINNING_NOT_READ,
                "action",
                "name the files with the earlier rows of this swap, too, oldest first; rows read before do no harm",
            )
        exact = case.about_swap.notionals
        now = terms(case) if exact is None else {**terms(case), "notionals": chain.said["notionals"]}
        changed = {
            name: value for name, value in _filled_in(now).items() if _filled_in(chain.said)[name] != value
        }
        chain.said = now
        head = {**self._head("swap_corrected", swap, case.row), "version": _version(case.row)}
        of_amendment = {name: value for name, value in changed.items() if name in _OF_ITS_EXECUTION}
        if chain.amendment is None or not of_amendment:
            return [{**head, **changed}] if changed else PassedBy.NOTHING_CHANGED
        of_swap = {name: value for name, value in changed.items() if name in _OF_THE_SWAP}
        events = [{**head, "amendment": chain.amendment, **of_amendment}]
        return [*events, {**head, "id": f"{head['id']}/swap", **of_swap}] if of_swap else events

    def _terminated(self, swap: str, case: Reported) -> _Taken:
        if case.row["allocation"].upper() == _BEFORE_ALLOCATION:
            return PassedBy.PRE_ALLOCATION
        return [{**self._head("swap_terminated", swap, case.row), "terminated_on": day(case, "event_at")}]

    def _error(self, swap: str, case: Reported) -> _Taken:
        if swap in self._chains:
            self._chains[swap].is_error = True
        return [self._head("swap_cancelled", swap, case.row)]

    def _revived(self, swap: str, _case: Reported) -> _Taken:
        chain = self._chains.get(swap)
        if chain is not None and not chain.is_error:
            return PassedBy.REVIVED_AFTER_TERMINATION
        detail = 'write a "swap_traded" with its terms under another name; the cancelled one stays cancelled'
        raise lack(Reason.REVIVED, "action", detail)


_Take = Callable[[Reading, str, Reported], _Taken]

_ACTIONS: Final[Mapping[str, _Take | PassedBy]] = {
    "NEWT": Reading._traded,
    "MODI": Reading._modified,
    "CORR": Reading._corrected,
    "TERM": Reading._terminated,
    "EROR": Reading._error,
    "REVI": Reading._revived,
    "PRTO": PassedBy.TRANSFERRED_OUT,
    "VALU": PassedBy.END_OF_DAY,
    "MARU": PassedBy.END_OF_DAY,
}
"""What each action of the technical specification (#26) means here."""

_DEFAULTS: Final[Terms] = {"facility": "BILATERAL", "executed_anonymously": False, "clearing": "NOT_CLEARED"}


def _filled_in(said: Terms) -> Terms:
    """Terms with the defaults of the contract, so that a correction can take back a value."""
    return {**_DEFAULTS, **said}


def _version(row: Row) -> int:
    """Changes of a swap apply in the order in which they became known, whichever files are read together."""
    return max(2, int(instant(row, *_KNOWN_AT).timestamp()))


def _by_entity(told: object) -> dict[str, Party]:
    assert isinstance(told, list)
    return {str(party["entity"]): party for party in told}


def _text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
