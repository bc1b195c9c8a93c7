"""Are the values of the law those of the contract's page, and is a wrong one refused?"""

import pytest

from streams.domains.comms.law import LAW
from streams.domains.comms.law.values import ALLOWED, law_of
from streams.domains.comms.rules.findings import CODES
from streams.domains.comms.state.aside import Reason
from streams.kernel.errors import UserError
from tests.unit.pages import DOMAINS, table_rows

_SEVERITIES = {
    "LAW": "LAW",
    "FINDING": "FINDING",
    "REC.": "RECOMMENDATION",
    "REC. (parameter)": "RECOMMENDATION",
}


def test_every_parameter_of_the_page_has_its_value() -> None:
    page = {
        cells[0].strip("`"): cells[1].split(" (")[0].split(",")[0].split(" / ")[0]
        for cells in table_rows("comms", "## 14. Parameters")
        if cells[0].startswith("`")
    }
    assert {name: str(parameter.value[-1].amount) for name, parameter in LAW.parameters.items()} == page


def test_every_code_has_the_severity_of_the_page_in_its_order() -> None:
    page = {
        cells[0].strip("`"): _SEVERITIES[cells[1]]
        for cells in table_rows("comms", "## 8. Breaches")
        if cells[0].startswith("`") and cells[1] in _SEVERITIES
    }
    assert list(CODES) == list(page)
    assert {name: code.severity for name, code in CODES.items()} == page


def test_the_reasons_to_set_an_event_aside_stand_in_the_order_of_the_page() -> None:
    page = (DOMAINS / "comms.md").read_text(encoding="utf-8")
    listed = page.split("Reasons in order of precedence:")[1].split("A record naming")[0]
    named = [part.strip().split("`")[1] for part in listed.split("·")]
    assert list(Reason) == named


def test_each_parameter_says_what_is_allowed() -> None:
    assert {f"comms.{name}" for name in ALLOWED} == set(LAW.parameters)


def test_a_value_that_is_not_allowed_is_named() -> None:
    with pytest.raises(UserError, match="unlogged_hours is -1, allowed is a whole number"):
        law_of(LAW.with_overrides({"comms.unlogged_hours": -1}))


def test_a_zone_that_nobody_knows_is_named() -> None:
    with pytest.raises(UserError, match='time_zone is "Europe/Atlantis", allowed is the name of a time zone'):
        law_of(LAW.with_overrides({"comms.time_zone": "Europe/Atlantis"}))
