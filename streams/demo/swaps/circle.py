"""Who takes part in the year: a dealer group, other dealers, clients, and what supports them?"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from streams.demo.line import line

PARENT: Final = "ALBATROSS"
"""The U.S. parent of the group; it controls every affiliate."""
REGISTERED: Final = "GANNET"
"""The affiliate that is a registered swap dealer all year: what it trades is in no total."""
GUARANTEED: Final = ("PETREL", "SHEARWATER")
"""The guaranteed affiliates that deal most; both register when the threshold is crossed."""
GUARANTEED_UNNOTICED: Final = "KITTIWAKE"
"""An affiliate whose guarantee becomes known months after it was given."""
SOLD: Final = "PUFFIN"
"""An affiliate that is sold in summer."""
ACQUIRED: Final = "TERN"
"""A dealer that joins the group in autumn."""
BUYER: Final = "MONSOON"
"""The group that buys the affiliate."""
NAMELESS: Final = "UNKNOWN-DELTA"
"""A client of whom nothing is recorded: for counting, a U.S. person."""
SPECIAL: Final = "HUDSON"
"""A client that is a special entity, with a line of its own."""

_KNOWN_AT: Final = "2023-01-02T08:00:00Z"
_BEFORE: Final = "2021-01-01"

_LONDON, _TOKYO = "GANNET-LONDON", "GANNET-TOKYO"


class Affiliate(NamedTuple):
    """A member of the group."""

    name: str
    home: str


class Dealer(NamedTuple):
    """A dealer outside the group; one with a branch is a U.S. bank that deals through it, too."""

    name: str
    home: str
    branch: str = ""


AFFILIATES: Final = tuple(
    Affiliate(*one.split(":"))
    for one in [
        "GANNET:US",
        "PETREL:GB",
        "SHEARWATER:HK",
        "KITTIWAKE:IE",
        "SKUA:FR",
        "FULMAR:JP",
        "PUFFIN:DE",
        "TERN:SG",
        "CORMORANT:US",
        "PELICAN:US",
        "GUILLEMOT:GB",
        "RAZORBILL:GB",
        "DUNLIN:GB",
        "PLOVER:GB",
        "AVOCET:NL",
        "CURLEW:NL",
        "WHIMBREL:LU",
        "GODWIT:LU",
        "SANDERLING:IE",
        "TURNSTONE:IE",
        "REDSHANK:DE",
        "GREENSHANK:DE",
        "OSTREOS:IT",
        "DOTTEREL:ES",
        "PRATINCOLE:ES",
        "JACANA:BR",
        "SKIMMER:BR",
        "NODDY:MX",
        "BOOBY:MX",
        "TROPICBIRD:KY",
        "FRIGATE:KY",
        "GREBE:CA",
        "LOON:CA",
        "EIDER:SE",
        "SCOTER:SE",
        "MERGANSER:CH",
        "SMEW:CH",
        "POCHARD:JP",
        "GADWALL:AU",
        "WIGEON:AU",
    ]
)
DEALERS: Final = (
    Dealer("MISTRAL", "US", "MISTRAL-PARIS"),
    Dealer("BORA", "US", "BORA-LONDON"),
    Dealer("SIROCCO", "US"),
    Dealer("ZEPHYR", "GB"),
    Dealer("FOEHN", "CH"),
    Dealer("LEVANTER", "ES"),
    Dealer("PAMPERO", "BR"),
    Dealer("KHAMSIN", "FR"),
    Dealer("CHINOOK", "CA"),
    Dealer("TRAMONTANE", "JP"),
)
US_CLIENTS: Final = [
    "HUDSON",
    "POTOMAC",
    "MISSOURI",
    "OHIO",
    "TENNESSEE",
    "ARKANSAS",
    "COLORADO",
    "COLUMBIA",
    "SNAKE",
    "PLATTE",
    "YUKON",
    "WABASH",
    "BRAZOS",
    "PECOS",
    "GILA",
    "MOHAWK",
    "SUSQUEHANNA",
    "SAVANNAH",
    "ROANOKE",
    "CUMBERLAND",
]
OTHER_CLIENTS: Final = [
    "THAMES:GB",
    "SEVERN:GB",
    "TRENT:GB",
    "TWEED:GB",
    "SEINE:FR",
    "LOIRE:FR",
    "RHONE:FR",
    "RHINE:DE",
    "ELBE:DE",
    "ODER:DE",
    "MAIN:DE",
    "TIBER:IT",
    "PO:IT",
    "ARNO:IT",
    "TAGUS:ES",
    "EBRO:ES",
    "DOURO:PT",
    "SHANNON:IE",
    "LIFFEY:IE",
    "SCHELDT:NL",
    "MEUSE:NL",
    "VISTULA:PL",
    "DANUBE:AT",
    "AARE:CH",
    "TORNE:SE",
    "YODO:JP",
    "SUMIDA:JP",
    "TONE:JP",
    "PEARL:HK",
    "MURRAY:AU",
    "DARLING:AU",
    "PARANA:BR",
    "XINGU:BR",
    "USUMACINTA:MX",
    "FRASER:CA",
    "OTTAWA:CA",
]

_SUBSIDIARIES: Final = ("SKUA", "FULMAR")
_KEEPWELL: Final = ("GUILLEMOT", "AVOCET", "EIDER")
_SMALL_GUARANTEED: Final = ("JACANA", "NODDY", "GADWALL")
_NOT_MAJORITY_OWNED: Final = ("POCHARD", "LOON", ACQUIRED)
_BELIED: Final = "OTTAWA"


class _Writer:
    """Numbers the facts that are known from the beginning."""

    def __init__(self) -> None:
        self._count = 0

    def fact(self, type_: str, **fields: object) -> bytes:
        self._count += 1
        return line(type_, f"fact-{self._count:04d}", _KNOWN_AT, valid_from=_BEFORE, **fields)

    def person(self, name: str, home: str, **fields: object) -> bytes:
        places = {"organized_in": home, "principal_place_of_business": home, "home_jurisdiction": home}
        return self.fact("entity_recorded", entity=name, kind="LEGAL_PERSON", **places, **fields)

    def registered(self, name: str) -> bytes:
        return self.fact("registration_recorded", entity=name, category="SWAP_DEALER", status="REGISTERED")

    def branch(self, name: str, of: str, place: str) -> bytes:
        return self.fact(
            "branch_recorded", branch=name, entity=of, located_in=place, foreign_branch_conditions_met=True
        )

    def guaranteed(self, name: str, kind: str) -> bytes:
        return self.fact(
            "guarantee_recorded", guarantee=f"{PARENT}-{name}", guarantor=PARENT, obligor=name, kind=kind
        )


def known_from_the_beginning() -> Iterator[bytes]:
    """The facts about everybody before the first trade."""
    writer = _Writer()
    yield from _group(writer)
    yield from _dealers(writer)
    yield from _clients(writer)


def _group(writer: _Writer) -> Iterator[bytes]:
    yield writer.person(PARENT, "US")
    for name, home in AFFILIATES:
        yield writer.person(name, home)
        if name != ACQUIRED:
            yield writer.fact("control_recorded", entity=name, controllers=[PARENT])
        if name not in _NOT_MAJORITY_OWNED:
            yield writer.fact("majority_ownership_recorded", entity=name, majority_owners=[PARENT])
    yield writer.registered(REGISTERED)
    yield writer.branch(_LONDON, REGISTERED, "GB")
    yield writer.branch(_TOKYO, REGISTERED, "JP")
    for name in (*GUARANTEED, *_SMALL_GUARANTEED):
        yield writer.guaranteed(name, "RECOURSE")
    for name in _KEEPWELL:
        yield writer.guaranteed(name, "KEEPWELL")
    for name in _SUBSIDIARIES:
        yield writer.fact(
            "significant_subsidiary_recorded",
            entity=name,
            ultimate_us_parent_assets_cents=9_000_000_000_000,
            equity_capital_share_ppm=62_000,
            revenue_share_ppm=48_000,
            total_assets_share_ppm=71_000,
            # Its home supervisor and its margin rules were found comparable: then it is none after all.
            basel_consistent_home_supervision=name == "FULMAR",
            margin_comparability_determination=name == "FULMAR",
        )
    for requirement in ("3.3", "23.202", "23.501", "23.504"):
        yield writer.fact("comparability_determined", jurisdiction="GB", requirement=requirement)


def _dealers(writer: _Writer) -> Iterator[bytes]:
    for name, home, branch in DEALERS:
        yield writer.person(name, home)
        yield writer.registered(name)
        if branch:
            yield writer.branch(branch, name, "FR" if branch.endswith("PARIS") else "GB")
    yield writer.person(BUYER, "SG")


def _clients(writer: _Writer) -> Iterator[bytes]:
    for name in US_CLIENTS:
        yield writer.person(name, "US", special_entity=name == SPECIAL)
    for number, one in enumerate(OTHER_CLIENTS):
        name, home = one.split(":")
        yield writer.person(name, home)
        if number % 2 == 0:
            yield _represented(writer, name, is_us_person=False)
    yield _represented(writer, _BELIED, is_us_person=True)


def _represented(writer: _Writer, name: str, *, is_us_person: bool) -> bytes:
    return writer.fact(
        "representation_recorded",
        made_by=name,
        statement="US_PERSON",
        value=is_us_person,
        basis="FINAL_RULE",
        made_on="2021-06-30",
    )
