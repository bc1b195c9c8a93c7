"""What did the law and the market's rules fix, from when on, and where does it stand?"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from streams.kernel.canonical import canonical_json
from streams.kernel.errors import UserError

_T = TypeVar("_T")


class DatedValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_on": "from"}):
    """What a parameter is worth from a day on.

    Attributes:
        from_on: the first day on which the value holds.
        cites: the provision that fixes it, or that leaves it to the rules.
        published: when it was published; None where it is not in the source and the value is a placeholder.
        amount: the value; None (left out) where the rules fix nothing.
        unit: of the amount, in words.
        note: what a reader should know.
        expected: true where the change is announced and its amount not known yet; what held before goes on.
    """

    from_on: date
    cites: list[str]
    unit: str
    published: date | None = None
    amount: object = None
    note: str = ""
    expected: bool = False


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One dated value of the law or the rules; an amendment adds an entry, none is edited."""

    id: str
    name: str
    value: list[DatedValue]

    def known(self, known_on: date | None = None) -> list[DatedValue]:
        """The entries whose amount is known; with a day, only what was published by then.

        An entry without a day of publication is a placeholder of ours and counts as known.
        """
        return [dated for dated in self.value if not dated.expected and _was_published(dated, known_on)]

    def on(self, day: date, known_on: date | None = None) -> object:
        """The amount that holds on a day; before the first entry, the first one.

        Args:
            day: whose value is asked for.
            known_on: look with the eyes of that day, without what was published later; None: with all
                that is known.

        Returns:
            The amount, or None where nothing was fixed.
        """
        known = self.known(known_on)
        reached = [dated for dated in known if dated.from_on <= day] or known[:1]
        return reached[-1].amount if reached else None


def _was_published(dated: DatedValue, known_on: date | None) -> bool:
    """Say whether an entry could be read on a day."""
    return known_on is None or dated.published is None or dated.published <= known_on


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that was read, and what was not checked of it.

    Attributes:
        dated: the date of the text.
        sha256: of the archived text, in hexadecimal digits.
        unchecked: what of it was not checked against other sources.
    """

    id: str
    title: str
    segment: str
    dated: date
    sha256: str
    official: str
    unchecked: str


class Provision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A provision, with one sentence of ours that says what it asks.

    Attributes:
        id: of the form CORPUS/segment, such as "BL3/57(1)".
        without_rule: why no rule function cites it; empty where one does or must.
    """

    id: str
    says: str
    without_rule: str = ""


class _Provisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    provision: list[Provision]


class _Sources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: list[Source]


class LawBook(msgspec.Struct, frozen=True):
    """All that a domain's rules look up: parameters, provisions, sources.

    Attributes:
        overrides: amounts that replace a parameter whole, by its id; they stand for all days.
    """

    domain: str
    parameters: dict[str, Parameter]
    provisions: dict[str, Provision]
    sources: dict[str, Source]
    overrides: dict[str, object] = {}

    @property
    def digest(self) -> str:
        """Name this state of the law: the first 16 hexadecimal digits of the SHA-256 of all its values.

        Names, notes and citations may be worded better without becoming another law.
        """
        dated = {
            identifier: [
                (entry.from_on, entry.published, entry.amount, entry.unit) for entry in parameter.known()
            ]
            for identifier, parameter in self.parameters.items()
        }
        values = msgspec.to_builtins([dated, self.overrides])
        return hashlib.sha256(canonical_json(values)).hexdigest()[:16]

    def amount(self, parameter: str, day: date) -> object:
        """What a parameter is worth on a day; an override stands for all days."""
        if parameter in self.overrides:
            return self.overrides[parameter]
        return self.parameters[parameter].on(day)

    def with_overrides(self, overrides: Mapping[str, object]) -> "LawBook":
        """The same law with some parameters replaced whole, as a case document may ask for.

        Raises:
            UserError: a parameter that the domain does not have.
        """
        unknown = sorted(set(overrides) - set(self.parameters))
        if unknown:
            raise UserError(
                f"{self.domain} has no parameter {', '.join(unknown)}. "
                f"It has: {', '.join(sorted(self.parameters))}."
            )
        return msgspec.structs.replace(self, overrides={**self.overrides, **overrides})


def read_law(domain: str, folder: Path) -> LawBook:
    """Read a domain's law: `parameters/*.toml`, `provisions.toml` and `sources.toml`.

    Raises:
        UserError: every fault of every file in one message, with the file and what is wrong.
    """
    faults: list[str] = []
    provisions = _read(folder / "provisions.toml", _Provisions, faults)
    sources = _read(folder / "sources.toml", _Sources, faults)
    known = {provision.id: provision for provision in provisions.provision} if provisions else {}
    if provisions and len(known) < len(provisions.provision):
        faults.append("provisions.toml: a provision stands in it twice")
    parameters = _read_parameters(domain, folder, faults)
    if provisions:
        faults += _unknown_citations(parameters, known)
    if faults or sources is None:
        raise UserError(f"The law of {domain} cannot be read. {'; '.join(faults)}.", exit_code=5)
    return LawBook(domain, parameters, known, {source.id: source for source in sources.source})


def _read_parameters(domain: str, folder: Path, faults: list[str]) -> dict[str, Parameter]:
    """Read all parameters that can be read; note what is wrong with any of them."""
    parameters: dict[str, Parameter] = {}
    for path in sorted((folder / "parameters").glob("*.toml")):
        parameter = _read(path, Parameter, faults)
        if parameter is None:
            continue
        if parameter.id != f"{domain}.{path.stem}":
            faults.append(f"{path.name}: the parameter is called {parameter.id}; the file must bear its name")
        faults += [f"{path.name}: {fault}" for fault in _entry_faults(parameter)]
        parameters[parameter.id] = parameter
    return parameters


def _unknown_citations(parameters: Mapping[str, Parameter], known: Mapping[str, Provision]) -> Iterator[str]:
    """Name every citation of a dated value that `provisions.toml` does not have."""
    for identifier, parameter in parameters.items():
        for citation in sorted({cite for dated in parameter.value for cite in dated.cites} - set(known)):
            yield f"{identifier} cites {citation}, which provisions.toml does not have"


def _entry_faults(parameter: Parameter) -> Iterator[str]:
    """Say what is wrong with the entries of a parameter."""
    if not parameter.known():
        yield "it needs one [[value]] whose amount is known"
    if sorted(parameter.value, key=lambda dated: dated.from_on) != parameter.value:
        yield "its values must stand in order of their first day"
    for dated in parameter.value:
        if dated.expected and dated.amount is not None:
            yield f"the value from {dated.from_on} cannot be expected and have an amount"
        if not dated.cites:
            yield f"the value from {dated.from_on} cites nothing"


def _read(path: Path, kind: type[_T], faults: list[str]) -> _T | None:
    """Read one law file; a fault is noted, not raised, so that all are seen at once."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8"), parse_float=Decimal), kind)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        faults.append(f"{path.name}: {fault}")
        return None
