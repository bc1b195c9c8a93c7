"""What does a case document say, and do its expectations hold?"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Final, Literal, NamedTuple, Self, cast

import msgspec

from schemas.reading import Unreadable
from streams.kernel.canonical import canonical_json
from streams.kernel.errors import UserError
from streams.kernel.law import LawBook
from streams.kernel.pipeline import Pipeline
from streams.kernel.stage import Domain, View

Result = Mapping[str, object]

_NO_EVENT_YET: Final = "1970-01-01T00:00:00Z"
_NAME: Final = b"{user}"


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One case: a log on an empty system, and the asserted part of the result document.

    Attributes:
        events: in log order, after those of `base`; an entry may stand for many (see `Repeated`).
        parameters: of the law, replaced whole.
    """

    case: str
    title: str
    cites: list[str]
    events: list[msgspec.Raw]
    expect: dict[str, object]
    parameters: dict[str, object] = {}
    base: str | None = None


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of names: a prefix, and a number from the first to the last, padded with zeros to so many digits."""

    prefix: str
    digits: Annotated[int, msgspec.Meta(ge=0, le=18)]
    first: Annotated[int, msgspec.Meta(ge=0)]
    last: int

    def names(self) -> Iterator[str]:
        """Every name, in order."""
        return (f"{self.prefix}{number:0{self.digits}d}" for number in range(self.first, self.last + 1))


class Repeated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry that stands for one event a name: in every text of it, {user} is the name."""

    repeat: Numbers
    event: msgspec.Raw

    def events(self) -> Iterator[bytes]:
        """Every event, in order of the names."""
        # The texts are written anew, so that no escape hides the name's place.
        event = canonical_json(json.loads(bytes(self.event)))
        for name in self.repeat.names():
            yield event.replace(_NAME, canonical_json(name)[1:-1])


class CaseDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cases of one domain, with event prefixes that several share."""

    domain: str
    format: Literal[1]
    cases: list[Case]
    bases: dict[str, list[msgspec.Raw]] = {}

    def events_of(self, case: Case) -> list[bytes]:
        """The log of a case, base first, as records."""
        base = [] if case.base is None else self.bases[case.base]
        return [event for entry in (*base, *case.events) for event in _events(bytes(entry))]


def _events(entry: bytes) -> Iterator[bytes]:
    """The events for which an entry stands: itself as a rule."""
    if b'"repeat"' in entry and "repeat" in json.loads(entry):
        yield from msgspec.json.decode(entry, type=Repeated).events()
    else:
        yield entry


class CaseResult(NamedTuple):
    """What a case gave, and in what it differs from what was expected."""

    case: Case
    result: Result
    differences: Sequence[str]


def read_cases(name: str, text: bytes) -> CaseDocument:
    """Read a case document.

    Args:
        name: of the file, for messages.

    Raises:
        UserError: it is no case document; the message says what is wrong and where.
    """
    try:
        document = msgspec.json.decode(text, type=CaseDocument)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise UserError(f"{name} is no case document: {problem}. Nothing was run.") from None
    faults = list(_faults(document))
    if faults:
        raise UserError(f"{name} is no case document: {'; '.join(faults)}. Nothing was run.")
    return document


def _faults(document: CaseDocument) -> Iterator[str]:
    """Every name that is missing or stands twice."""
    names: set[str] = set()
    for case in document.cases:
        if case.case in names:
            yield f"two cases are called {case.case}"
        names.add(case.case)
        if case.base is not None and case.base not in document.bases:
            yield f"{case.case} begins with the base {case.base}, which is not there"
        for entry in case.events:
            try:
                next(_events(bytes(entry)), None)
            except (msgspec.MsgspecError, ValueError) as problem:
                yield f"{case.case} repeats an event in a way that cannot be read: {problem}"


def brought_up_to_date(domain: Domain, log: Sequence[bytes]) -> list[bytes]:
    """A log with the mark behind it that brings all running figures up to date.

    Nothing is behind it where the domain states its figures at the log's own marks only.
    """
    return list(log) if domain.mark is None else [*log, closing_mark(domain, log)]


def closing_mark(domain: Domain, log: Iterable[bytes]) -> bytes:
    """The event after a log that brings all running figures up to date, under an id that the log does not use.

    Raises:
        LookupError: the domain makes none.
    """
    if domain.mark is None:
        raise LookupError(f"{domain.name} states its figures at the marks of the log")
    used: set[str] = set()
    at = _NO_EVENT_YET
    for value in log:
        event = domain.read(value)
        if not isinstance(event, Unreadable):
            used.add(event.id)
            at = event.at
    identifier = "~end-of-log"
    while identifier in used:
        identifier += "~"
    return json.dumps(domain.mark(identifier, at)).encode()


def run_in_memory(domain: Domain, law: LawBook, log: Sequence[bytes], partitions: int) -> Result:
    """Fold a log in this process and give its result document."""
    pipeline = Pipeline(domain, partitions, law)
    for value in brought_up_to_date(domain, log):
        pipeline.write(value)
    pipeline.run()
    return pipeline.result()


def judge(domain: Domain, case: Case, result: Result) -> CaseResult:
    """Compare a result document with what the case expects of it."""
    unknown = [f"{view}: the domain has no such view" for view in case.expect if view not in result]
    lines = [
        line
        for view, expected in case.expect.items()
        if view in result
        for line in _compare_view(domain, view, expected, result[view])
    ]
    return CaseResult(case, result, unknown + lines)


class _Field(NamedTuple):
    """What may differ in a field of the result document.

    Attributes:
        name: of the field.
        domain: says which maps must match completely, and whether null stands for what is absent.
        complete_levels: how many levels of maps must match completely besides, from this one down.
    """

    name: str
    domain: Domain
    complete_levels: int

    @classmethod
    def of(cls, domain: Domain, view: str) -> Self:
        """A whole view."""
        return cls(view, domain, domain.views.get(view, View()).complete_levels)

    def below(self, name: str) -> "_Field":
        """A field of this one."""
        return _Field(name, self.domain, self.complete_levels - 1)

    def must_be_complete(self, expected: Mapping[str, object]) -> bool:
        """Whether the map must have the expected keys and no others."""
        return self.complete_levels > 0 or self.domain.complete_views(self.name) or not expected

    def may_be_absent(self, value: object) -> bool:
        """Whether a field of this map that is not there is as good as this value."""
        return (self.name.endswith("_cents") and value == 0) or (
            self.domain.null_is_absent and _says_nothing(value)
        )


def _compare_view(domain: Domain, view: str, expected: object, found: object) -> Iterator[str]:
    """Compare a view; of a list with partial items each item in its place."""
    field = _Field.of(domain, view)
    has_items = isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found)
    if not has_items or not domain.views.get(view, View()).partial_items:
        yield from _compare(view, expected, found, field)
        return
    for place, (wanted, item) in enumerate(
        zip(cast("list[object]", expected), cast("list[object]", found), strict=True)
    ):
        yield from _compare(f"{view}[{place}]", wanted, item, field)


def _compare(path: str, expected: object, found: object, field: _Field) -> Iterator[str]:
    """Compare the value of one field: maps by the expected keys, save those that must match completely."""
    if not isinstance(expected, dict) or not isinstance(found, dict):
        if expected != found or isinstance(expected, bool) is not isinstance(found, bool):
            yield f"{path}: expected {_shown(expected)}, found {_shown(found)}"
        return
    keys = expected.keys() | found.keys() if field.must_be_complete(expected) else expected.keys()
    for key in sorted(keys):
        here = f"{path}/{key}"
        if key in expected and key in found:
            yield from _compare(here, expected[key], found[key], field.below(key))
        elif key in expected and not field.may_be_absent(expected[key]):
            yield f"{here}: expected {_shown(expected[key])}, found nothing"
        elif key in found and not (field.name.endswith("_cents") and found[key] == 0):
            yield f"{here}: expected nothing, found {_shown(found[key])}"


def _says_nothing(expected: object) -> bool:
    """Whether an expectation is null, or a map of nothing else."""
    return expected is None or (
        isinstance(expected, dict) and bool(expected) and all(map(_says_nothing, expected.values()))
    )


def _shown(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"


def results_document(results: Iterable[CaseResult]) -> bytes:
    """The results in the form that is exchanged: {"results": [{"case": name, "result": views}]}."""
    rows = [{"case": one.case.case, "result": one.result} for one in results]
    return json.dumps({"results": rows}, sort_keys=True, ensure_ascii=False, indent=1).encode() + b"\n"
