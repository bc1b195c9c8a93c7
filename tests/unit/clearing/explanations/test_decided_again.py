"""Does every decision come out again as it was published, from its own part of the record alone?"""

from pathlib import Path

import pytest

from streams.domains.clearing.domain import CLEARING, CLEARING_HOUSE, ENTRIES
from streams.domains.clearing.explanations import entries_again, house_again, marks_again
from streams.domains.clearing.explanations.explaining import names
from streams.kernel.evidence import Evidence
from tests.unit.clearing.explanations.recorded import CASES, all_ids, evidence_in, record


def unlike(evidence: Evidence, identifiers: list[str]) -> list[str]:
    """The ids that are not explained, or whose decision comes out otherwise."""
    assert CLEARING.explainer is not None
    found = {identifier: CLEARING.explainer.explain(evidence, identifier) for identifier in identifiers}
    return [name for name, one in found.items() if one is None or one.differs or not one.answer]


def test_the_stages_are_those_of_the_domain() -> None:
    assert [ENTRIES.name, CLEARING_HOUSE.name] == [entries_again.STAGE, house_again.STAGE]


@pytest.mark.parametrize("case", CASES)
def test_every_id_of_a_case_is_explained_as_it_was_published(case: str, tmp_path: Path) -> None:
    path = tmp_path / "case.ledger"
    law = record(path, case, partitions=3)

    with evidence_in(path, law) as evidence:
        assert unlike(evidence, [*all_ids(path), *names(evidence)]) == []


@pytest.mark.parametrize("case", ["S07", "S14", "S41", "S43", "S52"])
def test_figures_are_found_by_halves_in_a_long_record_too(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks_again, "_FEW", 0)
    path = tmp_path / "case.ledger"
    law = record(path, case, partitions=8)

    with evidence_in(path, law) as evidence:
        assert unlike(evidence, [*all_ids(path), *names(evidence)]) == []
