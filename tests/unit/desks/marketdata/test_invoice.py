"""Does an invoice say what was published, and does it say so when that cannot be right?"""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from streams.desks.marketdata.bill import DRAFT, FINAL, PRELIMINARY
from streams.desks.marketdata.invoice import draft_of, invoice_of, recomputed
from streams.domains.marketdata.state.months import month_of_text
from streams.kernel.chain import START, chained
from streams.kernel.errors import UserError
from streams.kernel.record import LogRecord
from streams.kernel.topics import TopicNames
from streams.ledger.figures import result
from streams.replay.cases import Case
from tests.unit.clearing.explanations.recorded import archive
from tests.unit.desks.marketdata.ledgers import NAMES, SMALL, case_named, evidence_in, record, record_case
from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    MAY_CLOSED,
    PARTIES,
    accessed,
    as_records,
    classified,
    closed,
    distributor,
    granted,
    tick,
)
from tests.unit.replay.forging import forge, records_of

APRIL = month_of_text("2015-04")
LATE = accessed("v", "2015-04-12T15:00:00Z", at="2015-05-20T12:00:00Z")


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.case)
def test_the_figures_of_every_invoice_are_those_of_the_result_document(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.ledger"
    law = record_case(path, case)
    with evidence_in(path, law=law) as evidence:
        found = result(evidence.ledger, evidence.domain, TopicNames("marketdata"))
        documents = msgspec.convert(found["documents"], list[dict[str, object]])
        fees = msgspec.convert(found["month_to_date_fees"], dict[str, dict[str, dict[str, object]]])
        for month, entity in sorted({(str(one["month"]), str(one["legal_entity"])) for one in documents}):
            told = invoice_of(evidence, month_of_text(month), entity=entity)
            issued = [one for one in documents if (one["month"], one["legal_entity"]) == (month, entity)]
            assert [one.id for one in told.documents] == [one["id"] for one in issued]
            for shown, one in zip(told.documents, issued, strict=True):
                lines = [
                    {
                        name: value
                        for name, value in msgspec.structs.asdict(line).items()
                        if name not in ("line", "cites")
                    }
                    for line in shown.lines
                ]
                assert (lines, shown.total_cents) == (one["lines"], one["total_cents"])
                assert {cite for line in shown.lines for cite in line.cites} <= set(shown.cites)
            assert told.total_cents == fees[month][entity]["billed_cents"]
            assert told.unbilled_cents == fees[month][entity]["unbilled_cents"]


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """April with an access that came after its close."""
    log = [*PARTIES, granted(), classified("v"), APRIL_CLOSED, LATE, MAY_CLOSED]
    return record(tmp_path_factory.mktemp("desk") / "run.ledger", as_records(log))


def test_a_distributor_is_billed_by_its_owner_with_the_corrections(corrected: Path) -> None:
    with evidence_in(corrected) as evidence:
        told = invoice_of(evidence, APRIL, distributor="D1")

    assert (told.legal_entity, told.distributors) == ("ALPHA", ["D1"])
    assert told.original is not None
    assert (told.original.total_cents, told.total_cents) == (101_000, 101_025)
    assert [one.id for one in told.corrections] == ["debit_note/2015-04/ALPHA/2015-05"]
    assert [one.line for one in told.corrections[0].lines] == ["debit_note/2015-04/ALPHA/2015-05#1"]


def test_the_digest_is_that_of_the_records_through_the_close(corrected: Path) -> None:
    with evidence_in(corrected) as evidence:
        cut = invoice_of(evidence, APRIL, distributor="D1").documents[0].log
        assert recomputed(evidence, cut)
    chains = []
    for partition in range(2):
        chain = START
        for one in records_of(corrected, NAMES.events, partition):
            chain = chained(chain, one)
            if json.loads(one.value or b"")["id"] == "close-2015-04":
                break
        chains.append(chain)

    assert cut.digest == sha256(b"".join(chains)).hexdigest()


def test_a_space_in_the_input_is_found_by_its_digest(corrected: Path, tmp_path: Path) -> None:
    path = tmp_path / "forged.ledger"
    path.write_bytes(corrected.read_bytes())
    forge(
        path,
        NAMES.events,
        1,
        lambda records: [records[0]._replace(value=b" " + (records[0].value or b"")), *records[1:]],
    )
    with evidence_in(path) as evidence:
        assert not recomputed(evidence, invoice_of(evidence, APRIL, distributor="D1").documents[0].log)


def test_an_archive_gives_the_same_invoice_as_the_ledger_of_the_run(corrected: Path, tmp_path: Path) -> None:
    archive(corrected, tmp_path / "archive.ledger")
    with evidence_in(corrected) as run, evidence_in(tmp_path / "archive.ledger") as held:
        assert invoice_of(held, APRIL, distributor="D1") == invoice_of(run, APRIL, distributor="D1")


@pytest.mark.parametrize(
    ("last", "status"),
    [("2015-07-31T12:00:00Z", PRELIMINARY), ("2015-08-01T12:00:00Z", FINAL)],
)
def test_an_invoice_is_final_once_the_log_has_left_the_window(last: str, status: str, tmp_path: Path) -> None:
    path = record(tmp_path / "run.ledger", as_records([*PARTIES, APRIL_CLOSED, tick(last)]))
    with evidence_in(path) as evidence:
        told = invoice_of(evidence, APRIL, distributor="D1")

    assert (told.status, told.correctable_through) == (status, "2015-07")


def test_what_waits_for_the_next_close_keeps_an_invoice_preliminary(tmp_path: Path) -> None:
    log = [*PARTIES, classified("v"), APRIL_CLOSED, LATE, tick("2015-08-03T12:00:00Z")]
    path = record(tmp_path / "run.ledger", as_records(log))
    with evidence_in(path) as evidence:
        told = invoice_of(evidence, APRIL, distributor="D1")

    assert (told.status, told.unbilled_cents) == (PRELIMINARY, 25)


def test_a_line_is_told_with_the_price_that_it_was_issued_at(tmp_path: Path) -> None:
    case = case_named("W60")
    law = record_case(tmp_path / "case.ledger", case)
    with evidence_in(tmp_path / "case.ledger", law=law) as evidence:
        (note,) = invoice_of(evidence, APRIL, distributor="D1").corrections

    assert [(one.unit_price_cents, one.cites) for one in note.lines] == [
        (1000, ["EDGA2015/II.A.1(user-fees)"]),
        (1250, ["made-up price for this case"]),
    ]


def _message(path: Path, month: str = "2015-04", **asked: str) -> str:
    with evidence_in(path) as evidence, pytest.raises(UserError) as caught:
        invoice_of(evidence, month_of_text(month), **(asked or {"distributor": "D1"}))
    return caught.value.message


def test_an_unknown_distributor_is_told_who_is_known(corrected: Path) -> None:
    assert "No Distributor d1 is registered for 2015-04" in _message(corrected, distributor="d1")
    assert "Those known: D1." in _message(corrected, distributor="d1")


def test_an_entity_without_a_bill_is_told_who_has_one(corrected: Path) -> None:
    message = _message(corrected, entity="GAMMA")
    assert "GAMMA was billed nothing for 2015-04" in message
    assert "Legal entities with a bill: ALPHA." in message


def test_a_month_without_a_close_says_which_are_closed(corrected: Path) -> None:
    message = _message(corrected, "2015-06")
    assert "2015-06 is not closed" in message
    assert "holds no month_closed for it" in message
    assert "Closed months: 2015-04, 2015-05." in message


def test_a_month_whose_close_was_refused_says_why(tmp_path: Path) -> None:
    log = [*PARTIES, closed("2015-04", "2015-04-20T12:00:00Z", "early/1")]
    message = _message(record(tmp_path / "run.ledger", as_records(log)))
    assert "its close early/1 was refused (MONTH_NOT_ENDED)" in message


def test_a_cut_that_is_missing_is_named_with_its_partition(corrected: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.ledger"
    archive(corrected, path)
    for number in range(2):
        forge(path, NAMES.attestations, number, lambda records: [one for one in records if _keeps(one)])

    message = _message(path)

    assert "its close close-2015-04 stands in the log, but the cut is missing of partition 1 (" in message
    assert "partition 0" not in message


def test_a_close_that_no_worker_has_folded_yet_is_told_with_how_far_they_are(tmp_path: Path) -> None:
    run, held = tmp_path / "run.ledger", tmp_path / "archive.ledger"
    record(run, as_records([*PARTIES, granted(), APRIL_CLOSED]))
    archive(run, held, less=2)
    for number in range(2):
        forge(held, NAMES.attestations, number, lambda records: [])

    message = _message(held)

    assert "its close close-2015-04 stands in the log, but the cut is missing of partition 0 (" in message
    assert "folded up to offset 4 of 6); partition 1 (marketdata.events.v1, folded up to offset" in message


def _keeps(record: LogRecord) -> bool:
    """Whether an attestation is not that of the close in partition 1."""
    attested = json.loads(record.value or b"")
    return (attested["stage"], attested["partition"], attested["mark"]) != ("users", 1, "close-2015-04")


def _altered(
    records: list[LogRecord], alters: Callable[[dict[str, object]], None], id_: str
) -> list[LogRecord]:
    """The records, with one behind them like that of an id but for an alteration."""
    (value,) = (json.loads(one.value or b"") for one in records if _id(one) == id_)
    alters(value)
    return [*records, LogRecord(records[-1].offset + 1, records[-1].key, json.dumps(value).encode())]


def _id(record: LogRecord) -> object:
    value = json.loads(record.value or b"{}")
    return value.get("id") if isinstance(value, dict) else None


def test_a_document_that_was_published_again_with_other_bytes_stops_the_invoice(
    corrected: Path, tmp_path: Path
) -> None:
    path = tmp_path / "forged.ledger"
    path.write_bytes(corrected.read_bytes())
    id_ = "invoice/2015-04/ALPHA"
    with evidence_in(path) as evidence:
        (place,) = (one.place.partition for one in evidence.outcome(id_))
    forge(
        path,
        NAMES.outcomes,
        place,
        lambda records: _altered(records, lambda value: value.update(total_cents=1), id_),
    )

    message = _message(path)

    assert f"the document {id_} was published more than once, with other bytes" in message
    assert "countinghouse verify" in message


def test_a_close_that_leaves_something_unbilled_stops_the_invoice(tmp_path: Path) -> None:
    path = record(tmp_path / "run.ledger", as_records([*PARTIES, granted(), APRIL_CLOSED]))

    def unbilled(records: list[LogRecord]) -> list[LogRecord]:
        key = b'["month_to_date_fees","2015-04","ALPHA"]'
        return [
            one._replace(value=(one.value or b"").replace(b'"unbilled_cents":0', b'"unbilled_cents":25'))
            if one.key == key
            else one
            for one in records
        ]

    with evidence_in(path) as evidence:
        count = evidence.ledger.topic(NAMES.views).partitions
    for number in range(count):
        forge(path, NAMES.views, number, unbilled)

    assert "publication of a document stopped with an alarm" in _message(path)


def test_a_distributor_that_was_sold_is_told_to_whom_else_it_was_billed(tmp_path: Path) -> None:
    sale = distributor("D1", "GAMMA", first_month="2015-04", at="2015-05-20T12:00:00Z")
    path = record(tmp_path / "run.ledger", as_records([*PARTIES, granted(), APRIL_CLOSED, sale, MAY_CLOSED]))
    with evidence_in(path) as evidence:
        told = invoice_of(evidence, APRIL, distributor="D1")

    assert (told.legal_entity, told.others, told.original) == ("GAMMA", ["ALPHA"], None)


def test_an_open_month_has_a_draft_that_rests_on_the_last_mark(tmp_path: Path) -> None:
    log = [
        *PARTIES,
        granted(),
        APRIL_CLOSED,
        accessed("w", "2015-05-04T15:00:00Z"),
        tick("2015-05-20T12:00:00Z"),
    ]
    path = record(tmp_path / "run.ledger", as_records(log))
    with evidence_in(path) as evidence:
        told = draft_of(evidence, month_of_text("2015-05"), distributor="D1")
        assert recomputed(evidence, told.documents[0].log)

    (one,) = told.documents
    assert (told.status, one.id, one.document) == (DRAFT, "draft/2015-05/ALPHA", DRAFT)
    assert [(line.fee, line.quantity) for line in one.lines] == [
        ("DATA_CONSOLIDATION", 1),
        ("PROFESSIONAL_USER_SUMMARY", 2),
    ]
    assert (told.total_cents, told.corrections) == (102_000, [])
    assert one.lines[1].cites == ["EDGA2015/II.A.1(user-fees)"]


@pytest.mark.parametrize(
    ("month", "message"),
    [
        ("2015-04", "2015-04 is closed: ask for its invoice, without --draft"),
        ("2015-09", "A tick that is stamped in"),
    ],
)
def test_a_draft_that_cannot_be_is_one_message(corrected: Path, month: str, message: str) -> None:
    with evidence_in(corrected) as evidence, pytest.raises(UserError) as caught:
        draft_of(evidence, month_of_text(month), distributor="D1")
    assert message in caught.value.message
