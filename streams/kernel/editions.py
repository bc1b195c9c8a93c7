"""Which values of a domain's law hold on a day, each checked and typed?"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, Generic, NamedTuple, TypeVar

import msgspec

from streams.kernel.errors import UserError
from streams.kernel.law import LawBook

V = TypeVar("V", bound=msgspec.Struct)

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_DAY_US: Final = 86_400_000_000


class Derived(NamedTuple):
    """A field of the values that is more than the amount of its parameter.

    Attributes:
        check: raises msgspec.ValidationError for an amount that is not allowed.
        on: the field's value on a day.
    """

    check: Callable[[object], object]
    on: Callable[[LawBook, date], object]


_NONE_DERIVED: Final[Mapping[str, Derived]] = {}


class Editions(Generic[V]):
    """The law of a domain with every value checked, looked up by instant or by day.

    Attributes:
        book: the dated values, and the overrides that a case document asks for.
    """

    def __init__(
        self,
        book: LawBook,
        values: type[V],
        allowed: Mapping[str, str],
        derived: Mapping[str, Derived] = _NONE_DERIVED,
    ) -> None:
        """Check all values of a law.

        Args:
            values: a struct whose every field is the parameter `<domain>.<field>`; its type says what is allowed.
            allowed: the same in words, by field.
            derived: fields that are worked out from their parameter.

        Raises:
            UserError: every value that is not allowed, in one message.
        """
        self.book = book
        self._values = values
        self._types = {field.name: field.type for field in msgspec.structs.fields(values)}
        self._derived = derived
        faults = list(self._faults(allowed))
        if faults:
            raise UserError(
                f"The parameters of {book.domain} cannot be used: {'; '.join(faults)}. "
                "Correct them and start again; nothing was decided."
            )
        days = sorted(_days_of_change(book)) or [date.min]
        self._starts = [day.toordinal() - _EPOCH_DAY for day in days]
        self._editions = [self._values_on(day) for day in days]

    def on(self, at_us: int) -> V:
        """Give the values that hold on the UTC day of an instant.

        Args:
            at_us: microseconds from 1970-01-01T00:00:00Z.
        """
        if len(self._editions) == 1:
            return self._editions[0]
        return self._edition(at_us // _DAY_US)

    def on_day(self, day: date) -> V:
        """Give the values that hold on a day; before the first entry of a parameter its first one counts."""
        return self._edition(day.toordinal() - _EPOCH_DAY)

    def _edition(self, epoch_day: int) -> V:
        """Find the edition in force on a day, counted from 1970-01-01."""
        return self._editions[max(0, bisect_right(self._starts, epoch_day) - 1)]

    def _faults(self, allowed: Mapping[str, str]) -> Iterator[str]:
        """Name every parameter that is missing, read by nobody, or has a value that is not allowed."""
        book = self.book
        known = {f"{book.domain}.{field}" for field in self._types}
        yield from (f"{identifier} is missing" for identifier in sorted(known - set(book.parameters)))
        yield from (f"{identifier} is read by no rule" for identifier in sorted(set(book.parameters) - known))
        for field in self._types:
            for where, amount in _amounts(book, f"{book.domain}.{field}"):
                if not self._is_allowed(field, amount):
                    yield f"{where} is {_shown(amount)}, allowed is {allowed[field]}"

    def _is_allowed(self, field: str, amount: object) -> bool:
        """Say whether a field of the values can take an amount."""
        try:
            if field in self._derived:
                self._derived[field].check(amount)
            else:
                msgspec.convert(amount, self._types[field])
        except msgspec.ValidationError:
            return False
        return True

    def _values_on(self, day: date) -> V:
        """Put together the values of one day."""
        amounts = {
            field: self._derived[field].on(self.book, day)
            if field in self._derived
            else self.book.amount(f"{self.book.domain}.{field}", day)
            for field in self._types
        }
        return msgspec.convert(amounts, self._values)


def _amounts(book: LawBook, identifier: str) -> Iterator[tuple[str, object]]:
    """Give every amount that a parameter takes, with where it stands."""
    if identifier in book.overrides:
        yield identifier, book.overrides[identifier]
    elif identifier in book.parameters:
        for dated in book.parameters[identifier].known():
            yield f"{identifier} from {dated.from_on}", dated.amount


def _shown(amount: object) -> str:
    """Write an amount as a person would in a case document."""
    return "left out" if amount is None else json.dumps(amount, ensure_ascii=False, default=str)


def _days_of_change(book: LawBook) -> set[date]:
    """Collect the days from which another value may hold."""
    return {
        dated.from_on
        for identifier, parameter in book.parameters.items()
        if identifier not in book.overrides
        for dated in parameter.known()
    }
