"""What does the reader of a report know that the report does not tell?"""

from typing import Literal

import msgspec

from streams.kernel.errors import UserError
from streams.readers.marketdata.columns import REPORTS

Answer = Literal["YES", "NO", "UNKNOWN"]
UserKind = Literal["NATURAL_PERSON", "PROPRIETORSHIP", "CORPORATION", "PARTNERSHIP", "ENTITY"]
Channel = Literal["TELEVISION", "WEB_SITE", "MOBILE_DEVICE", "TERMINAL", "OTHER"]
Purpose = Literal["INFORMATIONAL", "TRADING"]
Feed = Literal["SUMMARY", "PREMIUM"]


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The answers about one user; None where the question was not asked."""

    user: str
    user_kind: UserKind
    effective_at: str
    registered_or_qualified: Answer | None = None
    engaged_as_investment_adviser: Answer | None = None
    performs_registrable_functions_for_exempt_organization: Answer | None = None
    evidence: str | None = None
    distributor: str | None = None


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known beside the reports.

    Attributes:
        distributor: who reports, where no column says it.
        channel: of all accesses and entitlements, where no column says it.
        purpose: likewise.
        headings: of columns under another name, by element.
        positions: the first and last character of each column, by element, in files without delimiters and headings.
        distributors: the name of a distributor in the recorded facts, by that in the reports; it is itself if left out.
        firms: likewise of a recipient firm.
        products: the feed of a product code.
        channels: the channel of a code in the reports.
        user: evidence, one entry a user.
    """

    distributor: str = ""
    channel: Channel | None = None
    purpose: Purpose | None = None
    headings: dict[str, str] = {}
    positions: dict[str, tuple[int, int]] = {}
    distributors: dict[str, str] = {}
    firms: dict[str, str] = {}
    products: dict[str, Feed] = {}
    channels: dict[str, Channel] = {}
    user: list[Evidence] = []


def read_given(name: str, text: bytes) -> Given:
    """Read a given file.

    Args:
        name: of the file, for messages.
        text: TOML.

    Raises:
        UserError: it is no TOML, or says what no given file says; the message tells where.
    """
    try:
        given = msgspec.toml.decode(text, type=Given)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise UserError(f"{name} is no given file: {problem}. Nothing was read.") from None
    unknown = [one for one in (*given.headings, *given.positions) if one not in REPORTS.elements]
    if unknown:
        known = ", ".join(REPORTS.elements)
        raise UserError(f"{name} names a column {unknown[0]}; columns are {known}. Nothing was read.")
    wrong = [one for one, (first, last) in given.positions.items() if not 1 <= first <= last]
    if wrong:
        first, last = given.positions[wrong[0]]
        raise UserError(
            f"{name} gives {wrong[0]} the positions {first} to {last}; the first character of a line is 1, and the "
            "last is not before the first. Nothing was read."
        )
    return given
