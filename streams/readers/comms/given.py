"""What does the reader of a file know of the firm, its telephones and its clients?"""

from typing import Literal

import msgspec

from streams.kernel.errors import UserError

PartyKind = Literal["CLIENT", "PROSPECT", "INVESTOR", "COUNTERPARTY", "ISSUER", "ARRANGER", "OTHER"]


class Inside(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A telephone, extension or address of the firm.

    Attributes:
        telephone: its name in the register of telephones; empty for an address.
        employee: the pseudonym of whoever holds it, where the register does not tell.
    """

    telephone: str = ""
    employee: str = ""


class Outside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody outside the firm: what it is, and under which pseudonym it is registered."""

    kind: PartyKind
    party: str | None = None


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known beside the files.

    Attributes:
        firm: whose communication it is.
        region: of numbers without a country.
        everybody_outside: what an outside number is that is not listed; None: its rows are set aside.
        channel: over which messages went.
        inside: by number, extension or address, as the files write it.
        outside: likewise.
    """

    firm: str
    region: str = "NO"
    everybody_outside: PartyKind | None = None
    channel: str | None = None
    inside: dict[str, Inside] = {}
    outside: dict[str, Outside] = {}


def read_given(name: str, text: bytes) -> Given:
    """Read a given file.

    Raises:
        UserError: it is no TOML, or says what no given file says; nothing of its content is repeated.
    """
    try:
        return msgspec.toml.decode(text, type=Given)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise UserError(
            f'{name} is no given file: it needs firm = "…" and tables inside and outside, as '
            "docs/comms-import.md shows. Nothing was read."
        ) from None
