"""Which uses does an individual have in a month at a recipient firm, and as what, one by one?

The stages join uses to a word and forget them one by one; here each is told with what was recorded of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from streams.domains.marketdata.explanations.recorded import User
from streams.domains.marketdata.rules.classification import DEVICE, NO_RECORD
from streams.domains.marketdata.rules.individual import individual_of, is_device
from streams.domains.marketdata.rules.statements import newest
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.state.admission import Variant
from streams.domains.marketdata.state.users import Statements
from streams.domains.marketdata.state.words import PROFESSIONAL, USED, in_cell, profile_of


class Classified(NamedTuple):
    """A class that is in force during a use.

    Attributes:
        since_us: when its record took effect; None where there is no record, or the individual is a device.
        id: of the record's event; empty likewise.
        bits: the class with its flag (see `words`).
    """

    since_us: int | None
    id: str
    bits: int

    @property
    def is_professional(self) -> bool:
        """Whether it makes the individual Professional."""
        return bool(self.bits & PROFESSIONAL)


class Use(NamedTuple):
    """A use in a month.

    Attributes:
        name: under which it was recorded: the individual's, or that of a device dedicated to it.
        entitlement: its name; empty for an access.
        id: of the event that grants the entitlement; empty for an access.
        since_us: when the entitlement began, be it before the month; the instant of an access.
        cell: see `words`.
        classes: those in force during it in the month, in order.
    """

    name: str
    entitlement: str
    id: str
    since_us: int
    cell: int
    classes: tuple[Classified, ...]

    @property
    def bits(self) -> int:
        """What it adds to the word of the month."""
        return in_cell(self.cell, reduce(or_, (one.bits for one in self.classes), USED))


def profile_of_uses(uses: Iterable[Use]) -> int:
    """The profile that uses come to."""
    return profile_of(reduce(or_, (one.bits for one in uses), 0))


def uses_in(book: FactBook, user: User, firm: str, variant: Variant) -> list[Use]:
    """The uses of an individual at a firm in the month of a variant, as it takes them; in order of their beginning."""
    lending = {name: said for name, said in user.parts.items() if _lends(book, name, user.name, variant)}
    classes = _classes(book, user, variant)
    start_us, end_us = book.months.start_us(variant.month), book.months.start_us(variant.month + 1)
    found = [*_entitlements(lending, firm, classes, variant, (start_us, end_us))]
    found += _accesses(lending, firm, classes, variant, (start_us, end_us))
    return sorted(found, key=lambda one: (one.since_us, one.name, one.entitlement, one.cell))


def _lends(book: FactBook, name: str, individual: str, variant: Variant) -> bool:
    stated = book.devices.statements(name)
    return (individual_of(name, stated, variant) if stated else name) == individual


def _classes(book: FactBook, user: User, variant: Variant) -> list[Classified]:
    """The classes of an individual in order; the first is what it is before any record."""
    if is_device(book.devices.statements(user.name), variant):
        return [Classified(None, "", DEVICE)]
    own = user.parts.get(user.name)
    taken = () if own is None else (one for one in own.records if variant.takes(one))
    records = sorted(newest(taken, lambda one: one.effective_us).items())
    return [Classified(None, "", NO_RECORD), *(Classified(since, one.id, one.bits) for since, one in records)]


def _during(classes: list[Classified], start_us: int, until_us: int) -> tuple[Classified, ...]:
    """The class in force at a start, and those that begin strictly between it and an end."""
    at_start = max(
        place for place, one in enumerate(classes) if one.since_us is None or one.since_us <= start_us
    )
    later = (one for one in classes[at_start + 1 :] if one.since_us is not None and one.since_us < until_us)
    return (classes[at_start], *later)


def _entitlements(
    lending: Mapping[str, Statements],
    firm: str,
    classes: list[Classified],
    variant: Variant,
    month_us: tuple[int, int],
) -> Iterator[Use]:
    for name, said in lending.items():
        ends = newest((one for one in said.revocations if variant.takes(one)), lambda one: one.entitlement)
        grants = newest((one for one in said.grants if variant.takes(one)), lambda one: one.entitlement)
        for entitlement, grant in grants.items():
            end = ends.get(entitlement)
            until_us = month_us[1] if end is None else min(end.effective_us, month_us[1])
            start_us = max(grant.effective_us, month_us[0])
            if said.firms[grant.firm] == firm and start_us < until_us:
                held = _during(classes, start_us, until_us)
                yield Use(name, entitlement, grant.id, grant.effective_us, grant.cell, held)


def _accesses(
    lending: Mapping[str, Statements],
    firm: str,
    classes: list[Classified],
    variant: Variant,
    month_us: tuple[int, int],
) -> Iterator[Use]:
    for name, said in lending.items():
        for access in said.all_accesses():
            at_us = access.accessed_us
            if (
                said.firms[access.firm] == firm
                and month_us[0] <= at_us < month_us[1]
                and variant.takes(access)
            ):
                yield Use(name, "", "", at_us, access.cell, _during(classes, at_us, at_us))
