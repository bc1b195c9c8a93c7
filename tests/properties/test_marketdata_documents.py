"""Do the documents of market data add up, whatever happens after they were issued? (section 16)"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.models.marketdata_model_calendar import bounds, later, printed
from tests.models.marketdata_model_outcomes import FIELDS_IN_ORDER
from tests.models.marketdata_model_statements import entitlement_of
from tests.models.marketdata_model_views import escaped
from tests.properties.marketdata_stories import (
    MONTHS,
    Event,
    Line,
    Result,
    Story,
    close,
    issued,
    of_month,
    running,
    stories,
    tell,
    tick,
)

LAST_CLOSE = close("2015-11", "2015-12-16T12:00:00Z")


def fees_of(result: Result) -> Iterator[tuple[str, str, Event]]:
    """The running fees of each reported month and legal entity."""
    for month, entities in result["month_to_date_fees"].items():
        for entity, fees in entities.items():
            yield month, entity, fees


def test_invoice_and_notes_of_a_month_add_up_to_one_late_computation() -> None:
    """Invariant 3, with an unlimited window."""
    noted = 0
    for told in stories():
        sound = told.under(correction_window_months=None).sound()
        closed = set(sound.books.closes)
        flushed = sound.with_events([*sound.events, LAST_CLOSE])
        ticks = [tick(month, told.zone) for month in sorted(closed)]
        late = sound.with_events([*sound.facts, *ticks])
        documents = [each for each in flushed.result["documents"] if each["month"] in closed]
        assert issued(documents) == running(late.result), told
        noted += sum(each["document"] != "INVOICE" for each in documents)
    assert noted


def test_every_amount_is_quantity_times_price_and_every_total_the_sum() -> None:
    """Invariant 5."""
    for told in stories():
        for document in told.result["documents"]:
            assert type(document["total_cents"]) is int
            assert document["total_cents"] == sum(line["amount_cents"] for line in document["lines"])
            for line in document["lines"]:
                figures = (line["quantity"], line["unit_price_cents"], line["amount_cents"])
                assert [type(figure) for figure in figures] == [int, int, int]
                assert line["amount_cents"] == line["quantity"] * line["unit_price_cents"]
                assert line["quantity"] > 0 if document["document"] == "INVOICE" else line["quantity"] != 0


def test_a_legal_entity_owes_at_most_one_consolidation_fee_a_month_and_owes_it_as_a_distributor() -> None:
    """Invariant 7."""
    owing = 0
    for told in stories():
        opened = told.opened()
        lines = Counter(
            {
                (line.month, line.legal_entity): quantity
                for line, quantity in running(opened.result).items()
                if line.fee == "DATA_CONSOLIDATION"
            }
        )
        assert set(lines.values()) <= {1}, told
        for name in MONTHS:
            month = opened.books.assess(name)
            if month.prices.get("DATA_CONSOLIDATION") is None:
                continue
            for distributor, registration in month.distributors.items():
                if month.kind(distributor) == "EXTERNAL" and distributor in month.with_agreement:
                    assert lines[name, registration["legal_entity"]] == 1, told
                    owing += 1
    assert owing


def test_there_is_one_invoice_a_legal_entity_and_month_and_no_identifier_twice() -> None:
    """Invariant 8."""
    for told in stories():
        documents = told.result["documents"]
        invoices = [
            (each["month"], each["legal_entity"]) for each in documents if each["document"] == "INVOICE"
        ]
        names = [each["id"] for each in documents]
        assert len(set(invoices)) == len(invoices)
        assert len(set(names)) == len(names)


def test_what_is_recorded_too_late_changes_no_document_of_that_month() -> None:
    """Invariant 17."""
    stormed = 0
    for told in stories():
        sound = told.under(correction_window_months=told.seed % 4).sound()
        far = close("2016-06", "2016-07-15T12:00:00Z")
        others = tell(told.seed + 1).facts
        late = [
            {**event, "id": f"late {number}", "at": f"2016-06-{number % 28 + 1:02}T12:00:00Z"}
            for number, event in enumerate(others)
        ]
        calm = sound.with_events([*sound.events, far]).result["documents"]
        stormy = sound.with_events([*sound.events, *late, far]).result["documents"]
        assert _before(calm, "2016-06") == _before(stormy, "2016-06"), told
        stormed += calm != stormy
    assert stormed


def _before(documents: list[Event], month: str) -> list[Event]:
    return [each for each in documents if each["month"] < month]


def test_a_short_retention_leaves_nothing_undone_but_the_judging_of_late_facts() -> None:
    """Section 7.9: beyond it a fact outside the window may be left unjudged; figures and documents stay."""
    for told in stories():
        window = told.seed % 3
        short = told.under(correction_window_months=window, fact_retention_months=window + 2)
        assert _but_late_facts(short.result) == _but_late_facts(short.by_the_model), told


def _but_late_facts(result: Result) -> Result:
    """A result document without the anomaly about facts recorded too late."""
    late = "CORRECTION_AFTER_MONTH_FINAL"
    lists = ("anomalies", "open_anomalies")
    return result | {name: [each for each in result[name] if each["anomaly"] != late] for name in lists}


def test_a_correction_and_its_reversal_give_notes_that_cancel_line_by_line() -> None:
    """Invariant 18."""
    noted = 0
    for told in stories():
        sound = told.under(correction_window_months=None).sound()
        flush, one, two = (
            close(month, f"2016-0{number}-16T12:00:00Z")
            for number, month in enumerate(("2015-11", "2015-12", "2016-01"), start=2)
        )
        settled = [*sound.events, flush]
        original = _charged_grant(sound)
        if original is None:
            continue
        wrong = {"PREMIUM": "SUMMARY", "SUMMARY": "PREMIUM"}[original["feed"]]
        corrected = {**original, "id": "corrected", "feed": wrong, "at": "2016-08-01T12:00:00Z"}
        reversed_again = {**original, "id": "reversed", "at": "2016-08-02T12:00:00Z"}
        result = sound.with_events([*settled, corrected, one, reversed_again, two]).result
        notes = [
            each
            for each in result["documents"]
            if each["issued_with_month"] in ("2015-12", "2016-01") and each["document"] != "INVOICE"
        ]
        assert issued(note for note in notes if note["month"] != "2015-12") == {}, told
        noted += len(notes)
    assert noted


def _charged_grant(told: Story) -> Event | None:
    """The newest statement about an entitlement for which a closed month charges somebody, None where it does not."""
    for month in told.books.closes:
        assessed = told.books.assess(month)
        held = assessed.statements.newest("entitlement_granted", entitlement_of)
        for (distributor, user, _), grant in held.items():
            place = (distributor, grant.event["recipient_firm"], assessed.usage.individual(user))
            if assessed.rest.get(place):
                return grant.event
    return None


def test_the_running_fees_just_before_a_close_are_the_invoice_and_just_after_it_all_is_billed() -> None:
    """Invariant 22."""
    closes = 0
    for told in stories():
        sound = told.sound()
        for closing in list(sound.books.closes.values())[:2]:
            before = sound.with_events(
                [*sound.events[: closing.place], tick(closing.event["month"], told.zone)]
            )
            after = sound.with_events(sound.events[: closing.place + 1])
            month = closing.event["month"]
            invoices = [
                each
                for each in after.result["documents"]
                if each["document"] == "INVOICE" and each["month"] == month
            ]
            assert issued(invoices) == _only(running(before.result), month), told
            for _, _, fees in fees_of(after.result):
                assert fees["unbilled_cents"] == 0, told
            closes += 1
    assert closes


def _only(lines: Counter[Line], month: str) -> Counter[Line]:
    return Counter({line: quantity for line, quantity in lines.items() if line.month == month})


def test_billed_and_unbilled_are_the_total_and_billed_is_what_the_documents_say() -> None:
    """Invariant 23."""
    for told in stories():
        billed: Counter[tuple[str, str]] = Counter()
        for each in told.result["documents"]:
            billed[each["month"], each["legal_entity"]] += each["total_cents"]
        shown = set()
        for month, entity, fees in fees_of(told.result):
            shown.add((month, entity))
            assert fees["billed_cents"] + fees["unbilled_cents"] == fees["total_cents"]
            assert fees["billed_cents"] == billed[month, entity], told
        assert set(billed) <= shown


def test_open_anomalies_are_those_reported_and_reopened_more_often_than_cleared() -> None:
    """Invariant 27."""
    cleared = 0
    for told in stories():
        result = told.result
        assert all(one in result["anomalies"] for one in result["open_anomalies"])
        counts: Counter[str] = Counter()
        for outcome in told.by_the_product.outcomes():
            if outcome["type"] == "anomaly_reported":
                counts[outcome["id"].removeprefix("anomaly/")] += 1
            elif outcome["type"] in ("anomaly_cleared", "anomaly_reopened"):
                name = outcome["id"].removeprefix(f"{outcome['type']}/").rpartition("/")[0]
                counts[name] += 1 if outcome["type"] == "anomaly_reopened" else -1
                cleared += outcome["type"] == "anomaly_cleared"
        names = [_name(one) for one in result["open_anomalies"]]
        assert {name: count for name, count in counts.items() if count} == dict.fromkeys(names, 1), told
        assert set(counts) == {_name(one) for one in result["anomalies"]}, told
    assert cleared


def _name(anomaly: Event) -> str:
    """An anomaly as identifiers of outcomes name it: its fields in the order of section 6.2."""
    parts = [anomaly["anomaly"], *(anomaly[name] for name in FIELDS_IN_ORDER if name in anomaly)]
    return "/".join(map(escaped, parts))


def test_a_registration_from_a_month_on_changes_no_month_before_it() -> None:
    """Invariant 28."""
    sold = 0
    for told in stories():
        chance = told.chance("sale")
        sound = told.sound()
        month = chance.choice(sorted(sound.books.closes) or MONTHS[1:])
        sale: Event = {"id": "sale", "at": chance.choice(sound.events)["at"], "first_month": month}
        if chance.random() < 0.5:
            sale |= {
                "type": "recipient_firm_registered",
                "recipient_firm": chance.choice(("F1", "F2", "F9%")),
            }
        else:
            sale |= {"type": "distributor_registered", "distributor": chance.choice(("D1", "D2", "D3/x"))}
            sale["distributor_kind"] = chance.choice(("EXTERNAL", "INTERNAL"))
        sale["legal_entity"] = "OMEGA"
        ticks = [tick(each, told.zone) for each in MONTHS]
        kept = sound.with_events([*sound.events, *ticks])
        changed = kept.after(sale)
        for each in MONTHS:
            if each < month:
                assert of_month(changed.result, each) == of_month(kept.result, each), (told, each)
        sold += changed.result != kept.result
    assert sold


def test_moving_a_recording_across_the_edge_of_the_window_moves_its_effect_wholly() -> None:
    """Section 7.9: recorded one second later, in the first month outside the window, it changes no document."""
    for told in stories():
        window = told.seed % 3
        base = told.under(correction_window_months=window).sound()
        closed = sorted(base.books.closes)
        if not closed:
            continue
        month = closed[0]
        edge = bounds(later(month, window), told.zone)[1]
        kept = [*base.events]
        for seconds, is_noted in ((1, True), (0, False)):
            late = _late_user(month, told, edge, seconds)
            result = base.with_events([*kept, *late, LAST_CLOSE]).result
            lines = issued(each for each in result["documents"] if each["month"] == month)
            assert any(line.distributor == "EDGE" for line in lines) is is_noted, told


def _late_user(month: str, told: Story, edge: datetime, seconds: int) -> list[Event]:
    """A distributor with one user in a month, recorded so many seconds before an instant."""
    at = printed(edge - timedelta(seconds=seconds))
    lo = printed(bounds(month, told.zone)[0])
    return [
        {
            "type": "distributor_registered",
            "id": "edge 1",
            "at": at,
            "distributor": "EDGE",
            "legal_entity": "EDGE",
            "distributor_kind": "EXTERNAL",
        },
        {
            "type": "price_set",
            "id": "edge 2",
            "at": at,
            "fee": "PROFESSIONAL_USER_SUMMARY",
            "price_cents": 4_321,
            "valid_from": f"{month}-01",
            "citation": "made-up price",
        },
        {
            "type": "feed_accessed",
            "id": "edge 3",
            "at": at,
            "distributor": "EDGE",
            "recipient_firm": "F1",
            "user": "edge",
            "feed": "SUMMARY",
            "channel": "TERMINAL",
            "purpose": "TRADING",
            "accessed_at": lo,
        },
    ]
