"""Who takes part in the day? Trees clear directly, flowers through a tree, fruits belong to a group."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from streams.demo.line import line

BANK: Final = "BANK_OF_CANADA"
DEFAULTER: Final = "ROWAN"
"""The direct clearer that cannot pay."""
GROUP_CLEARER: Final = "ORCHARD"

DIRECT_CLEARERS: Final[Mapping[str, int]] = {
    "ALDER": 22,
    "BIRCH": 19,
    "CEDAR": 16,
    "DOGWOOD": 12,
    "ELM": 9,
    "FIR": 6,
    "HAZEL": 4,
    "HORNBEAM": 3,
    "LARCH": 2,
    "ROWAN": 5,
    "SPRUCE": 2,
    "WILLOW": 2,
}
"""The twelve direct clearers, each with its part of what is entered, in hundredths."""

PARTICIPANTS: Final[Mapping[str, int]] = {**DIRECT_CLEARERS, GROUP_CLEARER: 5, BANK: 3}
"""Everybody with a clearing balance, with the same parts; they need not add up to a hundred."""

INDIRECT_CLEARERS: Final[Mapping[str, Sequence[str]]] = {
    "ALDER": ("ASTER", "BLUEBELL", "CLOVER", "DAISY"),
    "BIRCH": ("FENNEL", "HEATHER"),
    "CEDAR": ("IRIS", "LUPIN", "POPPY"),
    "ROWAN": ("SAGE", "THYME", "VIOLET"),
}
"""The indirect clearers by their clearing agent."""

ENTITIES: Final = ("APPLE", "CHERRY", "PEAR", "PLUM")
"""The entities of the group; the last one is no member but a local."""

REPRESENTED: Final[Mapping[str, Sequence[str]]] = {**INDIRECT_CLEARERS, GROUP_CLEARER: ENTITIES}
"""Whoever clears through another, by that clearer."""

_REGISTERED_AT = "2003-10-23T13:00:00Z"


def registration() -> Iterator[bytes]:
    """The facts that make the circle known: members, roles, representations."""
    flowers = [name for names in INDIRECT_CLEARERS.values() for name in names]
    for member in (*DIRECT_CLEARERS, GROUP_CLEARER, *flowers, *ENTITIES[:-1]):
        yield _fact("member_registered", f"register-{member}", member=member)
    yield _fact(
        "non_member_entity_registered",
        f"register-{ENTITIES[-1]}",
        entity=ENTITIES[-1],
        kind="LOCAL",
        responsible_member=GROUP_CLEARER,
    )
    for member in DIRECT_CLEARERS:
        yield _fact("role_appointed", f"appoint-{member}", member=member, role="DIRECT_CLEARER")
    yield _fact("role_appointed", f"appoint-{GROUP_CLEARER}", member=GROUP_CLEARER, role="GROUP_CLEARER")
    for agent, clients in INDIRECT_CLEARERS.items():
        yield _fact("role_appointed", f"appoint-{agent}-agent", member=agent, role="CLEARING_AGENT")
        for client in clients:
            yield _fact("agent_designated", f"designate-{client}", indirect_clearer=client, agent=agent)
    for entity in ENTITIES:
        yield _fact("group_joined", f"join-{entity}", group_clearer=GROUP_CLEARER, entity=entity)


def _fact(type_: str, id_: str, **fields: object) -> bytes:
    return line(type_, id_, _REGISTERED_AT, **fields)
