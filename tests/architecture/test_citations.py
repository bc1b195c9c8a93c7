"""Does every check of the clearing rules say which provision it carries out?"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Never

from streams.domains.clearing import rules
from streams.domains.clearing.rules.facts import FACT_RULES
from streams.domains.clearing.rules.verdicts import Check
from streams.kernel.citation import CITED_RULES


def _checks() -> Iterator[tuple[str, Check[Never]]]:
    """Every check of every table, with the module of the table."""
    for found in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"{rules.__name__}.{found.name}")
        for value in vars(module).values():
            if isinstance(value, tuple) and not isinstance(value, Check):
                yield from ((found.name, one) for one in value if isinstance(one, Check))


def test_every_check_cites_the_provision_it_carries_out() -> None:
    checks = list(_checks())
    checks += [("facts", one) for rule in FACT_RULES.values() for one in rule.checks]

    assert len(checks) > 100
    assert (
        sorted({f"{module}.{one.fails.__name__}" for module, one in checks if one.fails not in CITED_RULES})
        == []
    )
