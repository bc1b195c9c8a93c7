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
    """A user whose course is told.

    Attributes:
        course: what happened to it.
        follows: what that means for its charge.
    """

    seat: Seat
    course: str
    follows: str


TOLD: Final = (
    Told(
        WREN,
        "to Premium on 12 May, registered with a state on 18 May",
        "all of May is charged for the higher feed and as Professional",
    ),
    Told(FINCH, "from Summary to Premium on 14 April", "one user of Premium in April, not one of each feed"),
    Told(HERON, "registered with an exchange on 20 May", "Professional for the whole of May"),
    Told(
        LARK,
        "has a tablet with Premium; on 11 May it was stated whom it serves",
        "lark and the tablet are one user, since April",
    ),
    Told(
        LINNET,
        "no evidence until 26 May, then Non-Professional since March",
        "billed as Professional for April, then credited",
    ),
    Told(
        PLOVER,
        "claims to be Non-Professional, but advises on investments",
        "one test that is met makes a Professional; reported",
    ),
    Told(
        ROBIN,
        "entitled from 4 May; served on 28 April, reported on 21 May",
        "a user of April after all; billed by a debit note",
    ),
    Told(
        MARTIN,
        "left on 15 May, but the revocation misspells the entitlement",
        "still entitled in June, so charged; reported",
    ),
    Told(FLOOR_SCREEN, "a screen on the trading floor that many look at", "a Professional User of its own"),
    Told(
        SISKIN,
        "edits OPAL's pages, and trades on a terminal since 2 June",
        "outside OPAL's license: charged and reported",
    ),
)

CORRECTED: Final = {
    "DEBIT_NOTE": "robin was served on 28 April, when not entitled yet. BASALT reported it on 21 May, after April was "
    "billed, so the next close billed robin's April, at April's price.",
    "CREDIT_NOTE": "linnet was billed as Professional for April, for want of evidence. The evidence that came on 26 "
    "May holds since March, so the next close credited the difference.",
}
"""What each kind of note corrects."""


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
