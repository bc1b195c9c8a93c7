"""For which reasons does a call or message become no event? No reason repeats a number, a name or an address."""

from enum import StrEnum

from streams.readers.lacks import Lack, LacksError


class Reason(StrEnum):
    """What is lacking; the row is set aside until somebody gives it."""

    INSTANT_UNREADABLE = "an instant is missing, or is none"
    INSTANT_AMBIGUOUS = "the clock showed that time twice, or not at all"
    NAME_MISSING = "nothing names the call"
    NUMBER_UNREADABLE = "a number is none that somebody could call"
    NOBODY_INSIDE = "neither side is a telephone or an address of the firm that is given"
    OUTSIDE_UNKNOWN = "it is not told who the other side is"
    CHANNEL_UNKNOWN = "it is not told over which channel a message went"
    DURATION_UNREADABLE = "it is not told how long it took"
    UNREADABLE = "it is no document of the format"


class PassedBy(StrEnum):
    """Why something needs no event."""

    NO_TALK = "it tells of no talk: an analysis, an attachment, a further leg of a call that is told already"


class Remark(StrEnum):
    """What holds for some events although no file says it."""

    CODING_MISSING = "tell nothing of what was said: somebody must code it (facts_missing)"
    WITHOUT_HASH = "name a recording without a hash, so that nobody can check it"


def lack(reason: Reason, element: str, detail: str) -> LacksError:
    """Say that something lacks one thing; the detail never repeats what may name a person."""
    return LacksError([Lack(reason, element, detail)])
