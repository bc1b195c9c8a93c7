"""What does a billing desk see that reads reports into events?"""

import json
from pathlib import Path

from typer.testing import CliRunner

from streams.cli.app import app
from streams.demo.line import line
from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.pipeline import Pipeline
from tests.unit.readers.test_market_reports import GIVEN, USAGE, table

RUN = CliRunner()
_AT = "2015-02-01T14:00:00Z"
FACTS = [
    line(
        "distributor_registered",
        "b1",
        _AT,
        distributor="D1",
        legal_entity="ALPHA",
        distributor_kind="EXTERNAL",
    ),
    line("recipient_firm_registered", "b2", _AT, recipient_firm="F9", legal_entity="GAMMA"),
    line("distribution_agreement_signed", "b3", _AT, agreement="A", distributor="D1", first_month="2015-03"),
]


def _read(directory: Path, *options: str) -> tuple[int, str, str]:
    (directory / "april.csv").write_text(table(USAGE, {}, {"User ID": "ben"}, {"User ID": ""}))
    (directory / "given.toml").write_text(GIVEN)
    done = RUN.invoke(
        app,
        [
            *("marketdata", "read", str(directory / "april.csv"), "--given", str(directory / "given.toml")),
            *("--recorded-at", "2015-05-05T09:00:00Z", *options),
        ],
    )
    return done.exit_code, done.stdout, done.stderr


def test_the_report_says_what_became_of_all_rows(tmp_path: Path) -> None:
    code, _, told = _read(tmp_path)

    assert code == 3
    assert "3 events from 2 rows" in told
    assert "april.csv:4" in told


def test_rows_that_are_set_aside_are_kept_with_their_reasons(tmp_path: Path) -> None:
    _read(tmp_path, "--set-aside", str(tmp_path / "aside.jsonl"))
    (row,) = (tmp_path / "aside.jsonl").read_text().splitlines()

    assert json.loads(row)["reason"] == "USER_MISSING"


def test_what_is_read_is_billed_as_the_contract_says(tmp_path: Path) -> None:
    _, read, _ = _read(tmp_path)
    pipeline = Pipeline(MARKETDATA, 2, MARKETDATA.law)
    close = line("month_closed", "c", "2015-05-16T12:00:00Z", month="2015-04")
    for event in [*FACTS, *read.encode().splitlines(), close]:
        pipeline.write(event)
    pipeline.run()
    documents = pipeline.result()["documents"]

    # Anna with evidence at 0.25, Ben with a claim alone as Professional at 10.00, and the consolidation fee.
    assert isinstance(documents, list)
    assert documents[0]["total_cents"] == 25 + 1_000 + 100_000


def test_an_instant_without_an_offset_is_refused(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["marketdata", "read", str(tmp_path / "x.csv"), "--recorded-at", "2015-05-05"])

    assert done.exit_code != 0
    assert "no instant with its offset" in str(done.exception)
