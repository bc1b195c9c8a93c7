"""Which event do the bytes of a record hold, and if none, why?"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import attrgetter, or_
from typing import Final, Generic, Literal, NamedTuple, NoReturn, TypeVar

import msgspec
from msgspec import UNSET

from schemas.wire import Event

EventT = TypeVar("EventT", bound=Event)
Check = Callable[[object], object]
ClearIdentifiers = Callable[[Mapping[str, object]], Iterator[tuple[str, object]]]
"""Names each value of a JSON object that should be a pseudonym and is none, with its field."""

_MOST_DIGITS: Final = 4_000
"""Longer numbers are refused: Python and msgspec convert 4,300 digits at most, and sums outgrow their parts."""
_TOO_LONG: Final = float("inf")
_LONGEST_SHOWN: Final = 100
_DIGEST_BYTES: Final = 16

_MISSING: Final = re.compile(r"Object missing required field `(?P<name>.*)`", re.DOTALL)
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_WRITTEN: Final = re.compile(
    r"(?<=value )'[^']*'|(?<=value )\"[^\"]*\"|(?<=\"type\" is )\".*\"(?=, which)|^\".*\"(?= is not a field)",
    re.DOTALL,
)
_WITHHELD: Final = "(withheld)"
_SHORTEST_SOUGHT: Final = 4
_BAD: Final = re.compile(r"(?P<what>.*) - at `\$\.(?P<name>\w+)(?P<rest>\S*)`", re.DOTALL)


class Unreadable(msgspec.Struct, frozen=True):
    """Why a record holds no event of the contract.

    Attributes:
        reason: NOT_JSON, no UTF-8 JSON object; UNKNOWN_TYPE, `type` absent or not of the contract;
            CLEAR_IDENTIFIER, a person or number in clear where a pseudonym belongs; or SCHEMA.
        detail: a clause for a person that names the place.
        withheld: the record without what must not be kept in clear, to be kept in its place; None: keep the record.
    """

    reason: Literal["NOT_JSON", "UNKNOWN_TYPE", "CLEAR_IDENTIFIER", "SCHEMA"]
    detail: str
    withheld: bytes | None = None


class _Checks(NamedTuple):
    """The checks on the fields of a struct: how to get the checked values all at once, and a check for each.

    Every event has `id` and `at`, and `at` is checked, so that there is a value; two make it a tuple.
    """

    values: Callable[[Event], tuple[object, ...]]
    checks: tuple[Check, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, struct: type[Event]) -> "_Checks":
        """Collect the checks of a struct."""
        found = [("id", _unchecked), *_checks_of(struct)]
        names = tuple(name for name, _ in found)
        return cls(attrgetter(*names), tuple(check for _, check in found), names)


def _unchecked(_held: object) -> None:
    """Take any value."""


class Reader(Generic[EventT]):
    """Reads the records of one topic as events of its contract."""

    def __init__(
        self, structs: tuple[type[EventT], ...], clear_identifiers: ClearIdentifiers | None = None
    ) -> None:
        """Build the decoder of a contract.

        Args:
            structs: every event of the contract, each with its own tag.
            clear_identifiers: finds what names a person or a number in clear; None where a contract guards none.
                Where there is one, no detail quotes what a writer wrote.
        """
        self._clear_identifiers = clear_identifiers
        self._decode: Callable[[bytes], EventT] = msgspec.json.Decoder(reduce(or_, structs)).decode
        self._structs = {str(struct.__struct_config__.tag): struct for struct in structs}
        self._checks = {struct: _Checks.of(struct) for struct in structs}

    def read(self, value: bytes | None) -> EventT | Unreadable:
        """Read one record.

        Args:
            value: the bytes of the record; None for a record without a value.

        Returns:
            The event, or why there is none. Equal JSON values give equal events, whatever the order of
            their keys, their white space and the notation of their whole numbers (1, 1.0 and 10e-1 are one).

        Reading: half of a surrogate pair in a text ("\\ud800") is NOT_JSON, because no UTF-8 can carry it on.
        """
        if value is None:
            return Unreadable("NOT_JSON", "the record has no value")
        if len(value) > _MOST_DIGITS:
            return self._read_slowly(value)
        try:
            event = self._decode(value)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return self._read_slowly(value)
        answer = self._checked(event)
        if self._clear_identifiers is not None and isinstance(answer, Unreadable):
            return self._read_slowly(value)
        return answer

    def _checked(self, event: EventT) -> EventT | Unreadable:
        values, checks, names = self._checks[type(event)]
        place = 0
        try:
            for held in values(event):
                if held is not UNSET:
                    checks[place](held)
                place += 1
        except ValueError as problem:
            return Unreadable("SCHEMA", f'{event.__struct_config__.tag}: "{names[place]}" {problem}')
        return event

    def _read_slowly(self, value: bytes) -> EventT | Unreadable:
        """Read what the decoder refused, or what may hold too long a number.

        The decoder refuses 1.0 for 1, a key that stands twice, and what is no event at all.
        """
        try:
            members = _json_object(value)
        except ValueError as problem:
            return Unreadable("NOT_JSON", str(problem))
        tag = members.get("type")
        struct = self._structs.get(tag) if isinstance(tag, str) else None
        clear = {} if self._clear_identifiers is None else dict(self._clear_identifiers(members))
        withheld = _withheld(members, clear.values()) if clear else None
        if struct is None:
            return Unreadable("UNKNOWN_TYPE", self._discreet(_unknown_type(members)), withheld)
        if any(isinstance(value, str) for value in clear.values()):
            return Unreadable("CLEAR_IDENTIFIER", f"{tag}: {_no_pseudonym(clear)}", withheld)
        try:
            event = msgspec.convert(members, struct)
        except msgspec.ValidationError as problem:
            return Unreadable("SCHEMA", f"{tag}: {self._discreet(_breach(str(problem), members))}", withheld)
        return self._checked(event)

    def _discreet(self, clause: str) -> str:
        """A clause without what a writer wrote, where that might name somebody."""
        if self._clear_identifiers is None:
            return clause
        return _WRITTEN.sub(f"'{_WITHHELD}'", clause)


def _no_pseudonym(clear: Collection[str]) -> str:
    """Say in a clause which fields hold somebody in clear, without saying who."""
    fields = ", ".join(f'"{name}"' for name in clear)
    return f"{fields} {'holds' if len(clear) == 1 else 'hold'} no pseudonym; the text is not shown or kept"


def _withheld(members: dict[str, object], clear: Collection[object]) -> bytes:
    """A JSON object without the values that name somebody in clear, wherever they stand."""
    texts = {value for value in clear if isinstance(value, str) and value}
    others = [value for value in clear if not isinstance(value, str)]
    return json.dumps(_without(members, texts, others), ensure_ascii=False).encode()


def _without(value: object, texts: Collection[str], others: Collection[object]) -> object:
    """A JSON value with a word in the place of all that is one of these, and of every part that is one of the texts."""
    if any(value is other for other in others):
        return _WITHHELD
    if isinstance(value, str):
        for text in texts:
            if value == text or (len(text) >= _SHORTEST_SOUGHT and text in value):
                value = value.replace(text, _WITHHELD)
        return value
    if isinstance(value, list):
        return [_without(part, texts, others) for part in value]
    if isinstance(value, dict):
        return {str(_without(name, texts, ())): _without(part, texts, others) for name, part in value.items()}
    return value


_canonical: Final = msgspec.json.Encoder(order="sorted").encode


def body_digest(event: Event) -> bytes:
    """Digest the body of an event, 16 bytes, alike exactly when two bodies are equal as JSON values.

    The stamp `at` is part of the body. A field left out differs from its default written out.
    """
    return hashlib.blake2b(_canonical(event), digest_size=_DIGEST_BYTES).digest()


def _checks_of(struct: type[Event]) -> Iterator[tuple[str, Check]]:
    """List the checks that the types of a struct's fields carry for the reader (see `schemas.wire`)."""
    described = msgspec.inspect.type_info(struct)
    assert isinstance(described, msgspec.inspect.StructType)
    for field in described.fields:
        kinds = field.type.types if isinstance(field.type, msgspec.inspect.UnionType) else (field.type,)
        for kind in kinds:
            if isinstance(kind, msgspec.inspect.Metadata) and kind.extra:
                yield field.name, kind.extra["check"]


def _json_object(value: bytes) -> dict[str, object]:
    """Parse a JSON object, its whole numbers as int; ValueError says in a clause why the bytes hold none."""
    try:
        text = value.decode("utf-8")
        parsed: object = json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=_refuse_constant
        )
        json.dumps(parsed, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as problem:
        raise ValueError(f"no UTF-8 from byte {problem.start} on") from None
    except UnicodeEncodeError:
        raise ValueError("a text holds half of a surrogate pair") from None
    except json.JSONDecodeError as problem:
        raise ValueError(f"no JSON from character {problem.pos} on") from None
    except RecursionError:
        raise ValueError("nested too deeply to be read") from None
    if not isinstance(parsed, dict):
        raise ValueError("a JSON value, but not an object")
    return parsed


def _number(text: str) -> int | float:
    """Read a JSON number: whole ones exactly and as int, however written."""
    try:
        exact = Decimal(text)
    except InvalidOperation:  # an exponent beyond all reason
        return _TOO_LONG
    if exact.is_zero():
        return 0
    if exact.adjusted() >= _MOST_DIGITS:
        return _TOO_LONG
    return int(exact) if exact == exact.to_integral_value() else float(text)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _unknown_type(members: dict[str, object]) -> str:
    if "type" not in members:
        return '"type" is missing'
    tag = members["type"]
    if not isinstance(tag, str):
        return '"type" is not a text'
    return f'"type" is {_quoted(tag)}, which is not of the contract'


def _breach(message: str, members: dict[str, object]) -> str:
    """Say in a clause which field breaks the schema, from the decoder's message."""
    if missing := _MISSING.fullmatch(message):
        return f'"{missing["name"]}" is missing'
    if unknown := _UNKNOWN.fullmatch(message):
        return f"{_quoted(unknown['name'])} is not a field of this event"
    if bad := _BAD.fullmatch(message):
        held = members.get(bad["name"])
        if held is None:
            return f'"{bad["name"]}" is null; a field without a value is left out'
        if held == _TOO_LONG:
            return f'"{bad["name"]}" has too many digits'
        return f'"{bad["name"]}{bad["rest"]}" is wrong: {bad["what"][0].lower()}{_cut(bad["what"][1:])}'
    return _cut(message)


def _quoted(text: str) -> str:
    return json.dumps(_cut(text), ensure_ascii=False)


def _cut(text: str) -> str:
    """Shorten a writer's text before it floods a log."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
