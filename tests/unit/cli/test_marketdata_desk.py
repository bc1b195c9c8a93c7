"""What does a billing desk get from `countinghouse marketdata`?"""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.cli.marketdata.words import DOCUMENTS, FEES, LICENSES
from streams.domains.marketdata.explanations.words import FEES as FEES_EXPLAINED
from streams.kernel.errors import UserError
from tests.unit.cli.test_explain import Page
from tests.unit.desks.marketdata.ledgers import NAMES, record
from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    MAY_CLOSED,
    PARTIES,
    accessed,
    agreement,
    as_records,
    classified,
    distributor,
    firm,
    granted,
)
from tests.unit.replay.forging import forge

LATE = accessed("v", "2015-04-12T15:00:00Z", at="2015-05-20T12:00:00Z")
APRIL = ("--month", "2015-04", "--distributor", "D1")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    log = [*PARTIES, granted(), classified("v"), APRIL_CLOSED, LATE, MAY_CLOSED]
    return record(tmp_path_factory.mktemp("desk") / "run.ledger", as_records(log))


def _asked(ledger: Path, command: str, *arguments: object) -> Result:
    return CliRunner().invoke(
        app, ["marketdata", command, "--ledger", str(ledger), *map(str, arguments)], env={"COLUMNS": "120"}
    )


def test_the_table_tells_lines_corrections_and_what_is_due(ledger: Path) -> None:
    out = _asked(ledger, "invoice", *APRIL).stdout
    rows = [line.split() for line in out.splitlines()]

    assert ["1", "Data", "Consolidation", "Fee", "1", "$1,000.00", "$1,000.00"] in [row[:7] for row in rows]
    assert ["Debit", "note", "of", "16", "June", "2015", "$0.25"] in rows
    assert ["Total", "due", "$1,010.25"] in rows
    assert "PRELIMINARY: Corrections recorded through July 2015 follow by note." in out
    assert "[2] EDGA2015/II.A.1(user-fees): " in out
    assert [
        "1",
        "Non-Professional",
        "Users,",
        "Summary",
        "F1",
        "at",
        "D1",
        "1",
        "$0.25",
        "$0.25",
        "[2]",
    ] in rows


def test_a_program_and_a_spreadsheet_read_the_same_lines(ledger: Path) -> None:
    told = json.loads(_asked(ledger, "invoice", *APRIL, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(_asked(ledger, "invoice", *APRIL, "--csv").stdout)))

    lines = [line for one in told["documents"] for line in one["lines"]]
    assert [row["line"] for row in rows] == [line["line"] for line in lines]
    assert sum(int(row["amount_cents"]) for row in rows) == told["total_cents"] == 101_025
    assert {row["log_digest"] for row in rows} == {one["log"]["digest"] for one in told["documents"]}


def test_the_page_stands_alone_and_tells_what_is_due(ledger: Path, tmp_path: Path) -> None:
    file = tmp_path / "invoice.html"
    done = _asked(ledger, "invoice", *APRIL, "--html", file, "--issuer", "The exchange|Market data billing")
    text = file.read_text(encoding="utf-8")
    page = Page()
    page.feed(text)

    assert done.stdout == f"The invoice of ALPHA for 2015-04. The page is {file}.\n"
    assert (page.open, page.fetched) == ([], [])
    assert "<div>The exchange</div><div>Market data billing</div>" in text
    for part in (
        "$1,010.25",
        "debit_note/2015-04/ALPHA/2015-05",
        "80 FR 17797",
        "@media print",
        "Preliminary",
    ):
        assert part in text


def test_a_page_shows_names_as_text_and_a_spreadsheet_no_formula(tmp_path: Path) -> None:
    bad = "=<script>alert(1)</script>"
    log = [
        *(distributor(bad, "<b>A&B</b>"), firm(bad, "<b>A&B</b>"), agreement(of=bad)),
        *(granted("@u", distributor=bad, recipient_firm=bad), APRIL_CLOSED),
    ]
    path, file = record(tmp_path / "run.ledger", as_records(log)), tmp_path / "invoice.html"
    asked = ("--month", "2015-04", "--distributor", bad)
    done = _asked(path, "invoice", *asked, "--html", file, "--issuer", "<i>me</i>")
    assert done.exit_code == 0
    text = file.read_text(encoding="utf-8")

    assert not any(tag in text for tag in ("<script", "<b>A", "<i>me"))
    assert "=&lt;script&gt;alert(1)&lt;/script&gt;" in text
    rows = list(csv.DictReader(io.StringIO(_asked(path, "invoice", *asked, "--csv").stdout)))
    assert rows[1]["distributor"] == f"'{bad}"
    line = json.loads(_asked(path, "invoice", *asked, "--json").stdout)["documents"][0]["lines"][1]
    assert line["distributor"] == bad
    (user,) = csv.DictReader(io.StringIO(_asked(path, "explain", line["line"], "--csv").stdout))
    assert user["user"] == "'@u"


def test_a_line_is_explained_in_words_in_json_lines_and_in_csv(ledger: Path) -> None:
    line = "invoice/2015-04/ALPHA#2"
    words = _asked(ledger, "explain", line).stdout.splitlines()
    told = [json.loads(row) for row in _asked(ledger, "explain", line, "--json").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(_asked(ledger, "explain", line, "--csv").stdout)))

    assert words == [
        "invoice/2015-04/ALPHA#2: Professional Users, Summary, F1 at D1; 1 x $10.00 = $10.00",
        "u: Professional, no evidence; Summary since 2015-03-25T14:00:00Z by entitlement u-1 "
        "(grant-D1-u-1-2015-03-25T14:00:00Z-2015-03-25T14:00:00Z)",
        "1 in all, as the line says.",
    ]
    assert [one["user"] for one in told] == [row["user"] for row in rows] == ["u"]


def test_a_line_that_the_record_does_not_bear_ends_with_1(ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "forged.ledger"
    path.write_bytes(ledger.read_bytes())
    old = b'"distributor":"D1","fee":"PROFESSIONAL_USER_SUMMARY","license":null,"quantity":1'
    new = old.replace(b'"quantity":1', b'"quantity":2')
    for topic in (NAMES.outcomes, NAMES.views):
        for number in range(2 if topic == NAMES.outcomes else 1):
            forge(
                path,
                topic,
                number,
                lambda records: [one._replace(value=(one.value or b"").replace(old, new)) for one in records],
            )
    done = _asked(path, "explain", "invoice/2015-04/ALPHA#2")

    assert isinstance(done.exception, UserError)
    assert done.exception.exit_code == 1
    assert "counts 2 and the record gives 1" in done.exception.message
    assert "as the line says" not in done.stdout


def test_the_ways_to_hold_licenses_are_shown_and_drawn(ledger: Path, tmp_path: Path) -> None:
    done = _asked(ledger, "advise", *APRIL, "--chart", tmp_path / "licenses.svg")
    words = [one.text for one in ET.parse(tmp_path / "licenses.svg").iter("{http://www.w3.org/2000/svg}text")]

    assert "F1 at D1, April 2015: 2 users" in done.stdout
    assert "F1 at D1, April 2015: what each way would have cost" in words
    assert "$10.25" in words
    assert len(list(csv.DictReader(io.StringIO(_asked(ledger, "advise", *APRIL, "--csv").stdout)))) == 9
    assert json.loads(_asked(ledger, "advise", *APRIL, "--json").stdout)["firms"][0]["user_count"] == 2


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [
        ("invoice", ("--month", "April", "--distributor", "D1"), '"April" is no month of the form 2015-04'),
        ("invoice", ("--month", "2015-13", "--distributor", "D1"), '"2015-13" is no month'),
        ("invoice", ("--month", "2015-04"), "either --distributor or --entity"),
        ("invoice", (*APRIL, "--entity", "ALPHA"), "either --distributor or --entity"),
        ("invoice", ("--month", "2015-06", "--distributor", "D1"), "2015-06 is not closed"),
        ("invoice", (*APRIL, "--html", "/nowhere/page.html"), "/nowhere/page.html cannot be written"),
        ("explain", ("invoice/2015-04/ALPHA#9",), "has the lines 1 to 2"),
        ("advise", (*APRIL, "--chart", "licenses.png"), "A chart is an SVG file"),
        ("advise", ("--month", "2015-04", "--distributor", "D9"), "Those known: D1."),
    ],
)
def test_a_mistake_is_one_message(
    ledger: Path, command: str, arguments: tuple[str, ...], message: str
) -> None:
    done = _asked(ledger, command, *arguments)

    assert isinstance(done.exception, UserError)
    assert message in done.exception.message


def test_an_input_that_is_not_the_one_that_was_billed_is_found(ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "forged.ledger"
    path.write_bytes(ledger.read_bytes())
    assert _asked(path, "invoice", *APRIL, "--check-log").exit_code == 0
    forge(
        path,
        NAMES.events,
        0,
        lambda records: [records[0]._replace(value=b" " + (records[0].value or b"")), *records[1:]],
    )

    done = _asked(path, "invoice", *APRIL, "--check-log")

    assert isinstance(done.exception, UserError)
    assert "is not the one that was billed" in done.exception.message


def test_every_fee_and_document_has_a_name() -> None:
    assert FEES.keys() == FEES_EXPLAINED.keys()
    assert LICENSES.keys() == {fee for fee in FEES if "ENTERPRISE" in fee}
    assert DOCUMENTS.keys() == {"DRAFT", "INVOICE", "DEBIT_NOTE", "CREDIT_NOTE", "ADJUSTMENT_NOTE"}
