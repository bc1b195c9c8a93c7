"""Were the clients told beforehand that they are recorded, and how that can be found? (point 6; section 8.1)"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import UNSET

from schemas.comms import Party
from streams.domains.comms.rules.situation import Situation
from streams.domains.comms.state.communication import Communication
from streams.domains.comms.state.facts import Facts
from streams.kernel.citation import cites

CONCERNED: Final = ("CLIENT", "INVESTOR", "PROSPECT")
_RECORDING: Final = "RECORDING"
_SEARCH_CRITERIA: Final = "SEARCH_CRITERIA"


def concerned(parties: Iterable[Party]) -> list[Party]:
    """The parties who must be told (R12)."""
    return [one for one in parties if one.kind in CONCERNED]


@cites("VPFF11/6")
def has_standing_notice(communication: Communication, facts: Facts) -> bool:
    """Whether every party concerned had been told when the communication began (R29)."""
    return all(
        one.party is not UNSET
        and next(facts.notices(one.party, _RECORDING, communication.started_us), None) is not None
        for one in concerned(communication.start.parties)
    )


@cites("VPFF11/6", "DR2017-565/76(8)")
def without_language(of: Situation) -> Sequence[str]:
    """The clients who were told, but never in the language in which they are served (R32)."""
    found: list[str] = []
    for one in concerned(of.communication.start.parties):
        client = None if one.party is UNSET else of.facts.client(one.party, of.at_us)
        if client is None:
            continue
        notices = list(of.facts.notices(client.client, _RECORDING, of.communication.started_us))
        if notices and all(notice.language != client.language for notice in notices):
            found.append(client.client)
    return list(dict.fromkeys(found))


@cites("VPFF11/6")
def without_criteria(of: Situation) -> Sequence[str]:
    """The clients who were not told in writing by which criteria recordings are found."""
    found: list[str] = []
    for one in of.communication.start.parties:
        if one.kind != "CLIENT" or one.party is UNSET:
            continue
        notices = of.facts.notices(one.party, _SEARCH_CRITERIA, of.at_us)
        if not any(notice.written for notice in notices):
            found.append(one.party)
    return list(dict.fromkeys(found))
