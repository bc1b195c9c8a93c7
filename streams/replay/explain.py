"""Why was something decided as it was, and which ids come near to one that nobody knows?"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

import msgspec

from streams.kernel.errors import UserError
from streams.kernel.explanation import Explanation
from streams.replay.evidence import LedgerEvidence

_NEIGHBOURS: Final = 100
_MOST_SHOWN: Final = 5
_ALIKE: Final = 0.5


def explained(evidence: LedgerEvidence, identifier: str) -> Explanation:
    """Explain what an id names.

    Raises:
        UserError: nothing has this id, or the domain does not explain itself.
    """
    explainer = evidence.domain.explainer
    if explainer is None:
        raise UserError(f"The domain {evidence.domain.name} does not explain its decisions yet.")
    found = explainer.explain(evidence, identifier)
    if found is None:
        raise _unknown(evidence, identifier, list(explainer.names(evidence)))
    return msgspec.structs.replace(found, amounts=explainer.amounts)


def _unknown(evidence: LedgerEvidence, identifier: str, names: list[str]) -> UserError:
    near = nearest(identifier, [*_neighbours(evidence, identifier), *names])
    known = f" Nearest to it: {', '.join(near)}." if near else ""
    return UserError(
        f'Nothing in {evidence.ledger.path} is called "{identifier}": no event, no outcome, no other name of '
        f"{evidence.domain.name}.{known} Ids are case-sensitive; ask for one of these, or look into the log for yours."
    )


def _neighbours(evidence: LedgerEvidence, identifier: str) -> Iterator[str]:
    """The ids next to one in order, however its letters are written."""
    for written in dict.fromkeys((identifier, identifier.lower(), identifier.upper())):
        yield from evidence.ledger.neighbours(written, _NEIGHBOURS)


def nearest(identifier: str, known: list[str]) -> list[str]:
    """The few ids that are most alike, the most alike first."""
    wanted = identifier.casefold()
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    alike: list[tuple[float, str]] = []
    for name in dict.fromkeys(known):
        matcher.set_seq1(name.casefold())
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            ratio = matcher.ratio()
            if ratio >= _ALIKE:
                alike.append((-ratio, name))
    return [name for _, name in sorted(alike)[:_MOST_SHOWN]]
