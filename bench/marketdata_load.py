"""The loads of section 18 of the market data contract, at any size: users of F9 at D1 over April 2015."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final, NamedTuple

from streams.demo.line import line

MONTH: Final = "2015-04"
_FIRST: Final = datetime(2015, 4, 1, 5, tzinfo=UTC)
_SECONDS: Final = 29 * 86_400
_LATE_SECONDS: Final = 10 * 86_400
_FLOW: Final = 99_999_989
"""A prime: its multiples modulo the number of accesses visit each of them once, in no order that a cache could use."""
_AGAIN_LATER: Final = 10_000
"""So many accesses lie between an access and its repetition."""

SUMMARY_CENTS: Final = 25
PROFESSIONAL_CENTS: Final = 1_000
CONSOLIDATION_CENTS: Final = 100_000
ENTERPRISE_CENTS: Final = 5_000_000
DIGITAL_MEDIA_CENTS: Final = 1_500_000


class Load(NamedTuple):
    """Who uses what.

    Attributes:
        accesses: of each user.
        is_digital: on web sites and mobile devices, to be informed.
        professionals: users who turn Professional on a day inside their cover.
        cancelled: users whose grant is revoked at its own start and who access nothing.
    """

    users: int
    accesses: int
    is_digital: bool = False
    professionals: int = 0
    cancelled: int = 0

    @property
    def invoice_cents(self) -> int:
        """What the month costs, by the section's own formula."""
        viewers = self.users - self.professionals - self.cancelled
        return viewers * SUMMARY_CENTS + self.professionals * PROFESSIONAL_CENTS + CONSOLIDATION_CENTS

    @property
    def saving_cents(self) -> int:
        """What the license that is advised saves; 0 where none does."""
        # Who holds a Digital Media license owes the consolidation fee, too: the section's $16,000.
        license_cents = DIGITAL_MEDIA_CENTS + CONSOLIDATION_CENTS if self.is_digital else ENTERPRISE_CENTS
        return max(0, self.invoice_cents - CONSOLIDATION_CENTS - license_cents)

    def opening(self) -> list[bytes]:
        """The facts: a distributor, a firm and their agreement."""
        at, alpha = "2015-02-01T14:00:00Z", {"legal_entity": "ALPHA", "distributor_kind": "EXTERNAL"}
        signed = {"agreement": "A-D1", "distributor": "D1", "first_month": "2015-03"}
        return [
            line("distributor_registered", "b01", at, distributor="D1", **alpha),
            line("recipient_firm_registered", "b02", at, recipient_firm="F9", legal_entity="GAMMA"),
            line("distribution_agreement_signed", "b03", at, **signed),
        ]

    @property
    def close(self) -> bytes:
        """The close of the month."""
        return line("month_closed", "close", "2015-05-16T12:00:00Z", month=MONTH)

    def events(self, seed: int = 18) -> Iterator[tuple[bytes, bytes]]:
        """Key and value of every event about a user: evidence, grants, then the month; the same for the same seed."""
        for number in range(self.users):
            yield from self._statements(number)
        yield from self._month(Random(seed))

    def _statements(self, number: int) -> Iterator[tuple[bytes, bytes]]:
        user, key = f"n{number:08d}", _key(number)
        yield key, _classified(user, f"c-{user}", "2015-03-01T05:00:00Z", "NO")
        use = (
            b'"channels":["WEB_SITE","MOBILE_DEVICE"],"purpose":"INFORMATIONAL",' if self.is_digital else b""
        )
        yield (
            key,
            (
                b'{"type":"entitlement_granted","id":"g-%s","at":"2015-03-25T14:00:00Z","distributor":"D1",%b'
                b'"recipient_firm":"F9","user":"%s","entitlement":"%s-1","feed":"SUMMARY",'
                b'"effective_at":"2015-03-25T14:00:00Z"}'
            )
            % (user.encode(), use, user.encode(), user.encode()),
        )
        if self._is_cancelled(number):
            yield (
                key,
                (
                    b'{"type":"entitlement_revoked","id":"r-%s","at":"2015-03-26T14:00:00Z","distributor":"D1",'
                    b'"user":"%s","entitlement":"%s-1","effective_at":"2015-03-25T14:00:00Z"}'
                )
                % (user.encode(), user.encode(), user.encode()),
            )

    def _is_cancelled(self, number: int) -> bool:
        return number < self.cancelled

    def _month(self, random: Random) -> Iterator[tuple[bytes, bytes]]:
        """The accesses in their order, one in fifty late, some repeated; and who turns Professional."""
        count = self.users * self.accesses
        turns = self._turns(random, count)
        again: dict[int, list[tuple[bytes, bytes]]] = {}
        for place in range(count):
            yield from again.pop(place, ())
            for number in turns.get(place, ()):
                at = _stamp(place, count)
                yield _key(number), _classified(f"n{number:08d}", f"p-{number}", at, "YES")
            index = place * _FLOW % count
            number = index % self.users
            if self._is_cancelled(number):
                continue
            one = _key(number), self._access(number, index // self.users, place, count, random)
            yield one
            chance = random.randrange(100)
            for repetition in range(1 if chance < 5 else 2 if chance < 6 else 0):
                again.setdefault(place + _AGAIN_LATER * (repetition + 1), []).append(one)
        for place in sorted(again):
            yield from again[place]

    def _turns(self, random: Random, count: int) -> dict[int, list[int]]:
        """Who turns Professional, by the place in the month."""
        turns: dict[int, list[int]] = {}
        for number in range(self.cancelled, self.cancelled + self.professionals):
            turns.setdefault(random.randrange(count), []).append(number)
        return turns

    def _access(self, number: int, nth: int, place: int, count: int, random: Random) -> bytes:
        at = _FIRST + timedelta(seconds=place * _SECONDS // count)
        accessed_at = at
        if random.randrange(50) == 0:
            accessed_at = max(_FIRST, at - timedelta(seconds=random.randrange(_LATE_SECONDS)))
        channel, purpose = ("WEB_SITE", "INFORMATIONAL") if self.is_digital else ("TERMINAL", "TRADING")
        return (
            f'{{"type":"feed_accessed","id":"a-{number}-{nth}","at":"{at:%Y-%m-%dT%H:%M:%SZ}","distributor":"D1",'
            f'"recipient_firm":"F9","user":"n{number:08d}","feed":"SUMMARY","channel":"{channel}",'
            f'"purpose":"{purpose}","accessed_at":"{accessed_at:%Y-%m-%dT%H:%M:%SZ}"}}'
        ).encode()


def _key(number: int) -> bytes:
    return b'["D1","n%08d"]' % number


def _stamp(place: int, count: int) -> str:
    return f"{_FIRST + timedelta(seconds=place * _SECONDS // count):%Y-%m-%dT%H:%M:%SZ}"


def _classified(user: str, id_: str, at: str, registered: str) -> bytes:
    return (
        f'{{"type":"user_classified","id":"{id_}","at":"{at}","distributor":"D1","user":"{user}",'
        f'"user_kind":"NATURAL_PERSON","registered_or_qualified":"{registered}","engaged_as_investment_adviser":"NO",'
        f'"performs_registrable_functions_for_exempt_organization":"NO","effective_at":"{at}"}}'
    ).encode()
