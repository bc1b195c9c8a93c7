"""How does a Distributor state what a user may receive, who it is, and what it was served?"""

from typing import Final, NamedTuple

from streams.demo.line import line
from streams.demo.marketdata.circle import Firm

SUMMARY: Final = "SUMMARY"
PREMIUM: Final = "PREMIUM"
PROFESSIONAL: Final = "PROFESSIONAL"
NON_PROFESSIONAL: Final = "NON_PROFESSIONAL"

Timed = tuple[str, bytes]
"""When an event is recorded, and its line."""

_TESTS: Final = (
    "registered_or_qualified",
    "engaged_as_investment_adviser",
    "performs_registrable_functions_for_exempt_organization",
)
NO_TEST_MET: Final = dict.fromkeys(_TESTS, "NO")
"""The answers of a Non-Professional User."""


class Way(NamedTuple):
    """How data reaches a user, and what for."""

    channel: str
    purpose: str


TERMINAL: Final = Way("TERMINAL", "TRADING")
MOBILE: Final = Way("MOBILE_DEVICE", "TRADING")
WEB_PAGE: Final = Way("WEB_SITE", "INFORMATIONAL")


class Seat(NamedTuple):
    """A user or device of a recipient firm."""

    user: str
    firm: Firm
    way: Way = TERMINAL

    def granted(self, feed: str, at: str, since: str | None = None) -> Timed:
        """It may receive a feed, from the recording on or from an instant."""
        return at, line(
            "entitlement_granted",
            f"{self.user}-granted-{feed}",
            at,
            distributor=self.firm.distributor,
            recipient_firm=self.firm.name,
            user=self.user,
            entitlement=self.entitlement(feed),
            feed=feed,
            effective_at=since or at,
            channels=[self.way.channel],
            purpose=self.way.purpose,
        )

    def revoked(self, feed: str, at: str, entitlement: str | None = None) -> Timed:
        """It may not receive a feed any more; the entitlement may be named wrongly."""
        return at, line(
            "entitlement_revoked",
            f"{self.user}-revoked-{feed}",
            at,
            distributor=self.firm.distributor,
            user=self.user,
            entitlement=entitlement or self.entitlement(feed),
            effective_at=at,
        )

    def entitlement(self, feed: str) -> str:
        """What the entitlement to a feed is called."""
        return f"{self.user}-{feed.lower()}"

    def classified(
        self, as_: str, at: str, since: str | None = None, *, claimed: str | None = None, **answers: str
    ) -> Timed:
        """It gave evidence; a Professional without answers is registered somewhere."""
        found = NO_TEST_MET | ({"registered_or_qualified": "YES"} if as_ == PROFESSIONAL else {}) | answers
        return at, line(
            "user_classified",
            f"{self.user}-evidence-{at[:10]}",
            at,
            distributor=self.firm.distributor,
            user=self.user,
            user_kind="NATURAL_PERSON",
            claimed_classification=claimed or as_,
            effective_at=since or at,
            **found,
        )

    def accessed(self, feed: str, id_: str, accessed_at: str, at: str | None = None) -> Timed:
        """It was served; that is recorded at once or later."""
        served = self.served(feed, id_, accessed_at, at or accessed_at)
        return at or accessed_at, served

    def served(self, feed: str, id_: str, accessed_at: str, at: str) -> bytes:
        """The line alone."""
        return line(
            "feed_accessed",
            id_,
            at,
            distributor=self.firm.distributor,
            recipient_firm=self.firm.name,
            user=self.user,
            feed=feed,
            channel=self.way.channel,
            purpose=self.way.purpose,
            accessed_at=accessed_at,
        )
