"""Do the fees of market data follow what was used, by whom and under which license? (section 16)"""

from collections import Counter
from datetime import timedelta
from itertools import product
from typing import Any

from tests.models.marketdata_model_calendar import bounds, later, printed
from tests.models.marketdata_model_uses import ANSWERS, NON_PROFESSIONAL, classification
from tests.properties.marketdata_stories import (
    EARLY,
    MONTHS,
    Event,
    Line,
    Result,
    Story,
    invoiced_cents,
    of_month,
    running,
    stories,
    tick,
)

USER_BUCKETS = {
    "PROFESSIONAL_USER_SUMMARY": "professional_summary_user_count",
    "PROFESSIONAL_USER_PREMIUM": "professional_premium_user_count",
    "NON_PROFESSIONAL_USER_SUMMARY": "non_professional_summary_user_count",
    "NON_PROFESSIONAL_USER_PREMIUM": "non_professional_premium_user_count",
}
USERS = ("p", "q", "dev1", "someone new")
KEYED = ("user_classified", "entitlement_granted", "entitlement_revoked", "feed_accessed")

Pair = tuple[str, str]


def access(name: str, pair: Pair, at: str, **fields: Any) -> Event:
    """An access at a terminal for trading, unless fields say otherwise."""
    distributor, firm = pair
    event = {"feed": "SUMMARY", "channel": "TERMINAL", "purpose": "TRADING", **fields}
    place = {"distributor": distributor, "recipient_firm": firm}
    return {"type": "feed_accessed", "id": name, "at": at, "accessed_at": at, **place, **event}


def bought(pair: Pair, kind: str, feed: str) -> Event:
    """A license of a pair that was recorded long ago."""
    return {
        "type": "license_purchased",
        "id": f"bought {kind} {feed}",
        "at": EARLY,
        "license": f"{kind} {feed}",
        "recipient_firm": pair[1],
        "distributor": pair[0],
        "license_kind": kind,
        "feed": feed,
        "first_month": "2015-01",
    }


def home(told: Story) -> Pair:
    """The distributor and firm that the users of a story name most often."""
    pairs = Counter(
        (event["distributor"], event["recipient_firm"])
        for event in told.facts
        if event["type"] in ("entitlement_granted", "feed_accessed")
    )
    return pairs.most_common(1)[0][0]


def founded(pair: Pair) -> list[Event]:
    """A registration of both parties of a pair, newer than any other."""
    at = "2016-12-01T12:00:00Z"
    return [
        {
            "type": "distributor_registered",
            "id": "founded 1",
            "at": at,
            "distributor": pair[0],
            "legal_entity": "ALPHA",
            "distributor_kind": "EXTERNAL",
        },
        {
            "type": "recipient_firm_registered",
            "id": "founded 2",
            "at": at,
            "recipient_firm": pair[1],
            "legal_entity": "GAMMA",
        },
    ]


def of_pair(lines: Counter[Line], pair: Pair) -> Counter[Line]:
    """The user lines of a pair."""
    return Counter(
        {
            line: quantity
            for line, quantity in lines.items()
            if (line.distributor, line.firm) == pair and line.license is None
        }
    )


def cents(lines: Counter[Line]) -> int:
    """What lines come to."""
    return sum(line.unit_price_cents * quantity for line, quantity in lines.items())


def counts_of(result: Result) -> Counter[tuple[str, str, str, str]]:
    """Every user count above zero, by month, distributor, firm and name."""
    return Counter(
        {
            (month, distributor, firm, name): count
            for month, distributors in result["user_counts"].items()
            for distributor, firms in distributors.items()
            for firm, counts in firms.items()
            for name, count in counts.items()
            if count
        }
    )


def test_an_access_or_a_new_entitlement_never_lowers_an_invoice() -> None:
    """Invariant 4."""
    raised = 0
    for told in stories():
        base = told.plainly_priced()
        chance = told.chance("one more use")
        for number, month in enumerate(chance.sample(MONTHS[1:6], 2)):
            pair = chance.choice((home(base), ("D2", "F1"), ("D3/x", "F9%")))
            at = printed(bounds(month, told.zone)[0] + timedelta(days=chance.randrange(27)))
            use = access("one more", pair, at, feed="PREMIUM", user=chance.choice(USERS))
            if number:
                use |= {"type": "entitlement_granted", "effective_at": at, "entitlement": "one more"}
                del use["channel"], use["accessed_at"]
            before, after = invoiced_cents(base.result), invoiced_cents(base.after(use).result)
            assert all(after[name] >= before[name] for name in before), told
            raised += after != before
    assert raised


def test_the_advised_licenses_cost_what_buying_them_would_and_nothing_costs_less() -> None:
    """Invariant 6."""
    licensed = 0
    for told in stories(2):
        free = told.opened().under(
            consolidation_fee_enterprise_licensee=..., consolidation_fee_internal_distributor=...
        )
        pair = home(free)
        events = [event for event in free.events if not event["type"].startswith("license_")]
        free = free.with_events([*founded(pair), *events])
        base = running(free.result)
        others = base - of_pair(base, pair)
        offers: dict[str, list[tuple[int, int, list[str]]]] = {}
        for enterprise, media in product((None, "SUMMARY", "PREMIUM"), repeat=2):
            held = [("ENTERPRISE", enterprise), ("DIGITAL_MEDIA_ENTERPRISE", media)]
            purchases = [bought(pair, kind, feed) for kind, feed in held if feed is not None]
            names = sorted(f"{each['license_kind']}_{each['feed']}" for each in purchases)
            lines = running(free.after(*purchases).result)
            for month in MONTHS:
                if {line.fee for line in lines if line.license and line.month == month} == set(names):
                    new = {line: count for line, count in (lines - others).items() if line.month == month}
                    offers.setdefault(month, []).append((cents(Counter(new)), len(names), names))
        for month, advice in _advised(free.result, pair).items():
            cost, _, names = min(offers[month])
            assert (advice["licenses"], advice["cost_cents"]) == (names, cost), (told, month)
            per_user = next(each for each, count, _ in offers[month] if not count)
            assert advice["per_user_cost_cents"] == per_user
            assert advice["saving_cents"] == per_user - cost >= 0
            assert advice["saving_cents"] or not names
            licensed += bool(names)
    assert licensed


def _advised(result: Result, pair: Pair) -> dict[str, Event]:
    return {
        month: advice[pair[0]][pair[1]]
        for month, advice in result["license_advice"].items()
        if pair[1] in advice.get(pair[0], {})
    }


def test_a_user_stands_in_one_bucket_and_the_buckets_are_the_quantities_of_the_user_lines() -> None:
    """Invariant 9, while all user fees are in force."""
    counted = 0
    for told in stories():
        opened = told.plainly_priced().opened()
        lines: Counter[tuple[str, str, str, str]] = Counter()
        for line, quantity in running(opened.result).items():
            if line.fee in USER_BUCKETS:
                lines[line.month, str(line.distributor), str(line.firm), USER_BUCKETS[line.fee]] += quantity
        buckets = {
            name: count
            for name, count in counts_of(opened.result).items()
            if name[3] in USER_BUCKETS.values()
        }
        # No fee of a user is in force before 3 February 2015, and no story begins before.
        assert buckets == lines, told
        for month in MONTHS:
            users = Counter((place[0], place[1]) for place in opened.books.assess(month).named)
            for pair, number in users.items():
                assert sum(buckets.get((month, *pair, name), 0) for name in USER_BUCKETS.values()) <= number
                counted += number
    assert counted


def test_a_user_costs_one_of_four_fees_a_month_or_nothing() -> None:
    """Invariant 12, under the default price book."""
    seen = set()
    for told in stories():
        priced = told.plainly_priced().under(premium_price_mode=...)
        for line in running(priced.result):
            if line.fee in USER_BUCKETS:
                seen.add((line.fee, line.unit_price_cents))
    assert len(seen) > 2
    assert seen <= {
        ("NON_PROFESSIONAL_USER_SUMMARY", 25),
        ("NON_PROFESSIONAL_USER_PREMIUM", 50),
        ("PROFESSIONAL_USER_SUMMARY", 1_000),
        ("PROFESSIONAL_USER_PREMIUM", 1_500),
    }


def test_an_enterprise_premium_license_leaves_no_user_line_and_its_end_restores_them() -> None:
    """Invariant 13."""
    covered = 0
    for told in stories():
        opened = told.opened()
        pair = home(opened)
        opened = opened.after(*founded(pair))
        license = bought(pair, "ENTERPRISE", "PREMIUM")
        with_license, without = running(opened.after(license).result), running(opened.result)
        licensed = {line.month for line in with_license if line.license == license["license"]}
        held = of_pair(with_license, pair)
        former = of_pair(without, pair)
        assert not {line.month for line in held} & licensed, told
        assert {line: count for line, count in former.items() if line.month not in licensed} == held
        end = {"type": "license_ended", "id": "ended", "at": EARLY, "license": license["license"]}
        ended = opened.after(license, {**end, "last_month": "2015-01"})
        assert running(ended.result) == without, told
        covered += sum(line.month in licensed for line in former)
    assert covered


def test_digital_media_accesses_inside_a_license_change_no_line_and_no_count() -> None:
    """Invariant 14: no count where the pair has no Enterprise license."""
    accesses = 0
    for told in stories():
        priced = told.plainly_priced().opened().under(digital_media_channels=...)
        pair = home(priced)
        events = [event for event in priced.events if not event["type"].startswith("license_")]
        opened = priced.with_events(events).after(
            *founded(pair), bought(pair, "DIGITAL_MEDIA_ENTERPRISE", "PREMIUM")
        )
        before = running(opened.result)
        chance = told.chance("viewers")
        for month in {line.month for line in before if line.license == "DIGITAL_MEDIA_ENTERPRISE PREMIUM"}:
            at = printed(bounds(month, told.zone)[0])
            viewers = [
                access(
                    f"viewer {number}",
                    pair,
                    at,
                    feed=chance.choice(("SUMMARY", "PREMIUM")),
                    channel=chance.choice(("TELEVISION", "WEB_SITE", "MOBILE_DEVICE")),
                    purpose="INFORMATIONAL",
                    **({"user": user} if user else {}),
                )
                for number, user in enumerate((*USERS, None))
            ]
            after = opened.after(*viewers)
            assert running(after.result) == before, told
            assert after.result["user_counts"] == opened.result["user_counts"], told
            accesses += len(viewers)
            break
    assert accesses


def test_without_its_only_record_or_with_another_answer_a_user_never_costs_less() -> None:
    """Invariant 15."""
    raised = 0
    for told in stories():
        base = told.plainly_priced()
        records = [place for place, event in enumerate(base.events) if event["type"] == "user_classified"]
        users = Counter(_user(base.events[place]) for place in records)
        telling = [place for place in records if classification(base.events[place]) == NON_PROFESSIONAL]
        chance = told.chance("evidence")
        before = invoiced_cents(base.result)
        for place in chance.sample(telling, min(5, len(telling))):
            record = base.events[place]
            events = list(base.events)
            if users[_user(record)] == 1 and chance.random() < 0.5:
                del events[place]
            else:
                events[place] = {**record, chance.choice(ANSWERS): chance.choice(("YES", "UNKNOWN"))}
            after = invoiced_cents(base.with_events(events).result)
            assert all(after[name] >= before[name] for name in before), told
            raised += after != before
    assert raised


def _user(event: Event) -> tuple[str, str]:
    return event["distributor"], event["user"]


def test_one_second_across_the_edge_of_a_month_moves_an_effect_wholly() -> None:
    """Invariant 16."""
    pair = ("EDGE", "EDGE")
    for told in stories(2):
        opened = told.plainly_priced().opened().after(*founded(pair))
        month = told.chance("edge").choice(MONTHS[1:5])
        edge = bounds(month, told.zone)[1]
        for moment, shown in ((edge - timedelta(seconds=1), month), (edge, later(month, 1))):
            at = printed(moment)
            seen = counts_of(opened.after(access("edge", pair, at, user="edge")).result)
            assert {name[0] for name in seen if name[1:3] == pair} == {shown}, told
            licensed = opened.after({**bought(pair, "ENTERPRISE", "PREMIUM"), "at": at})
            months = {line.month for line in running(licensed.result) if line.firm == "EDGE"}
            assert months == set(MONTHS[MONTHS.index(shown) :]), told
            grant = access("edge", pair, EARLY, user="edge", entitlement="edge", effective_at=at)
            grant["type"] = "entitlement_granted"
            del grant["channel"], grant["accessed_at"]
            seen = counts_of(opened.after(grant).result)
            assert {name[0] for name in seen if name[1:3] == pair} == set(MONTHS[MONTHS.index(shown) :])
            end = {"type": "entitlement_revoked", "id": "end", "at": EARLY, "effective_at": at}
            end |= {"distributor": "EDGE", "user": "edge", "entitlement": "edge"}
            seen = counts_of(opened.after({**grant, "effective_at": EARLY}, end).result)
            ran = {name[0] for name in seen if name[1:3] == pair}
            assert ran == set(MONTHS[: MONTHS.index(month) + 1]), told


def test_a_price_from_a_date_on_changes_no_month_that_ended_before_it() -> None:
    """Invariant 19."""
    changed = 0
    for told in stories():
        sound = told.sound()
        kept = sound.with_events([*sound.events, *(tick(month, told.zone) for month in MONTHS)])
        chance = told.chance("price")
        month = chance.choice(MONTHS[2:6])
        price = {
            "type": "price_set",
            "id": "changed",
            "at": "2015-02-10T12:00:00Z",
            "fee": chance.choice(
                ("DATA_CONSOLIDATION", "PROFESSIONAL_USER_PREMIUM", "PROFESSIONAL_USER_SUMMARY")
            ),
            "price_cents": 7_777,
            "valid_from": month + chance.choice(("-01", "-02", "-28")),
            "citation": "made-up price",
        }
        dear = kept.after(price)
        for each in MONTHS:
            if each < month:
                assert of_month(dear.result, each) == of_month(kept.result, each), (told, each)
        changed += running(dear.result) != running(kept.result)
    assert changed


def test_a_population_three_times_as_large_gives_three_times_the_user_lines_and_the_same_others() -> None:
    """Invariant 20."""
    for told in stories():
        opened = told.opened()
        events = list(opened.events)
        for copy in ("#1", "#2"):
            for event in opened.events:
                if event["type"] in KEYED and "user" in event:
                    events.append({**event, "user": event["user"] + copy})
                elif event["type"] == "device_classified":
                    twin = {**event, "id": event["id"] + copy, "device": event["device"] + copy}
                    if "dedicated_to" in twin:
                        twin["dedicated_to"] += copy
                    events.append(twin)
        expected = Counter(
            {
                line: quantity * (3 if line.fee in USER_BUCKETS else 1)
                for line, quantity in running(opened.result).items()
            }
        )
        assert running(opened.with_events(events).result) == expected, told


def test_the_events_of_one_distributor_change_no_line_of_another() -> None:
    """Invariant 21: but for the one consolidation line of a shared legal entity."""
    for told in stories():
        sound = told.sound()
        first, _ = home(sound)
        kept = [event for event in sound.events if not _is_of(event, first)]
        added = [
            {**event, "distributor": "NEW"}
            for event in sound.events
            if event["type"] in KEYED and _is_of(event, first)
        ]
        before, without = sound.result, sound.with_events(kept).result
        assert _lines_of_others(before, {first}) == _lines_of_others(without, {first}), told
        newcomer = sound.with_events([*founded(("NEW", "F1"))[:1], *added, *sound.events])
        assert _lines_of_others(newcomer.result, {"NEW"}) == _lines_of_others(before, {"NEW"}), told


def _is_of(event: Event, distributor: str) -> bool:
    return event["type"] in KEYED and event["distributor"] == distributor


def _lines_of_others(result: Result, own: set[str]) -> list[tuple[str, str, str, Any]]:
    """Every line of every document that names no distributor of these."""
    return [
        (each["month"], each["issued_with_month"], each["legal_entity"], line)
        for each in result["documents"]
        for line in each["lines"]
        if line["distributor"] not in own
    ]


def test_counted_users_are_those_charged_or_covered() -> None:
    """Invariant 25."""
    both = 0
    for told in stories():
        opened = told.opened()
        pair = home(opened)
        licensed = opened.after(*founded(pair), bought(pair, "ENTERPRISE", "SUMMARY"))
        for result in (told.result, licensed.result):
            for distributors in result["user_counts"].values():
                for firms in distributors.values():
                    for counts in firms.values():
                        charged = sum(counts[name] for name in USER_BUCKETS.values())
                        covered = counts["enterprise_covered_user_count"]
                        counted = counts["counted_user_count"]
                        assert 0 < max(charged, covered) <= counted <= charged + covered, told
                        both += bool(charged and covered)
    assert both
