"""What are the terms of a swap, by a row and what is known beside it?"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Final, NamedTuple, cast

from streams.readers.columns import Row
from streams.readers.lacks import Lack, LacksError
from streams.readers.swaps import amounts, products
from streams.readers.swaps.given import Given, Party, SwapGiven
from streams.readers.swaps.lacks import Reason, lack

Terms = dict[str, object]
"""Fields of an event that say what a swap is, as the contract names them; a field that is left out has its default."""

NOTHING: Final = SwapGiven("")
EXECUTION: Final = ("facility", "executed_anonymously", "clearing")
"""How a swap, an amendment or a novation was executed."""

_NO_FACILITY: Final = frozenset({"BILT", "XXXX", "XOFF"})
_NOT_CLEARED, _INTENDED = "N", "I"
_LEGS_THAT_ARISE: Final[Mapping[str, str]] = {"CLRG": "CLEARING", "CLAL": "CLEARING", "EXER": "EXERCISE"}
"""The exclusion of a party from counting that follows from the event by which a swap arose."""


class Reported(NamedTuple):
    """A row, with all that is known beside it.

    Attributes:
        zone: in which the day of a trade is told.
    """

    row: Row
    about_swap: SwapGiven
    given: Given
    zone: tzinfo = UTC


def instant(row: Row, *elements: str) -> datetime:
    """The first of some instants that a row tells, in UTC; one without a zone is in UTC, as the specification says.

    Raises:
        LacksError: none is told, or it is no instant.
    """
    told = next((element for element in elements if row[element]), elements[-1])
    try:
        found = datetime.fromisoformat(row[told])
    except ValueError:
        what = f'"{row[told]}" is no instant' if row[told] else "it is empty"
        raise lack(Reason.TIMESTAMP_UNREADABLE, told, what) from None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def day(case: Reported, *elements: str) -> str:
    """The day of the first of some instants that a row tells, in the zone in which days are told."""
    return instant(case.row, *elements).astimezone(case.zone).date().isoformat()


def terms(case: Reported) -> Terms:
    """All terms of a swap as a row tells them.

    Raises:
        LacksError: some are lacking; it names all of them.
    """
    found: Terms = {}
    lacks: list[Lack] = []
    for name, term in _TERMS.items():
        try:
            value = term(case)
        except LacksError as fault:
            lacks += fault.lacks
        else:
            if value is not None:
                found[name] = value
    if lacks:
        raise LacksError(lacks)
    return found


def execution(case: Reported) -> Terms:
    """How an amendment or a novation was executed: its facility, anonymity and clearing."""
    return {name: value for name in EXECUTION if (value := _TERMS[name](case)) is not None}


def parties(case: Reported) -> list[Party]:
    """Both parties: as given for the swap, or by their identifiers and what is known of their dealing.

    Raises:
        LacksError: they are not known, or it is not known whether one deals.
    """
    row, given = case.row, case.given
    reported = [
        given.entities.get(name, name) for name in (row["counterparty_1"], row["counterparty_2"]) if name
    ]
    told = case.about_swap.parties
    if told is not None:
        if reported and sorted(reported) != sorted(str(party.get("entity")) for party in told):
            raise lack(
                Reason.PARTIES_DIFFER,
                "counterparty_1",
                f"it is between {' and '.join(reported)}, as reported",
            )
        return told
    if len(reported) < 2:
        raise lack(
            Reason.PARTIES_UNKNOWN,
            "counterparty_1",
            'files for the public name no parties; give "parties" for the swap in the parties file',
        )
    if reported[0] == reported[1]:
        raise lack(Reason.PARTIES_ALIKE, "counterparty_2", f"it is {reported[0]}, as the first one is")
    return [_party(case, name, number) for number, name in enumerate(reported, 1)]


def _party(case: Reported, name: str, number: int) -> Party:
    deals = case.given.dealing.get(name)
    if deals is None:
        raise lack(
            Reason.DEALING_UNKNOWN,
            f"counterparty_{number}",
            f"no report tells whether {name} deals; say so under [dealing] in the parties file, or for the swap",
        )
    party: Party = {"entity": name, "dealing": deals}
    exclusion = _LEGS_THAT_ARISE.get(case.row["event"])
    return {**party, "exclusions": [exclusion]} if exclusion else party


def _traded_on(case: Reported) -> str:
    return day(case, "executed_at")


def _product(case: Reported) -> str:
    given = case.about_swap.product or case.given.products.get(case.row["product"])
    return given or products.product(case.row)


def _notionals(case: Reported) -> list[dict[str, object]]:
    return case.about_swap.notionals or amounts.notionals(case.row)


def _facility(case: Reported) -> str | None:
    """The kind of the platform; None where none was involved, or none is told because the swap arose by clearing."""
    platform = case.row["platform"].upper()
    if case.about_swap.facility is not None:
        return case.about_swap.facility
    if not platform or platform in _NO_FACILITY:
        return None
    kind = case.given.facilities.get(platform)
    if kind is None:
        raise lack(
            Reason.FACILITY_UNKNOWN,
            "platform",
            f"say under [facilities] in the parties file what kind of facility {platform} is",
        )
    return kind


def _clearing(case: Reported) -> str | None:
    """The kind of the clearing house; None where the swap is not cleared, or is to be and no house is named yet."""
    row = case.row
    if case.about_swap.clearing is not None:
        return case.about_swap.clearing
    cleared = row["cleared"].upper()
    if cleared == _NOT_CLEARED or (cleared == _INTENDED and not row["clearing_house"]):
        return None
    kind = case.given.clearing_houses.get(row["clearing_house"])
    if kind is None:
        house = row["clearing_house"] or "no house is named"
        raise lack(
            Reason.CLEARING_HOUSE_UNKNOWN,
            "clearing_house",
            f'{house}; say in the parties file, under [clearing_houses] or as "clearing" of the swap, what kind it is',
        )
    return kind


def _executed_anonymously(case: Reported) -> bool | None:
    return case.about_swap.executed_anonymously


_TERMS: Final = cast(
    "Mapping[str, Callable[[Reported], object]]",
    {
        "traded_on": _traded_on,
        "product": _product,
        "notionals": _notionals,
        "parties": parties,
        "facility": _facility,
        "executed_anonymously": _executed_anonymously,
        "clearing": _clearing,
    },
)
