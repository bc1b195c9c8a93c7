"""Is a User Professional or Non-Professional? (EDGA2015/II.A.1(non-professional-user), section 7.6 of the contract)"""

from collections.abc import Callable
from typing import Final, NamedTuple

from schemas.marketdata import UserClassified
from streams.domains.marketdata.state.words import MISCLASSIFIED, PROFESSIONAL, UNCLASSIFIED
from streams.kernel.citation import cites

NO_RECORD: Final = PROFESSIONAL | UNCLASSIFIED
"""A User without a record (R11)."""
DEVICE: Final = PROFESSIONAL
"""A device that is an individual of its own (R8)."""


def _answers(record: UserClassified) -> tuple[str, str, str]:
    """The answers to the three tests; one that was left out is unknown."""
    answers = (
        record.registered_or_qualified,
        record.engaged_as_investment_adviser,
        record.performs_registrable_functions_for_exempt_organization,
    )
    first, second, third = (answer or "UNKNOWN" for answer in answers)
    return first, second, third


@cites("EDGA2015/II.A.1(non-professional-user)")
def _is_no_natural_person(record: UserClassified) -> bool:
    return record.user_kind != "NATURAL_PERSON"


@cites("EDGA2015/II.A.1(non-professional-user)")
def _meets_a_test(record: UserClassified) -> bool:
    return "YES" in _answers(record)


@cites("EDGA2015/II.A.1(professional-user)", "MARKETDATA/R11")
def _has_an_unknown_answer(record: UserClassified) -> bool:
    return "UNKNOWN" in _answers(record)


class _Row(NamedTuple):
    """A row of the table of section 7.6: who is meant, and whether the record is one without an answer."""

    applies: Callable[[UserClassified], bool]
    lacks_an_answer: bool


_PROFESSIONALS: Final = (
    _Row(_is_no_natural_person, lacks_an_answer=False),
    _Row(_meets_a_test, lacks_an_answer=False),
    _Row(_has_an_unknown_answer, lacks_an_answer=True),
)
"""In order of precedence; whom no row names is Non-Professional."""


@cites("EDGA2015/II.A.1(professional-user)", "EDGA2015/II.A.1(non-professional-user)")
def classification(record: UserClassified) -> int:
    """The class that a record gives, with its flag, as bits of a word; none for a Non-Professional.

    What the user claims never decides; a claim to be Non-Professional that the answers do not bear is flagged.
    """
    for row in _PROFESSIONALS:
        if row.applies(record):
            if row.lacks_an_answer:
                return PROFESSIONAL | UNCLASSIFIED
            claimed = record.claimed_classification == "NON_PROFESSIONAL"
            return PROFESSIONAL | (MISCLASSIFIED if claimed else 0)
    return 0
