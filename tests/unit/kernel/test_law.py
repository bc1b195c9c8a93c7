"""Does a law say what held on a day, and refuse to be read when something is wrong with it?"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from streams.kernel.errors import UserError
from streams.kernel.law import DatedValue, LawBook, Parameter, Provision, read_law

ENACTED = date(2003, 10, 23)
AMENDED = date(2010, 3, 1)
DAY_BEFORE = date(2010, 2, 28)

PROVISIONS = '[[provision]]\nid = "X/1"\nsays = "Notice is given."\n'
SOURCES = """\
[[source]]
id = "X-2003"
title = "A law"
segment = "all"
dated = 2003-10-23
sha256 = "00"
official = "the gazette"
unchecked = "nothing"
"""
NOTICE = """\
id = "post.notice_days"
name = "Notice"
[[value]]
from = 2003-10-23
published = 2003-10-23
amount = 30
unit = "days"
cites = ["X/1"]
"""


def entry(
    from_on: date, amount: object, *, published: date | None = None, expected: bool = False
) -> DatedValue:
    return DatedValue(from_on, ["X/1"], "days", published, amount, expected=expected)


def book(
    *entries: DatedValue, name: str = "Notice", overrides: Mapping[str, object] | None = None
) -> LawBook:
    return LawBook(
        "post",
        {"post.notice_days": Parameter("post.notice_days", name, list(entries))},
        {"X/1": Provision("X/1", "Notice is given.")},
        {},
        dict(overrides or {}),
    )


def written(folder: Path, parameters: Mapping[str, str], provisions: str = PROVISIONS) -> Path:
    (folder / "parameters").mkdir()
    for file, text in parameters.items():
        (folder / "parameters" / file).write_text(text, encoding="utf-8")
    (folder / "provisions.toml").write_text(provisions, encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    return folder


def fault_of(folder: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_law("post", folder)
    return caught.value.message


# ---- on which day does what hold ----


@pytest.mark.parametrize(
    ("day", "days"), [(ENACTED, 30), (DAY_BEFORE, 30), (AMENDED, 10), (date(2020, 1, 1), 10)]
)
def test_an_amendment_holds_from_its_first_day_on_and_leaves_earlier_days_alone(day: date, days: int) -> None:
    assert days == book(entry(ENACTED, 30), entry(AMENDED, 10)).amount("post.notice_days", day)


def test_before_the_first_entry_the_first_one_counts() -> None:
    assert book(entry(ENACTED, 30), entry(AMENDED, 10)).amount("post.notice_days", date(1999, 1, 1)) == 30


def test_an_amount_left_out_says_that_nothing_is_fixed() -> None:
    assert book(entry(ENACTED, None)).amount("post.notice_days", ENACTED) is None


def test_an_expected_change_does_not_hold_before_its_amount_is_known() -> None:
    law = book(entry(ENACTED, 30), entry(AMENDED, None, expected=True))
    assert law.amount("post.notice_days", AMENDED) == 30


def test_a_day_can_be_seen_with_what_had_been_published_by_another_day() -> None:
    notice = book(
        entry(ENACTED, 30, published=ENACTED), entry(AMENDED, 10, published=date(2010, 6, 1))
    ).parameters["post.notice_days"]
    assert notice.on(AMENDED, known_on=date(2010, 5, 31)) == 30
    assert notice.on(AMENDED, known_on=date(2010, 6, 1)) == 10


def test_a_placeholder_counts_as_known_at_all_times() -> None:
    assert book(entry(ENACTED, 30)).parameters["post.notice_days"].on(ENACTED, known_on=date.min) == 30


def test_nothing_is_fixed_in_the_eyes_of_a_day_before_all_publication() -> None:
    notice = book(entry(ENACTED, 30, published=ENACTED)).parameters["post.notice_days"]
    assert notice.on(ENACTED, known_on=date(2003, 10, 22)) is None


# ---- what a case may replace ----


def test_an_override_stands_for_all_days() -> None:
    law = book(entry(ENACTED, 30), entry(AMENDED, 10)).with_overrides({"post.notice_days": 7})
    assert [law.amount("post.notice_days", day) for day in (ENACTED, AMENDED)] == [7, 7]


def test_an_override_may_take_a_value_away() -> None:
    assert (
        book(entry(ENACTED, 30))
        .with_overrides({"post.notice_days": None})
        .amount("post.notice_days", ENACTED)
        is None
    )


def test_an_override_leaves_the_law_it_was_made_from_alone() -> None:
    law = book(entry(ENACTED, 30))
    law.with_overrides({"post.notice_days": 7})
    assert law.amount("post.notice_days", ENACTED) == 30


def test_an_unknown_parameter_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(UserError) as caught:
        book(entry(ENACTED, 30)).with_overrides({"post.notice_weeks": 4, "post.stamps": 1})
    assert caught.value.message == (
        "post has no parameter post.notice_weeks, post.stamps. It has: post.notice_days."
    )


# ---- the digest names a state of the law ----


def test_the_digest_is_sixteen_hexadecimal_digits_of_the_values_alone() -> None:
    digest = book(entry(ENACTED, 30)).digest
    assert len(digest) == 16
    assert set(digest) <= set("0123456789abcdef")
    assert digest == book(entry(ENACTED, 30), name="Shortest notice").digest


@pytest.mark.parametrize(
    "other",
    [
        book(entry(ENACTED, 31)),
        book(entry(AMENDED, 30)),
        book(entry(ENACTED, 30, published=ENACTED)),
        book(entry(ENACTED, 30), entry(AMENDED, 10)),
        book(entry(ENACTED, 30), overrides={"post.notice_days": 7}),
        book(entry(ENACTED, 30), overrides={"post.notice_days": None}),
        book(entry(ENACTED, date(2003, 10, 30))),
    ],
)
def test_the_digest_changes_with_any_value(other: LawBook) -> None:
    assert book(entry(ENACTED, 30)).digest != other.digest


# ---- reading the files ----


def test_a_law_is_read_from_its_files(tmp_path: Path) -> None:
    law = read_law("post", written(tmp_path, {"notice_days.toml": NOTICE}))
    assert law.amount("post.notice_days", ENACTED) == 30
    assert law.provisions["X/1"].says == "Notice is given."
    assert law.sources["X-2003"].official == "the gazette"


def test_all_faults_of_all_files_come_in_one_message(tmp_path: Path) -> None:
    late_first = NOTICE.replace("notice_days", "order") + NOTICE.partition("[[value]]")[2].join(
        ["[[value]]", ""]
    )
    message = fault_of(
        written(
            tmp_path,
            {
                "broken.toml": "id = ",
                "misnamed.toml": NOTICE,
                "misspelt.toml": NOTICE.replace("unit", "units"),
                "order.toml": late_first.replace("from = 2003", "from = 2004", 1),
                "unknown.toml": NOTICE.replace("notice_days", "unknown").replace("X/1", "X/9"),
            },
            PROVISIONS * 2,
        )
    )
    assert message.startswith("The law of post cannot be read. ")
    assert "broken.toml: " in message
    assert "misnamed.toml: the parameter is called post.notice_days; the file must bear its name" in message
    assert "misspelt.toml: " in message
    assert "order.toml: its values must stand in order of their first day" in message
    assert "post.unknown cites X/9, which provisions.toml does not have" in message
    assert "provisions.toml: a provision stands in it twice" in message


def test_a_parameter_needs_a_known_amount(tmp_path: Path) -> None:
    expected = NOTICE.replace("amount = 30", "expected = true")
    assert "notice_days.toml: it needs one [[value]] whose amount is known" in fault_of(
        written(tmp_path, {"notice_days.toml": expected})
    )


def test_an_expected_change_has_no_amount_yet(tmp_path: Path) -> None:
    amendment = '[[value]]\nfrom = 2010-03-01\namount = 10\nexpected = true\nunit = "days"\ncites = ["X/1"]\n'
    assert "the value from 2010-03-01 cannot be expected and have an amount" in fault_of(
        written(tmp_path, {"notice_days.toml": NOTICE + amendment})
    )


def test_every_value_cites_a_provision(tmp_path: Path) -> None:
    assert "notice_days.toml: the value from 2003-10-23 cites nothing" in fault_of(
        written(tmp_path, {"notice_days.toml": NOTICE.replace('["X/1"]', "[]")})
    )
