"""Which schema do the writers of a topic hold on to, and is the published file still that schema?"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from schemas import clearing, comms, marketdata, swaps
from schemas.wire import Event

PUBLISHED: Final = Path(__file__).parent / "published"

_PLACE: Final = "#/$defs/"


_NO_CONDITIONS: Final[Mapping[str, Mapping[str, object]]] = {}


class Contract(NamedTuple):
    """The events of one topic, as their writers know them.

    Attributes:
        conditions: what a definition says besides its fields, by its name, where one field depends on another.
    """

    topic: str
    title: str
    structs: tuple[type[Event], ...]
    conditions: Mapping[str, Mapping[str, object]] = _NO_CONDITIONS

    @property
    def file(self) -> Path:
        """Where the schema stands."""
        return PUBLISHED / f"{self.topic}.schema.json"


CONTRACTS: Final = (
    Contract(
        "clearing.events.v1",
        "Events of the clearing of payment items (By-law No. 3)",
        clearing.EVENT_STRUCTS,
    ),
    Contract(
        "comms.events.v1",
        "Events of recorded and kept communication (VPFF no. 11)",
        comms.EVENT_STRUCTS,
        comms.CONDITIONS,
    ),
    Contract(
        "marketdata.events.v1",
        "Events of the metering and billing of the BATS One Feed",
        marketdata.EVENT_STRUCTS,
    ),
    Contract(
        "swaps.events.v1",
        "Events of the counting and treatment of swaps (17 CFR 23.23)",
        swaps.EVENT_STRUCTS,
        swaps.CONDITIONS,
    ),
)


def published_schema(contract: Contract) -> dict[str, object]:
    """Write a contract as JSON Schema (2020-12): a definition per event in the contract's order, then shared parts."""
    references, parts = msgspec.json.schema_components(contract.structs, ref_template=f"{_PLACE}{{name}}")
    types = [str(struct.__struct_config__.tag) for struct in contract.structs]
    names = [reference["$ref"].removeprefix(_PLACE) for reference in references]
    shared = sorted(parts.keys() - set(names))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": contract.file.name,
        "title": contract.title,
        "oneOf": [{"$ref": f"#/$defs/{tag}"} for tag in types],
        "$defs": {
            **{
                tag: {**_definition(tag, parts[name]), **contract.conditions.get(tag, {})}
                for tag, name in zip(types, names, strict=True)
            },
            **{name: {**parts[name], **contract.conditions.get(name, {})} for name in shared},
        },
    }


def published_text(contract: Contract) -> str:
    """Write a contract as its file holds it."""
    return json.dumps(published_schema(contract), indent=2, ensure_ascii=False) + "\n"


def is_stale(contract: Contract) -> bool:
    """Say whether the published file is missing or differs from the contract."""
    return not contract.file.exists() or contract.file.read_text(encoding="utf-8") != published_text(contract)


def _definition(tag: str, part: Mapping[str, object]) -> dict[str, object]:
    """Name the type of an event as a constant in its own definition."""
    properties = part["properties"]
    assert isinstance(properties, dict)
    return {**part, "properties": {**properties, "type": {"const": tag}}}


def main(arguments: list[str]) -> int:
    """Write the schemas of all contracts, or with --check only compare them; 1 means that one is stale."""
    parser = argparse.ArgumentParser(
        prog="python -m schemas.publishing",
        description="Write the JSON Schema of every contract to schemas/published.",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is stale")
    check_only: bool = parser.parse_args(arguments).check
    stale = [contract for contract in CONTRACTS if is_stale(contract)]
    for contract in stale:
        place = f"schemas/published/{contract.file.name}"
        if check_only:
            print(f'{place} is not what the structs say. Write it anew with "python -m schemas.publishing".')
        else:
            contract.file.write_text(published_text(contract), encoding="utf-8")
            print(f"{place} written.")
    return 1 if check_only and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
