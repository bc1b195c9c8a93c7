"""Which provision does a rule carry out?"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

CITED_RULES: dict[Callable[..., object], tuple[str, ...]] = {}
"""Every rule function with its citations, in the order in which the rules were imported."""


def cites(*citations: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Record that the decorated function carries out the given provisions; the function itself stays as it is.

    Args:
        citations: ids of the form CORPUS/segment, such as "BL3/57(1)"; at least one.
    """
    if not citations:
        raise ValueError("a rule cites at least one provision")

    def record(rule: Callable[_P, _R]) -> Callable[_P, _R]:
        CITED_RULES[rule] = citations
        return rule

    return record
