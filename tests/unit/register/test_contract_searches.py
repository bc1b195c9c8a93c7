"""Does the register answer every search of the acceptance cases as the result document does?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.comms import RegisterSearched, Tick
from streams.desks.comms.searching import answer
from streams.domains.comms.domain import COMMS
from streams.domains.comms.stages.reader import READER
from streams.replay.cases import Case, read_cases, run_in_memory
from tests.registers import Registers
from tests.unit.register.fed import feed, write

PATH = Path(__file__).parents[2] / "cases" / "comms" / "cases.json"
DOCUMENT = read_cases(PATH.name, PATH.read_bytes())


def searches_with_their_logs(case: Case) -> Iterator[tuple[RegisterSearched, list[bytes]]]:
    """Each search of a case, with the log up to the first tick after it."""
    log = DOCUMENT.events_of(case)
    waiting: list[RegisterSearched] = []
    seen: set[str] = set()
    for count, line in enumerate(log, 1):
        event = READER.read(line)
        if isinstance(event, RegisterSearched) and event.id not in seen:
            waiting.append(event)
            seen.add(event.id)
        # One that comes again, or under the id of another, is no tick.
        if isinstance(event, Tick) and event.id not in seen:
            seen.add(event.id)
            yield from ((search, log[:count]) for search in waiting)
            waiting.clear()


CASES = [case for case in DOCUMENT.cases if any(searches_with_their_logs(case))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case)
def test_a_search_finds_what_the_contract_says(case: Case, tmp_path: Path, registers: Registers) -> None:
    expected = run_in_memory(COMMS, COMMS.law.with_overrides(case.parameters), DOCUMENT.events_of(case), 2)
    told = {}
    for number, (search, log) in enumerate(searches_with_their_logs(case)):
        ledger = tmp_path / f"{number}.ledger"
        write(ledger, log, parameters=case.parameters)
        with registers.at(tmp_path, str(number)) as database:
            feed(database, ledger)
            found = answer(database, [search])
        told[search.id] = {"authorised": found.authorised, "records": found.records}
    assert told == expected["searches"]


def test_seven_cases_search() -> None:
    assert len(CASES) == 7
