"""What do the fields of an event look like on the wire, whatever the domain?

A type says what a decoder checks at once: lengths, bounds. What it leaves to `schemas.reading` stands in its
`extra` under "check": a function that raises ValueError, in words that follow the field's name. What the
published schema says about that check stands in its `extra_json_schema`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from schemas.instants import DATE_PATTERN, INSTANT_PATTERN, date_of, instant_us

PARTY_PATTERN: Final = "^[A-Za-z0-9_.-]{1,64}$"
CENTS_BOUND: Final = 1_000_000_000_000_000

_PARTY: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@lru_cache(maxsize=8_192)
def check_party(text: str) -> None:
    """Refuse a text that is no identifier of an institution.

    Raises:
        ValueError: there are not 1 to 64 characters, or one is none of A-Z a-z 0-9 _ . -
    """
    if _PARTY.fullmatch(text) is None:
        raise ValueError("is not an identifier of 1 to 64 characters A-Z a-z 0-9 _ . -")


def check_parties(names: tuple[str, ...]) -> None:
    """Refuse a list of institutions that holds a bad identifier or one identifier twice.

    Raises:
        ValueError: it does.
    """
    for name in names:
        try:
            check_party(name)
        except ValueError as problem:
            raise ValueError(f"holds a name that {problem}") from None
    if len(set(names)) != len(names):
        raise ValueError("names an institution twice")


Id = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=128,
        description="Chosen by the sender, unique in the domain; a repeat under the same id counts once.",
    ),
]
Party = Annotated[
    str,
    Meta(
        description="Identifier of an institution.",
        extra={"check": check_party},
        extra_json_schema={"pattern": PARTY_PATTERN},
    ),
]
Parties = Annotated[
    tuple[Party, ...],
    Meta(
        description="Identifiers of institutions, none twice.",
        extra={"check": check_parties},
        extra_json_schema={"uniqueItems": True},
    ),
]
InstantText = Annotated[
    str,
    Meta(
        description="RFC 3339 instant in UTC.",
        extra={"check": instant_us},
        extra_json_schema={"pattern": INSTANT_PATTERN},
    ),
]
DateText = Annotated[
    str,
    Meta(
        description="Calendar day.",
        extra={"check": date_of},
        extra_json_schema={"pattern": DATE_PATTERN},
    ),
]
Text = Annotated[str, Meta(min_length=1, max_length=200)]
Cents = Annotated[int, Meta(ge=-CENTS_BOUND, le=CENTS_BOUND, description="Amount in cents.")]
CentsFromZero = Annotated[int, Meta(ge=0, le=CENTS_BOUND, description="Amount in cents, not below zero.")]
CentsAboveZero = Annotated[int, Meta(ge=1, le=CENTS_BOUND, description="Amount in cents above zero.")]
Count = Annotated[int, Meta(description="A count.")]
CountFromZero = Annotated[int, Meta(ge=0, le=CENTS_BOUND, description="A count, not below zero.")]
CountAboveZero = Annotated[int, Meta(ge=1, le=CENTS_BOUND, description="A count above zero.")]


class Event(
    msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True, tag_field="type"
):
    """An event of any domain: its identity and the instant it is stamped with.

    A field that was left out holds UNSET, which stays apart from the field's default written out.
    """

    id: Id
    at: Annotated[InstantText, Meta(description="Stamp of the intake gateway.")]


def require_any(event: Event, names: Iterable[str]) -> None:
    """Refuse an event that leaves out all of these fields.

    Raises:
        ValueError: it does.
    """
    if all(getattr(event, name) is msgspec.UNSET for name in names):
        raise ValueError(f"it needs at least one of {', '.join(names)}")
