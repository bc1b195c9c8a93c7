"""Random but lively histories of market data: a few firms and users, some months and their closes (section 16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache

from .marketdata_histories_parameters import CHANNELS
from .marketdata_histories_writer import (
    AGREEMENTS,
    DEVICES,
    DISTRIBUTORS,
    ENTITIES,
    ENTITLEMENTS,
    FEES,
    FIRMS,
    FIRST_MONTH,
    KINDS,
    LICENSES,
    MICROSECOND,
    SECOND,
    USERS,
    Event,
    Writer,
)
from .marketdata_model_calendar import bounds, printed
from .marketdata_model_parameters import Parameters
from .marketdata_model_uses import ANSWERS


@lru_cache(maxsize=64)
def history(seed: int, size: int = 45) -> tuple[list[Event], Parameters]:
    """A log with about as many chance events as the size says, and the parameters it runs under."""
    story = History(seed)
    story.tell(size)
    return story.log, story.parameters


class History(Writer):
    """A story of some months, each closed in one of the months after it, or not at all."""

    def tell(self, size: int) -> None:
        """Registers most parties, then lets the months pass and closes them."""
        self.found()
        share = size // (len(self.months) + 1)
        for month in self.months:
            self.pass_through(month, share)
            if self.chance(0.9):
                self.close(self.random.choice(self.months) if self.chance(0.12) else month)
            if self.wavers:
                self.waver()
        for month in self.random.sample(self.months, self.random.randrange(len(self.months))):
            self.some(share // 2)
            self.close(month)
        self.some(share // 3)

    def found(self) -> None:
        """Who is there from the beginning."""
        for name in dict.fromkeys(DISTRIBUTORS):
            if self.chance(0.85):
                kind = "INTERNAL" if name != "D1" and self.chance(0.4) else "EXTERNAL"
                self.register_distributor(name, kind, dated=False)
            if self.chance(0.8):
                self.sign(name)
        for name in dict.fromkeys(FIRMS):
            if self.chance(0.85):
                self.register_firm(name, dated=False)
        for name in self.random.sample(LICENSES, self.pick(0, 1, 2, 4)):
            self.license(name)
        if self.chance(0.4):
            self.crowd()
        for user in self.users:
            for distributor in dict.fromkeys((self.home[0], self.pick(*DISTRIBUTORS))):
                if self.chance(0.75):
                    self.classify(user, distributor)

    def crowd(self) -> None:
        """A dozen users at home with two kinds of uses, for whom several licenses may pay together."""
        distributor, firm = self.home
        for channel in ("WEB_SITE", "TERMINAL"):
            what = {
                "feed": self.pick("SUMMARY", "PREMIUM"),
                "channels": [channel],
                "purpose": "INFORMATIONAL",
            }
            answers = dict.fromkeys(ANSWERS, self.pick("NO", "YES"))
            for number in range(self.random.randrange(9)):
                who = {"distributor": distributor, "user": f"{channel.lower()}{number}"}
                who["effective_at"] = "2015-02-01T00:00:00Z"
                self.write("user_classified", {**who, "user_kind": "NATURAL_PERSON", **answers})
                self.write(
                    "entitlement_granted", {**who, "recipient_firm": firm, "entitlement": "e1", **what}
                )

    def pass_through(self, month: str, count: int) -> None:
        """Chance events recorded in a month and in the half month after it."""
        lo, hi = bounds(month, self.zone)
        self.now = max(self.now, lo)
        step = (hi + timedelta(days=self.random.choice((0, 14))) - self.now) / (count + 1)
        for _ in range(count):
            self.some(1)
            self.now = (self.now + step).replace(microsecond=0)
        self.now = max(self.now, hi)

    def waver(self) -> None:
        """Changes after each close what is known of a user, the agreement, the owner and the prices at home."""
        answers: Event = dict.fromkeys(ANSWERS, "NO")
        self.waver_count += 1
        is_mended = self.waver_count % 2 == 0
        answers[ANSWERS[0]] = "NO" if is_mended else self.pick("UNKNOWN", "YES")
        who = {"distributor": self.home[0], "user": self.users[0], "user_kind": "NATURAL_PERSON"}
        when = {"effective_at": "2015-02-01T00:00:00Z", "claimed_classification": "NON_PROFESSIONAL"}
        self.write("user_classified", {**who, **answers, **when}, self.now)
        for agreement in AGREEMENTS:
            fields = {"agreement": agreement, "distributor": self.home[0], "first_month": FIRST_MONTH}
            last = None if is_mended else "2015-02"
            self.write("distribution_agreement_signed", {**fields, "last_month": last}, self.now)
        if self.chance(0.5):
            self.register_firm(self.home[1])
        fee = self.pick("ENTERPRISE", "DIGITAL_MEDIA_ENTERPRISE") + self.pick("_SUMMARY", "_PREMIUM")
        price = {"fee": fee, "price_cents": self.pick(1_000, 3_000), "valid_from": f"{FIRST_MONTH}-01"}
        self.write("price_set", {**price, "citation": "made-up price"}, self.now)

    def close(self, month: str) -> None:
        """Closes a month, sometimes also too early or again."""
        hi = bounds(month, self.zone)[1]
        if self.chance(0.15):
            self.write("month_closed", {"month": month}, hi - self.random.choice((SECOND, MICROSECOND)))
        at = hi if self.chance(0.2) else max(self.now, hi)
        self.write("month_closed", {"month": month}, at)
        if self.chance(0.15):
            self.write("month_closed", {"month": month}, at + SECOND)

    # Facts.

    def register_distributor(self, name: str = "", kind: str = "", dated: bool = True) -> None:
        """A registration, a sale or a change of kind."""
        fields = {
            "distributor": name or self.pick(*DISTRIBUTORS),
            "legal_entity": self.pick(*ENTITIES),
            "distributor_kind": kind or self.pick("EXTERNAL", "EXTERNAL", "INTERNAL"),
            "first_month": self.month() if dated and self.chance(0.7) else None,
        }
        self.write("distributor_registered", fields)

    def register_firm(self, name: str = "", dated: bool = True) -> None:
        """A registration or a sale of a recipient firm."""
        fields = {
            "recipient_firm": name or self.pick(*FIRMS),
            "legal_entity": self.pick(*ENTITIES),
            "first_month": self.month() if dated and self.chance(0.7) else None,
        }
        self.write("recipient_firm_registered", fields)

    def sign(self, distributor: str = "") -> None:
        """An agreement, or its end."""
        fields = {
            "agreement": self.pick(*AGREEMENTS),
            "distributor": distributor or self.pick(*DISTRIBUTORS, "D9"),
            "first_month": FIRST_MONTH if distributor else self.month(),
            "last_month": self.month() if self.chance(0.25) else None,
        }
        self.write("distribution_agreement_signed", fields)

    def license(self, name: str = "") -> None:
        """A license, or another statement about one; those with a name were bought at home, long ago."""
        distributor, firm = self.home if name else (self.distributor(), self.firm())
        fields = {
            "license": name or self.pick(*LICENSES),
            "recipient_firm": firm,
            "distributor": distributor,
            "license_kind": self.pick("ENTERPRISE", "DIGITAL_MEDIA_ENTERPRISE"),
            "feed": self.pick("SUMMARY", "PREMIUM"),
            "first_month": self.month(),
            "last_month": self.month() if self.chance(0.4) else None,
        }
        early = self.now - timedelta(days=60)
        self.write("license_purchased", fields, early if name or self.chance(0.3) else None)

    def end_license(self) -> None:
        """An end of a license."""
        self.write("license_ended", {"license": self.pick(*LICENSES), "last_month": self.month()})

    def set_price(self) -> None:
        """A price version, often at the edge of a month, sometimes empty or ending."""
        begin = self.month() + self.pick("-01", "-01", "-02", "-15", "-28")
        until = self.pick(None, None, None, begin, self.month() + "-01", self.month() + "-10")
        fields = {
            "fee": self.pick(*FEES),
            "price_cents": self.pick(0, 25, 1_000, 1_000.0, 1_250, 3_000),
            "valid_from": begin,
            "valid_until": until,
            "citation": self.pick("made-up price", "another made-up price"),
        }
        self.write("price_set", fields)

    def classify_device(self) -> None:
        """A device of somebody, of nobody, of itself or of another device."""
        owner = self.pick(None, *USERS, *DEVICES)
        self.write("device_classified", {"device": self.pick(*DEVICES), "dedicated_to": owner})

    def tick(self) -> None:
        """A tick."""
        self.write("tick", {})

    # Keyed events.

    def classify(self, user: str = "", distributor: str = "") -> None:
        """Evidence, from three times NO over UNKNOWN to a false claim; that of the beginning holds from long ago."""
        answers: Event = {name: "NO" for name in ANSWERS}
        if self.chance(0.25 if user else 0.5):
            answers[self.pick(*ANSWERS)] = self.pick("YES", "UNKNOWN", None)
        if self.chance(0.1):
            answers[self.pick(*ANSWERS)] = self.pick("YES", "UNKNOWN", None)
        fields = {
            "distributor": distributor or self.distributor(),
            "user": user or self.pick(*self.users),
            "user_kind": self.pick(*KINDS),
            **answers,
            "claimed_classification": self.pick(None, "PROFESSIONAL", "NON_PROFESSIONAL", "NON_PROFESSIONAL"),
            "evidence": self.pick(None, None, "review 7"),
            "effective_at": "2015-02-01T00:00:00Z" if user else self.text(self.moment()),
        }
        self.write("user_classified", fields)

    def grant(self) -> None:
        """A grant, or another statement about an entitlement."""
        channels = self.random.sample(CHANNELS, self.pick(1, 1, 2))
        fields = {
            "distributor": self.distributor(),
            "recipient_firm": self.firm(),
            "user": self.pick(*self.users),
            "entitlement": self.pick(*ENTITLEMENTS),
            "feed": self.pick("SUMMARY", "PREMIUM"),
            "effective_at": self.text(self.moment()),
            "channels": self.pick(None, channels, ["WEB_SITE"], ["MOBILE_DEVICE", "TELEVISION"]),
            "purpose": self.pick(None, "TRADING", "INFORMATIONAL", "INFORMATIONAL"),
        }
        self.write("entitlement_granted", fields)

    def granted(self) -> list[Event]:
        """The grants so far."""
        return [each for each in self.used if each["type"] == "entitlement_granted"]

    def correct(self) -> None:
        """What was granted is stated again with one thing changed, or taken back and granted at another firm."""
        granted = self.granted()
        if not granted:
            return
        grant = {
            name: value for name, value in self.pick(*granted).items() if name not in ("type", "id", "at")
        }
        if self.chance(0.5):
            ended = {name: grant[name] for name in ("distributor", "user", "entitlement", "effective_at")}
            self.write("entitlement_revoked", ended, self.now)
            moved = {"entitlement": self.pick("moved", *ENTITLEMENTS), "recipient_firm": self.pick(*FIRMS)}
            self.write("entitlement_granted", {**grant, **moved}, self.now)
            return
        changes = {
            "feed": self.pick("SUMMARY", "PREMIUM"),
            "recipient_firm": self.firm(),
            "effective_at": printed(self.moment()),
            "purpose": self.pick("TRADING", "INFORMATIONAL"),
        }
        name = self.pick(*changes)
        self.write("entitlement_granted", {**grant, name: changes[name]})

    def revoke(self) -> None:
        """A revocation, mostly of an entitlement that was granted, now and then back to its start."""
        granted = self.granted()
        fields = {
            "distributor": self.distributor(),
            "user": self.pick(*self.users),
            "entitlement": self.pick(*ENTITLEMENTS),
            "effective_at": self.text(self.moment()),
        }
        if granted and self.chance(0.8):
            grant = self.random.choice(granted)
            fields |= {name: grant[name] for name in ("distributor", "user", "entitlement")}
            if self.chance(0.2):
                fields["effective_at"] = grant["effective_at"]
        self.write("entitlement_revoked", fields)

    def access(self) -> None:
        """An access of a user or of nobody known, sometimes at the edge of an entitlement or from the future."""
        moment = self.moment()
        fields = {
            "distributor": self.distributor(),
            "recipient_firm": self.firm(),
            "user": None if self.chance(0.25) else self.pick(*self.users),
            "feed": self.pick("SUMMARY", "PREMIUM"),
            "channel": self.pick("WEB_SITE", "WEB_SITE", *CHANNELS),
            "purpose": self.pick("TRADING", "INFORMATIONAL", "INFORMATIONAL"),
            "accessed_at": self.text(moment),
        }
        granted = self.granted()
        if granted and self.chance(0.5):
            grant = self.random.choice(granted)
            fields |= {name: grant[name] for name in ("distributor", "recipient_firm", "user")}
        at = max(self.stamp(), moment)
        if self.chance(0.12):
            at = moment - self.pick(0, 1, 300, 301, 3_600, 3_601) * SECOND - self.pick(0, 1) * MICROSECOND
        self.write("feed_accessed", fields, at)

    def some(self, count: int) -> None:
        """A few chance events of any kind."""
        kinds: dict[Callable[[], None], int] = {
            self.grant: 22,
            self.access: 20,
            self.classify: 16,
            self.revoke: 7,
            self.correct: 7,
            self.license: 6,
            self.end_license: 3,
            self.set_price: 5,
            self.classify_device: 6,
            self.register_distributor: 3,
            self.register_firm: 2,
            self.sign: 4,
            self.tick: 3,
        }
        for kind in self.random.choices(list(kinds), weights=list(kinds.values()), k=count):
            kind()
