"""How does each check read when it found something, and when it did not?"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Words(NamedTuple):
    """The two ways in which a check ends."""

    clean: str
    found: str


CODES: Final[Mapping[str, Words]] = {
    "POLICY_MISSING": Words("The firm had written guidelines.", "The firm had no written guidelines."),
    "UNRECORDED_DEVICE": Words(
        "It ran on no telephone that is registered as unconnected.",
        "It ran on a telephone without a recorder.",
    ),
    "UNAPPROVED_CHANNEL": Words(
        "The channel is none that the firm forbids.", "The channel is not permitted."
    ),
    "INBOUND_OFF_CHANNEL": Words(
        "Nobody wrote unasked on a channel that is not permitted.",
        "Somebody wrote unasked on a channel that is not permitted.",
    ),
    "NO_CHANNEL_SWITCH": Words("The talk did not stay on an unstored channel.", "The channel is not stored."),
    "NOT_RECORDED": Words("A tape is there, or not due yet.", "Nothing was taped."),
    "RECORDING_INCOMPLETE": Words(
        "The tapes leave out no more than they may.", "The tapes leave out too much."
    ),
    "NOT_STORED": Words("The text is stored, or not due yet.", "The text was not stored."),
    "NO_MINUTES": Words("Minutes are there, or not due yet.", "No minutes were filed."),
    "MINUTES_INCOMPLETE": Words("The minutes lack nothing that is asked.", "The minutes lack something."),
    "LATE_EVIDENCE": Words(
        "The evidence did not come late.", "The evidence is whole only with what came late."
    ),
    "RECORDING_DEGRADED": Words("No tape of it is of poor quality.", "A tape of it is of poor quality."),
    "SOUNDING_NO_CONSENT": Words(
        "No sounding was taped without consent.", "A sounding was taped without consent."
    ),
    "SOUNDING_UNRECORDED": Words(
        "No sounding went on untaped after a refusal.", "The sounding went on untaped after a refusal."
    ),
    "SOUNDING_WITH_SERVICE": Words(
        "No refused sounding shares the segment with a service.",
        "A refused sounding shares the segment with a service.",
    ),
    "SWITCHBOARD_RECORDED": Words("The switchboard was not taped.", "The switchboard was taped."),
    "NO_CLIENT_NOTICE": Words("Whoever had to be told was told.", "A client was not told that it is taped."),
    "MIDCALL_NO_NOTICE": Words(
        "No words were missing where the talk changed.", "Nobody said that it is taped from now on."
    ),
    "NOTICE_LANGUAGE": Words(
        "The client was told in his language.", "The client was told in another language."
    ),
    "NO_CRITERIA_NOTICE": Words(
        "The client knows in writing how recordings are found.",
        "The client was not told in writing how recordings are found.",
    ),
    "SHARED_PHONE_UNATTRIBUTED": Words(
        "No shared telephone is without a user.", "Nobody knows who used the shared telephone."
    ),
    "SHARED_PHONE_AMBIGUOUS": Words(
        "No two people held the telephone at once.", "Two people held the telephone at once."
    ),
    "NOT_SEARCHABLE": Words("It can be found by all criteria.", "A criterion to find it by is missing."),
    "ATTRIBUTION_CONFLICT": Words(
        "Sign-on and register agree.", "Sign-on and register name different people."
    ),
    "CLI_WITHHELD": Words("No number was withheld.", "A number was withheld."),
    "FACTS_MISSING": Words("Somebody has coded the segment.", "Nobody has coded the segment."),
    "UNLOGGED_RECORDING": Words("Its communication is known, or awaited.", "No communication is behind it."),
    "RECORD_ALTERED": Words("No check found other bytes.", "A check found other bytes than were filed."),
    "IMAGE_STORED": Words("No picture is kept.", "A picture is kept."),
    "SURPLUS_RECORDING": Words("It is no tape without ground.", "There is no ground to keep this tape."),
    "SURPLUS_SEGMENT": Words("No part of it is without ground.", "A part of it is without ground."),
    "SURPLUS_OVERDUE": Words("No surplus is overdue.", "The surplus should have gone by now."),
    "EARLY_DELETION": Words("It was not deleted too early.", "It was deleted too early."),
    "DELETION_OVERDUE": Words("Its deletion is not overdue.", "It should have been deleted by now."),
    "ORDER_BEYOND_7Y": Words(
        "No order reaches beyond the cap.", "An order reaches further than the delegated regulation allows."
    ),
    "ACCESS_OVERDUE": Words("No request is overdue.", "A request was not answered in time."),
    "ACCESS_WRONG_PARTY": Words(
        "It was handed to nobody who is not concerned.", "It was handed to somebody who is not concerned."
    ),
    "ACCESS_UNAUTHORISED": Words(
        "Whoever opened it had a grant.", "Somebody looked without a grant that reaches it."
    ),
}
"""Every code of the contract."""
