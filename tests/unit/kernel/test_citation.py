"""Does a rule carry its citations and stay as it is?"""

import pytest

from streams.kernel.citation import CITED_RULES, cites


def test_a_rule_is_recorded_with_its_citations_and_stays_itself() -> None:
    def rule(cents: int) -> int:
        return cents + 1

    assert cites("X/1", "X/2(a)")(rule) is rule
    assert CITED_RULES.pop(rule) == ("X/1", "X/2(a)")


def test_a_rule_cites_something() -> None:
    with pytest.raises(ValueError, match="at least one provision"):
        cites()
