"""Does content stay in the input, where its key opens it, and nowhere else? (section 11 of the contract)"""

from tests.unit.comms.events import FIRM, Told, at, call, ended, recording, tick

SEALED = "c2VhbGVkLXdpdGgtaXRzLW93bi1rZXk"


def test_what_is_sealed_is_in_no_state_no_outcome_no_view_and_is_not_handed_on() -> None:
    told = Told(
        *FIRM,
        call(),
        ended(),
        recording(sealed=SEALED),
        recording("R2", None, sealed=SEALED),
        tick("t", at("18:00:00")),
    )
    written = [
        value or b""
        for _, unit in told.units
        for value in (
            *(value for _, value in unit.rows),
            *(value for _, value in unit.views),
            *(value for _, value in unit.outcomes),
            *(forward.value for forward in unit.forwards),
        )
    ]
    assert written != []
    assert [value for value in written if SEALED.encode() in value] == []


def test_the_same_recording_with_other_content_is_a_conflict() -> None:
    told = Told(recording(sealed=SEALED), recording(sealed="b3RoZXI"), tick("t", at("18:00:00")))
    assert told.result["set_aside"] == [{"event": "made-R1", "reason": "ID_CONFLICT"}]
