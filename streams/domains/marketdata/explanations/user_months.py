"""Why does a user cost what it costs in each month?"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from schemas.instants import instant_text
from streams.domains.marketdata.explanations import words
from streams.domains.marketdata.explanations.recorded import (
    USERS,
    User,
    events_shown,
    fact_book,
    measured_again,
    partition_of_user,
    reported_months,
    user_of,
)
from streams.domains.marketdata.rules.classification import classification
from streams.domains.marketdata.rules.findings import user_anomalies
from streams.domains.marketdata.rules.individual import individual_of
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.rules.user_fee import user_fee, user_price
from streams.domains.marketdata.rules.uses import access_bits, intervals
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.state.months import month_of_text, month_text
from streams.domains.marketdata.state.users import Words
from streams.domains.marketdata.state.words import (
    MISCLASSIFIED,
    PROFESSIONAL,
    UNCLASSIFIED,
    profile_of,
    word_in,
)
from streams.kernel.citation import CITED_RULES
from streams.kernel.evidence import Evidence, Recorded
from streams.kernel.explanation import Explanation, Sheet, Step, provisions_shown, rule_shown
from streams.kernel.plain_words import counted, instant_of, money

_MOST_EVENTS: Final = 30
_DECIDED_BY: Final = (
    classification,
    individual_of,
    intervals,
    access_bits,
    user_fee,
    user_price,
    user_anomalies,
)


class Charge(NamedTuple):
    """What a user costs in a month at a recipient firm.

    Attributes:
        word: its uses.
        is_counted: whether the Distributor's users are counted at all.
        fee: the user fee; None where none is charged.
        cents: its price; None where it has none in the month.
    """

    recipient_firm: str
    word: int
    is_counted: bool
    fee: str | None = None
    cents: int | None = None


def explain_user(evidence: Evidence, distributor: str, name: str) -> Explanation | None:
    """What the uses of a user come to in every month that is shown; None where nothing was recorded of it."""
    book = fact_book(evidence, USERS, partition_of_user(evidence, distributor, name))
    user = user_of(evidence, book, distributor, name)
    if user is None:
        return None
    again = measured_again(book, user)
    months = [month_of_text(text) for text in reported_months(evidence)]
    said = [line for month in months for line in _month_said(book, user, again, month)]
    differs = again != user.counted
    return Explanation(
        domain=evidence.law.domain,
        id=f"{distributor}/{name}",
        kind="user",
        title=f"{name} of {distributor}",
        answer=" ".join(said) or f"{name} of {distributor} had no use in a month that is shown.",
        differs=differs,
        warnings=["What is counted differs from what was worked out again."] if differs else [],
        story=[*_story(book, user)],
        arithmetic=[*_evidence(user), *_entitlements(user), *_accesses(book, user)],
        events=events_shown(list(_records(evidence, user)), _MOST_EVENTS),
        rules=[rule_shown(rule) for rule in _DECIDED_BY],
        provisions=list(
            provisions_shown(
                evidence.law, (cite for rule in _DECIDED_BY for cite in CITED_RULES.get(rule, ()))
            )
        ),
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def charges(book: FactBook, user: User, counted: Words, month: int) -> Iterator[Charge]:
    """What a user costs in a month, for each recipient firm at which it had a use."""
    standing = book.standing(month)
    for firm, course in counted.courses.items():
        word = word_in(course, month)
        if word:
            yield _charge(standing, user, firm, word)


def _charge(standing: Standing, user: User, firm: str, word: int) -> Charge:
    if not standing.is_counted(user.distributor):
        return Charge(firm, word, is_counted=False)
    fee = user_fee(profile_of(word), standing.coverage(user.distributor, firm).cells)
    if fee is None:
        return Charge(firm, word, is_counted=True)
    price = user_price(fee, standing.prices, standing.law.premium_price_mode)
    return Charge(firm, word, is_counted=True, fee=fee, cents=None if price is None else price.cents)


def _month_said(book: FactBook, user: User, again: Words, month: int) -> Iterator[str]:
    """A sentence for each recipient firm at which the user had a use in a month."""
    for one in charges(book, user, again, month):
        yield f"In {month_text(month)} at {one.recipient_firm}: {_charged(user, one)}"


def _charged(user: User, one: Charge) -> str:
    uses = words.uses_of(one.word)
    if not one.is_counted:
        return f"{uses}; not counted, as {user.distributor} is no registered External Distributor."
    if one.fee is None:
        return f"{uses}; covered by a license of {one.recipient_firm}, so nothing is charged."
    cost = "which has no price in the month" if one.cents is None else money(one.cents)
    return f"{uses}; {words.FEES[one.fee]}, {cost}."


def _story(book: FactBook, user: User) -> Iterator[str]:
    lending = [name for name in user.parts if name != user.name]
    for name in lending:
        yield f"The device {name} was dedicated to {user.name}; where that holds, its uses count as {user.name}'s."
    if book.devices.statements(user.name):
        yield f"{user.name} is a device: records of evidence about it are ignored, and it is Professional."


def _evidence(user: User) -> Iterator[Step]:
    own = user.parts.get(user.name)
    if own is not None and own.records:
        rows = [
            [one.id, instant_of(one.effective_us), instant_of(one.at_us), _class(one.bits)]
            for one in sorted(own.records, key=lambda one: (one.effective_us, one.at_us, one.id))
        ]
        yield Step(
            "The records of evidence; of several for one instant the one recorded last holds.",
            sheet=Sheet(["record", "in force from", "recorded", "gives"], rows),
        )


def _class(bits: int) -> str:
    if not bits & PROFESSIONAL:
        return "Non-Professional"
    if bits & UNCLASSIFIED:
        return "Professional, for want of an answer"
    return "Professional, although Non-Professional is claimed" if bits & MISCLASSIFIED else "Professional"


def _entitlements(user: User) -> Iterator[Step]:
    rows = [
        [name, firm, instant_of(one.start_us), _until(one.end_us), words.USES[one.cell]]
        for name, said in user.parts.items()
        for firm, found in intervals([said], None).items()
        for one in found
    ]
    if rows:
        yield Step(
            "The entitlements as everything recorded gives them.",
            sheet=Sheet(["of", "recipient firm", "from", "until", "use"], rows),
        )


def _until(end_us: int | None) -> str:
    return "open" if end_us is None else instant_of(end_us)


def _accesses(book: FactBook, user: User) -> Iterator[Step]:
    rows: dict[tuple[str, str, str, str], list[int]] = {}
    for name, said in user.parts.items():
        for access in said.all_accesses():
            month = month_text(book.months.of(access.accessed_us))
            key = (month, name, said.firms[access.firm], words.USES[access.cell])
            rows.setdefault(key, []).append(access.accessed_us)
    if rows:
        shown = [
            [
                *key,
                counted(len(found), "access", "accesses"),
                instant_text(min(found)),
                instant_text(max(found)),
            ]
            for key, found in sorted(rows.items())
        ]
        columns = ["month", "of", "recipient firm", "use", "number", "first", "last"]
        yield Step("The accesses, by month.", sheet=Sheet(columns, shown))


def _records(evidence: Evidence, user: User) -> Iterator[Recorded]:
    """Where the statements of the user stand."""
    for name, said in user.parts.items():
        for one in said.statements():
            for record in evidence.events(one.id):
                body = record.value
                if f'"{name}"'.encode() in body:
                    yield record
