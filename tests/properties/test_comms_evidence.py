"""Is what was taped and noted measured as the contract says? (invariants I13 to I15)"""

from itertools import pairwise
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models.comms_model_time import HOUR, printed
from tests.properties.comms_calls import Call, breach
from tests.properties.comms_stories import EXAMPLES, Result

CODES: Final = {"TELEPHONE": "NOT_RECORDED", "CHAT": "NOT_STORED", "MEETING": "NO_MINUTES"}
KINDS: Final = {"TELEPHONE": "recording", "CHAT": "storage", "MEETING": "minutes"}
LENGTH_MS: Final = 600_000
ITEMS: Final = ("DATE_TIME", "LOCATION", "ATTENDEES", "INITIATOR", "CONTENT", "PRICE", "VOLUME")

few = settings(max_examples=EXAMPLES, deadline=None)
places = st.one_of(st.integers(0, 120).map(lambda step: step * 5_000), st.integers(-1_000, LENGTH_MS + 1_000))
tapes = st.lists(st.tuples(places, places).map(sorted), max_size=4)


@given(
    st.sampled_from(sorted(CODES)),
    st.one_of(st.none(), st.integers(0, 100)),
    st.integers(0, 100),
    st.lists(st.integers(-3 * 3_600, 110 * 3_600), min_size=1, max_size=5),
    st.sampled_from([-1, 0, 1]),
)
@few
def test_missing_evidence_is_a_breach_from_the_first_tick_at_or_after_the_deadline_and_never_before(
    medium: str, by_policy: int | None, by_parameter: int, seconds: list[int], beside: int
) -> None:
    """Invariant I13."""
    kind = KINDS[medium]
    call = Call(medium=medium)
    if by_policy is not None:
        policy = {f"{kind}_grace_hours": by_policy, "effective_at": "2020-01-01T00:00:00Z"}
        call.add("policy_adopted", firm="FIRM", version="1", **policy)
    hours = by_parameter if by_policy is None else by_policy
    deadline = call.ended_at + hours * HOUR
    ticks = sorted([*(call.ended_at + each * 1_000 for each in seconds), deadline + beside])
    for at in ticks:
        call.tick(at)
    found = breach(call.folded(**{f"{kind}_grace_hours": by_parameter}), CODES[medium])
    late = [at for at in ticks if at >= deadline]
    assert (found["opened_at"] if found else None) == (printed(late[0]) if late else None)


def sound_of(result: Result) -> tuple[str, int | None]:
    """What the result says of the sound of the call: its code, and the seconds that are missing."""
    if breach(result, "NOT_RECORDED"):
        return "NOTHING", None
    found = breach(result, "RECORDING_INCOMPLETE")
    return ("PART", found["uncovered_seconds"]) if found else ("COMPLETE", None)


def measured(parts: list[list[int]]) -> tuple[str, int | None]:
    """The same by counting milliseconds between all places at which a tape begins or ends."""
    cuts = sorted({0, LENGTH_MS, *(min(max(place, 0), LENGTH_MS) for part in parts for place in part)})
    taped = sum(
        end - begin
        for begin, end in pairwise(cuts)
        if any(part[0] <= begin and end <= part[1] for part in parts)
    )
    missing = LENGTH_MS - taped
    if taped == 0:
        return "NOTHING", None
    return ("COMPLETE", None) if missing <= 5_000 else ("PART", (missing + 500) // 1_000)


def told(parts: list[list[int]]) -> Result:
    """The result of a call of ten minutes with these tapes."""
    call = Call()
    for begin, end in parts:
        call.taped(begin, end)
    return call.folded()


@given(tapes)
@few
def test_what_is_taped_and_what_is_not_add_up_to_the_length(parts: list[list[int]]) -> None:
    """Invariant I14."""
    assert sound_of(told(parts)) == measured(parts)


@given(tapes, st.tuples(places, places).map(sorted))
@few
def test_one_tape_more_never_leaves_more_uncovered(parts: list[list[int]], more: list[int]) -> None:
    """Invariant I14."""
    order = {"COMPLETE": 0, "PART": 1, "NOTHING": 2}
    before, after = sound_of(told(parts)), sound_of(told([*parts, more]))
    assert (order[after[0]], after[1] or 0) <= (order[before[0]], before[1] or 0)


@given(st.tuples(places, places).map(sorted), st.integers(0, 100))
@few
def test_splitting_a_tape_into_abutting_parts_changes_nothing(part: list[int], percent: int) -> None:
    """Invariant I14."""
    middle = part[0] + (part[1] - part[0]) * percent // 100
    whole, split = told([part]), told([[part[0], middle], [middle, part[1]]])
    assert split["coverage"] == whole["coverage"]
    assert split["breaches"] == whole["breaches"]


@given(st.lists(st.sampled_from(ITEMS), unique=True), st.lists(st.sampled_from(ITEMS), unique=True))
@few
def test_splitting_minutes_into_several_changes_nothing(some: list[str], others: list[str]) -> None:
    """Invariant I15."""
    split, whole = Call(medium="MEETING"), Call(medium="MEETING")
    split.noted(some)
    split.noted(others)
    whole.noted([*some, *(item for item in others if item not in some)])
    one, other = split.folded(), whole.folded()
    assert (one["breaches"], one["coverage"]) == (other["breaches"], other["coverage"])
