"""What does a person read who asks why something was decided as it was?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from inspect import unwrap
from typing import NamedTuple, Protocol

import msgspec

from streams.kernel.evidence import Evidence, Place
from streams.kernel.law import DatedValue, LawBook

PASSED = "passed"
FAILED = "failed"

PUBLISHED = "published"
PLACEHOLDER = "placeholder"
OVERRIDE = "override"


class EventShown(msgspec.Struct, frozen=True):
    """An event that the answer rests on.

    Attributes:
        words: what it says, in a sentence.
        places: where it stands; a fact stands in every partition, always with the same bytes.
        body: the event as it was recorded.
    """

    id: str
    type: str
    at: str
    words: str
    places: list[Place]
    body: dict[str, object]


class RuleShown(msgspec.Struct, frozen=True):
    """A function that decides or computes.

    Attributes:
        file: from the root of the repository.
        line: where it begins.
        says: the first sentence of its description, or its name in words.
    """

    file: str
    function: str
    line: int
    says: str


class CheckShown(msgspec.Struct, frozen=True):
    """A check that was made.

    Attributes:
        words: what was found, in a sentence that a clerk understands.
        state: PASSED or FAILED.
        looked_at: the figures, dates and names that were looked at; empty where the sentence says it all.
        reason: the code of the refusal for which it stands.
        cites: the provisions of the refusal.
    """

    words: str
    state: str
    looked_at: str
    reason: str
    cites: list[str]
    rule: RuleShown


class ProvisionShown(msgspec.Struct, frozen=True):
    """A provision.

    Attributes:
        says: one sentence of ours; the wording of the law stands elsewhere.
        title: of the text it stands in.
        official: where the official text is.
        decides: whether the answer rests on it; else only a check that was passed does.
    """

    id: str
    says: str
    title: str
    official: str
    decides: bool


class ValueShown(msgspec.Struct, frozen=True):
    """A dated value that was looked up.

    Attributes:
        amount: as a text.
        from_on: the first day on which it holds.
        published: when it was published; None for a placeholder.
        until_on: the day from which a later entry holds; None where there is none.
        standing: PUBLISHED; PLACEHOLDER, not in the texts that were read; OVERRIDE, set for this run.
    """

    parameter: str
    name: str
    amount: str
    unit: str
    from_on: date
    published: date | None
    until_on: date | None
    cites: list[str]
    note: str
    standing: str


class Sheet(msgspec.Struct, frozen=True):
    """A table of figures; the first column names the rows, the others are figures."""

    columns: list[str]
    rows: list[list[str]]


class Step(msgspec.Struct, frozen=True):
    """A step of the arithmetic.

    Attributes:
        words: what is worked out, in words.
        formula: the same with the actual figures, money in cents; empty where the words say it all.
        result: what comes out, money in dollars and cents; empty where nothing does.
    """

    words: str
    formula: str = ""
    result: str = ""
    sheet: Sheet | None = None


class OutcomeShown(msgspec.Struct, frozen=True):
    """An outcome that was published.

    Attributes:
        words: what it says, in a sentence.
        place: where it stands; None where it should stand and does not.
        body: the outcome as it was published.
    """

    id: str
    type: str
    words: str
    place: Place | None
    body: dict[str, object]


class SeeAlso(msgspec.Struct, frozen=True):
    """Something else that may be asked for, with why."""

    id: str
    words: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was decided as it was, for a person and for a program alike.

    Attributes:
        kind: what was asked for: an event, an outcome, a case, a cycle, a balance.
        answer: in one sentence.
        differs: whether the record says otherwise than what came out when it was decided again.
        warnings: what a reader must know before trusting it; empty when all agrees.
        story: what happened, a sentence or two each.
        amounts: in what the arithmetic shows amounts; empty where every step says it itself.
        checks: in the order in which they were made.
        checks_not_made: how many more there are, for which there was no need.
        left_out: how many more events it rests on than are listed.
        law: the digest of the law under which it was decided again.
        replay: the command that folds the whole record again and compares.
    """

    domain: str
    id: str
    kind: str
    title: str
    answer: str
    differs: bool = False
    warnings: list[str] = []
    story: list[str] = []
    arithmetic: list[Step] = []
    amounts: str = ""
    checks: list[CheckShown] = []
    checks_not_made: int = 0
    outcomes: list[OutcomeShown] = []
    events: list[EventShown] = []
    left_out: int = 0
    rules: list[RuleShown] = []
    provisions: list[ProvisionShown] = []
    values: list[ValueShown] = []
    see_also: list[SeeAlso] = []
    law: str
    replay: str

    @property
    def is_refusal(self) -> bool:
        """Whether a check failed."""
        return any(check.state == FAILED for check in self.checks)


class Explain(Protocol):
    """Explains what an id names, or gives None where it names nothing."""

    def __call__(self, evidence: Evidence, identifier: str) -> Explanation | None: ...


class Explainer(NamedTuple):
    """How a domain explains itself.

    Attributes:
        explain: an event, an outcome, or one of the domain's own names.
        amounts: in what the arithmetic shows them, a sentence; empty where every step says it itself.
        names: what else may be asked for but ids of events and outcomes, and the ids that are few.
    """

    explain: Explain
    names: Callable[[Evidence], Iterable[str]]
    amounts: str = ""


def rule_shown(function: Callable[..., object]) -> RuleShown:
    """Where a function stands, and what it says of itself."""
    code = getattr(unwrap(function), "__code__", None)
    description = (function.__doc__ or "").strip().partition("\n")[0]
    return RuleShown(
        file=f"{function.__module__.replace('.', '/')}.py",
        function=function.__qualname__,
        line=0 if code is None else code.co_firstlineno,
        says=description or f"{function.__name__.strip('_').replace('_', ' ').capitalize()}.",
    )


def provisions_shown(
    law: LawBook, deciding: Iterable[str], checked: Iterable[str] = ()
) -> Iterator[ProvisionShown]:
    """Each provision once, those first on which the answer rests."""
    decisive = list(dict.fromkeys(deciding))
    for citation in dict.fromkeys([*decisive, *checked]):
        provision = law.provisions.get(citation)
        corpus, _, segment = citation.partition("/")
        source = next((one for one in law.sources.values() if one.id.startswith(corpus)), None)
        yield ProvisionShown(
            id=citation,
            says="" if provision is None else provision.says,
            title="" if source is None else source.title,
            official="" if source is None else f"{source.official}, section {segment}",
            decides=citation in decisive,
        )


def value_shown(law: LawBook, identifier: str, day: date) -> ValueShown:
    """The value of a parameter that holds on a day, with where it comes from."""
    parameter = law.parameters[identifier]
    known = parameter.known()
    place = max((number for number, dated in enumerate(known) if dated.from_on <= day), default=0)
    dated = known[place]
    amount = law.amount(identifier, day)
    return ValueShown(
        parameter=identifier,
        name=parameter.name,
        amount=_amount(amount),
        unit=dated.unit,
        from_on=dated.from_on,
        published=dated.published,
        until_on=known[place + 1].from_on if place + 1 < len(known) else None,
        cites=dated.cites,
        note=dated.note,
        standing=_standing(law.overrides, identifier, dated),
    )


def _standing(overrides: Mapping[str, object], identifier: str, dated: DatedValue) -> str:
    if identifier in overrides:
        return OVERRIDE
    return PLACEHOLDER if dated.published is None else PUBLISHED


def _amount(amount: object) -> str:
    """An amount for a reader."""
    if amount is None:
        return "not set"
    if isinstance(amount, bool):
        return "yes" if amount else "no"
    if isinstance(amount, int):
        return f"{amount:,}" if abs(amount) >= 10_000 else str(amount)
    if isinstance(amount, list | tuple | frozenset | set):
        return ", ".join(_amount(one) for one in amount) or "none"
    if isinstance(amount, dict):
        return " ".join(f"{name} {_amount(value)}" for name, value in amount.items())
    return str(amount)
