"""Which users have a course that is told, and what else happens that a billing desk must notice?"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from streams.demo.line import line
from streams.demo.marketdata.calendar import EVENING, KNOWN_AT, MIDNIGHT, OPEN, TRADING_DAYS, instant
from streams.demo.marketdata.circle import AMBER, JADE, OPAL, TOPAZ
from streams.demo.marketdata.statements import (
    MOBILE,
    NON_PROFESSIONAL,
    PREMIUM,
    PROFESSIONAL,
    SUMMARY,
    TERMINAL,
    Seat,
    Timed,
)

WREN: Final = Seat("wren", AMBER, MOBILE)
FINCH: Final = Seat("finch", AMBER, MOBILE)
HERON: Final = Seat("heron", AMBER)
LARK: Final = Seat("lark", AMBER)
LARKS_TABLET: Final = Seat("lark-tablet", AMBER, MOBILE)
LINNET: Final = Seat("linnet", AMBER)
PLOVER: Final = Seat("plover", AMBER)
SISKIN: Final = Seat("siskin", OPAL)
ROBIN: Final = Seat("robin", TOPAZ)
MARTIN: Final = Seat("martin", TOPAZ)
FLOOR_SCREEN: Final = Seat("floor-screen", JADE)

LICENSE: Final = "OPAL-web-site"
LICENSE_BOUGHT_ON: Final = date(2015, 5, 20)
LICENSED_FROM: Final = "2015-06"
LATE_ACCESS_ON: Final = date(2015, 4, 28)
LATE_ACCESS_REPORTED_ON: Final = date(2015, 5, 21)
EVIDENCE_SUPPLIED_ON: Final = date(2015, 5, 26)
LINKED_ON: Final = date(2015, 5, 11)
"""When it is stated to whom the tablet is dedicated: before the close of the month of its first use."""


class Told(NamedTuple):
    """A user whose course is told, with what happens to it in a sentence."""

    seat: Seat
    course: str


TOLD: Final = (
    Told(WREN, "upgraded to Premium on 12 May, registered with a state on 18 May"),
    Told(FINCH, "upgraded from Summary to Premium on 14 April"),
    Told(HERON, "Non-Professional, registered as a broker's representative on 20 May"),
    Told(LARK, "has a tablet with Premium; that it serves lark alone was stated on 11 May"),
    Told(LINNET, "gave no evidence until 26 May, then showed to be Non-Professional all along"),
    Told(PLOVER, "claims to be Non-Professional and advises on investments"),
    Told(ROBIN, "entitled from 4 May; on 21 May TOPAZ reported an access of 28 April"),
    Told(MARTIN, "left on 15 May; the revocation names an entitlement that was never granted"),
    Told(FLOOR_SCREEN, "a screen on JADE's trading floor that many look at"),
    Told(SISKIN, "an editor of OPAL who trades on a terminal since 2 June"),
)


def known_before() -> Iterator[Timed]:
    """What is stated of them before the first day."""
    for seat in (WREN, FINCH, HERON, LARK):
        yield seat.classified(NON_PROFESSIONAL, KNOWN_AT)
        yield seat.granted(SUMMARY, KNOWN_AT)
    yield LINNET.granted(SUMMARY, KNOWN_AT)
    yield PLOVER.classified(
        NON_PROFESSIONAL, KNOWN_AT, claimed=NON_PROFESSIONAL, engaged_as_investment_adviser="YES"
    )
    yield PLOVER.granted(SUMMARY, KNOWN_AT)
    for seat in (MARTIN, ROBIN):
        yield seat.classified(PROFESSIONAL, KNOWN_AT)
    yield MARTIN.granted(SUMMARY, KNOWN_AT)
    yield FLOOR_SCREEN.granted(PREMIUM, KNOWN_AT)
    yield KNOWN_AT, line("device_classified", "floor-screen-shared", KNOWN_AT, device=FLOOR_SCREEN.user)


def story() -> dict[date, list[Timed]]:
    """What happens on a day, beside what the many do."""
    by_day: dict[date, list[Timed]] = {}
    for at, event in [*_courses(), *_license(), *_mistakes(), *_anonymous_readers()]:
        by_day.setdefault(date.fromisoformat(at[:10]), []).append((at, event))
    return by_day


def _courses() -> Iterator[Timed]:
    yield from _looks(WREN, SUMMARY, date(2015, 4, 8), date(2015, 5, 6))
    yield from _upgraded(WREN, date(2015, 5, 12))
    yield WREN.classified(PROFESSIONAL, _noon(date(2015, 5, 18)))
    yield from _looks(WREN, PREMIUM, date(2015, 5, 20), date(2015, 6, 10))
    yield from _looks(FINCH, SUMMARY, date(2015, 4, 9))
    yield from _upgraded(FINCH, date(2015, 4, 14))
    yield from _looks(FINCH, PREMIUM, date(2015, 4, 16), date(2015, 5, 7), date(2015, 6, 4))
    yield HERON.classified(PROFESSIONAL, _noon(date(2015, 5, 20)))
    yield from _looks(HERON, SUMMARY, date(2015, 4, 22), date(2015, 5, 21))
    yield LARKS_TABLET.granted(PREMIUM, _noon(date(2015, 4, 7)))
    yield from _looks(LARK, SUMMARY, date(2015, 4, 10), date(2015, 6, 11))
    yield from _looks(LARKS_TABLET, PREMIUM, date(2015, 4, 13), date(2015, 5, 5), date(2015, 6, 9))
    linked_at = _noon(LINKED_ON)
    yield (
        linked_at,
        line(
            "device_classified",
            "lark-tablet-dedicated",
            linked_at,
            device=LARKS_TABLET.user,
            dedicated_to=LARK.user,
        ),
    )
    yield LINNET.classified(NON_PROFESSIONAL, _noon(EVIDENCE_SUPPLIED_ON), since="2015-03-01T05:00:00Z")
    yield ROBIN.granted(SUMMARY, _noon(date(2015, 5, 4)))
    yield ROBIN.accessed(
        SUMMARY, "robin-access-late", instant(LATE_ACCESS_ON, OPEN + 5400), _noon(LATE_ACCESS_REPORTED_ON)
    )
    yield MARTIN.revoked(SUMMARY, _noon(date(2015, 5, 15)), entitlement="martin-sumary")
    yield SISKIN.classified(PROFESSIONAL, _noon(date(2015, 6, 2)))
    yield SISKIN.granted(SUMMARY, _noon(date(2015, 6, 2)))


def _license() -> Iterator[Timed]:
    """OPAL buys what was advised for April, from June on: a license never reaches back."""
    at = _noon(LICENSE_BOUGHT_ON)
    yield (
        at,
        line(
            "license_purchased",
            f"{LICENSE}-bought",
            at,
            license=LICENSE,
            recipient_firm=OPAL.name,
            distributor=OPAL.distributor,
            license_kind="DIGITAL_MEDIA_ENTERPRISE",
            feed=SUMMARY,
            first_month=LICENSED_FROM,
        ),
    )


def _mistakes() -> Iterator[Timed]:
    """A close too early, a clock that is an hour fast, an id that is used twice."""
    at = instant(date(2015, 5, 29), EVENING)
    yield at, line("month_closed", "close-2015-05-too-early", at, month="2015-05")
    at = instant(date(2015, 6, 5), OPEN)
    yield MARTIN.accessed(SUMMARY, "martin-access-fast-clock", instant(date(2015, 6, 5), OPEN + 3600), at)
    yield FINCH.accessed(SUMMARY, "finch-access-2015-06-04", instant(date(2015, 6, 4), EVENING))


def _anonymous_readers() -> Iterator[Timed]:
    """Somebody who is not logged in reads OPAL's pages on every day."""
    for day in TRADING_DAYS:
        at = instant(day, OPEN + 7200)
        yield (
            at,
            line(
                "feed_accessed",
                f"opal-anonymous-{day}",
                at,
                distributor=OPAL.distributor,
                recipient_firm=OPAL.name,
                feed=SUMMARY,
                channel="WEB_SITE",
                purpose="INFORMATIONAL",
                accessed_at=at,
            ),
        )


def _upgraded(seat: Seat, day: date) -> Iterator[Timed]:
    """Premium takes the place of Summary."""
    yield seat.granted(PREMIUM, _noon(day))
    yield seat.revoked(SUMMARY, _noon(day))


def _looks(seat: Seat, feed: str, *days: date) -> Iterator[Timed]:
    for day in days:
        yield seat.accessed(feed, f"{seat.user}-access-{day}", instant(day, OPEN + 3600))


def _noon(day: date) -> str:
    """Noon of New York."""
    return instant(day, MIDNIGHT + 12 * 3600)
