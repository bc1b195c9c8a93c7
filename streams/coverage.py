"""Which rule and which case carry out each provision of the law?"""

import argparse
import json
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from streams.kernel.citation import CITED_RULES
from streams.kernel.law import DatedValue, LawBook, Provision, Source

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "docs" / "law-coverage.md"
COMMAND: Final = "python -m streams.coverage"

INTRODUCTION: Final = f"""\
# Law coverage

Each provision, what it asks in a sentence of ours, the rules that cite it, and the acceptance cases that name
it. A row speaks for its own paragraphs too: section 54 is named wherever 54(1)(a) is. A test fails when a
provision has neither a rule nor a reason for having none, and when a rule or a case cites a provision that is
not listed.

Written by `{COMMAND}`; with `--check` it only compares.
"""


class Rule(NamedTuple):
    """A rule function with what it cites."""

    module: str
    function: str
    cites: tuple[str, ...]

    def link(self) -> str:
        """Point from the page to the rule's file."""
        short = self.module.split(".", maxsplit=3)[-1]
        return f"[{short}:{self.function}](../{self.module.replace('.', '/')}.py)"


class Case(NamedTuple):
    """An acceptance case with every citation in its `cites` and in what it expects."""

    name: str
    cites: frozenset[str]


class Coverage(NamedTuple):
    """A provision with the rules and cases that name it or one of its paragraphs."""

    provision: Provision
    rules: Sequence[Rule]
    cases: Sequence[Case]


class Domain(NamedTuple):
    """The law of a domain beside the rules and cases that rest on it."""

    name: str
    law: LawBook
    rules: Sequence[Rule]
    cases: Sequence[Case]

    def coverage(self) -> list[Coverage]:
        """Put each provision, in the order of the law, beside what names it."""
        return [
            Coverage(
                provision,
                [rule for rule in self.rules if _is_named(identifier, rule.cites)],
                [case for case in self.cases if _is_named(identifier, case.cites)],
            )
            for identifier, provision in self.law.provisions.items()
        ]

    def faults(self) -> Iterator[str]:
        """Say which provisions nobody carries out and which citations lead nowhere."""
        for provision, rules, _ in self.coverage():
            if not rules and not provision.without_rule:
                yield f"{provision.id} has neither a rule nor a reason for having none"
            if rules and provision.without_rule:
                yield f"{provision.id} has a reason for having no rule, and a rule: {rules[0].function}"
        for rule in self.rules:
            for citation in sorted(set(rule.cites) - set(self.law.provisions)):
                yield f"{rule.module}:{rule.function} cites {citation}, which provisions.toml does not have"
        for case in self.cases:
            for citation in sorted(case.cites - set(self.law.provisions)):
                yield f"{case.name} cites {citation}, which provisions.toml does not have"


def read_domains() -> list[Domain]:
    """Read the law, rules and cases of every domain that keeps a law."""
    folders = sorted(
        path.parent.parent for path in (ROOT / "streams" / "domains").glob("*/law/provisions.toml")
    )
    return [_read_domain(folder.name) for folder in folders]


def _read_domain(name: str) -> Domain:
    """Import all of a domain, so that its rules are recorded, and read its cases."""
    package = import_module(f"streams.domains.{name}")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    law = import_module(f"{package.__name__}.law").LAW
    return Domain(name, law, list(_rules(package.__name__, CITED_RULES)), list(_cases(name)))


def _rules(package: str, cited: Mapping[Callable[..., object], tuple[str, ...]]) -> Iterator[Rule]:
    """List the rules of a package by module and name."""
    rules = sorted(Rule(rule.__module__, rule.__qualname__, citations) for rule, citations in cited.items())
    return (rule for rule in rules if rule.module.startswith(f"{package}."))


def _cases(domain: str) -> Iterator[Case]:
    """Read the acceptance cases of a domain."""
    document = json.loads((ROOT / "tests" / "cases" / domain / "cases.json").read_text(encoding="utf-8"))
    for case in document["cases"]:
        corpora = {citation.partition("/")[0] + "/" for citation in case["cites"]}
        named = frozenset(_texts([case["cites"], case["expect"]], tuple(corpora)))
        yield Case(case["case"].removeprefix(f"{domain}-"), named)


def _texts(value: object, openings: tuple[str, ...]) -> Iterator[str]:
    """Find every text in a JSON value, names of fields included, that opens in one of the given ways."""
    if isinstance(value, str) and value.startswith(openings):
        yield value
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        for part in value:
            yield from _texts(part, openings)


def _is_named(identifier: str, citations: Iterable[str]) -> bool:
    """Say whether a provision or one of its paragraphs is among the citations."""
    return any(cited == identifier or cited.startswith(f"{identifier}(") for cited in citations)


def page_text(domains: Iterable[Domain]) -> str:
    """Write the page as its file holds it."""
    return "\n".join([INTRODUCTION, *(line for domain in domains for line in _section(domain))])


def _section(domain: Domain) -> Iterator[str]:
    """Write what the page says of one domain."""
    coverage = domain.coverage()
    carried_out = sum(1 for row in coverage if row.rules)
    in_cases = sum(1 for row in coverage if row.cases)
    yield f"## {domain.name}\n"
    yield from (_source(source) for source in domain.law.sources.values())
    yield "\n### Provisions\n"
    yield f"{len(coverage)} provisions: {carried_out} have a rule, {in_cases} are named by a case.\n"
    yield from _table(("Provision", "What it asks", "Rules", "Cases"), map(_provision_row, coverage))
    yield "\n### Provisions without a rule\n"
    without = [row.provision for row in coverage if not row.rules]
    yield from _table(
        ("Provision", "Why"), ((entry.id, entry.without_rule or "**No rule yet.**") for entry in without)
    )
    yield "\n### Dated values\n"
    header = ("Parameter", "Value", "Unit", "From", "Published", "Provisions", "Note")
    entries = [(key, entry) for key, parameter in domain.law.parameters.items() for entry in parameter.value]
    yield from _table(header, (_value_row(*entry) for entry in entries))
    yield ""


def _source(source: Source) -> str:
    """Write one text that was read."""
    return (
        f"* **{source.id}**: {source.title}, {source.segment}. Text of {source.dated}; official text: "
        f"{source.official}. SHA-256 of what was read: `{source.sha256}`. Not checked: {source.unchecked}"
    )


def _provision_row(row: Coverage) -> Sequence[str]:
    """Write one provision."""
    rules = "<br>".join(rule.link() for rule in row.rules)
    return row.provision.id, row.provision.says, rules, " ".join(case.name for case in row.cases)


def _value_row(identifier: str, dated: DatedValue) -> Sequence[str]:
    """Write one entry of a parameter."""
    published = str(dated.published or "placeholder")
    cites = ", ".join(dated.cites)
    return identifier, _amount(dated), dated.unit, str(dated.from_on), published, cites, dated.note


def _amount(dated: DatedValue) -> str:
    """Write an amount for a reader of the page."""
    if dated.amount is None:
        return "expected" if dated.expected else "left out"
    if dated.amount == []:
        return "empty"
    return json.dumps(dated.amount, default=str).strip('"')


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write a table, one line a row."""
    for cells in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    """Write the page, or with --check only compare it; 1 means that it is stale or the law is not covered."""
    parser = argparse.ArgumentParser(
        prog=COMMAND, description="Write docs/law-coverage.md: provision, rules, cases."
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if the page is stale"
    )
    check_only: bool = parser.parse_args(arguments).check
    domains = read_domains()
    faults = [f"{domain.name}: {fault}." for domain in domains for fault in domain.faults()]
    text = page_text(domains)
    if not check_only:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        faults.append(
            f'docs/law-coverage.md is not what the law and the rules say. Write it with "{COMMAND}".'
        )
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
