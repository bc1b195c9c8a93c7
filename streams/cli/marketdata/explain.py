"""countinghouse marketdata explain: whom does a line of an invoice count?"""

import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Annotated

import msgspec
import typer

from streams.cli.evidence import whole_evidence
from streams.cli.marketdata.line_words import ending, heading, told
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, opened
from streams.cli.spreadsheet import write_rows
from streams.desks.marketdata.line import Counted, Line, Owing, counted, line_named
from streams.domains.marketdata.domain import MARKETDATA
from streams.domains.marketdata.rules.price import DATA_CONSOLIDATION
from streams.kernel.errors import UserError

_DIFFERS = 1


def explain(
    line: Annotated[
        str, typer.Argument(metavar="LINE", help="A document and a number: invoice/2015-04/ALPHA#2.")
    ],
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer in CSV, a row a user.")] = False,
    wait: Wait = WAIT_SECONDS,
    as_json: Annotated[
        bool, typer.Option("--json", help="Answer in JSON, a line a user, for programs.")
    ] = False,
) -> None:
    """List everybody whom a line counts: as what, since when, by which entitlement or access; a line each.

    Rows are written as they are found, in order of the names, however many there are. At the end they are compared
    with the quantity of the line. Beside an archive, what the stages remember is made again first, and kept.

    Exit codes: 1 when the rows do not come to the quantity of the line, 2 when there is no such line.

    Example: countinghouse marketdata explain 'invoice/2015-04/ALPHA#2' --ledger april.ledger
    """
    with (
        opened(MARKETDATA, ledger, kafka, topic_prefix, wait) as (reader, names, settings),
        whole_evidence(reader, MARKETDATA, names, settings) as evidence,
    ):
        asked = line_named(evidence, line)
        if asked.law != evidence.law.digest:
            print(
                f"{asked.id} was issued under the law {asked.law}; what follows is under {evidence.law.digest}.",
                file=sys.stderr,
            )
        # Whoever reads the rows may stop, as `head` does.
        with closing(counted(evidence, asked)) as rows:
            tally = _Tally(rows)
            _write(asked, tally, as_csv=as_csv, as_json=as_json)
        if asked.close is not None and asked.is_of_users and tally.change != asked.quantity:
            raise UserError(
                f"{asked.id} counts {asked.quantity:,} and the record gives {tally.change:,}. Nothing should be sent "
                f"before it is known why. Fold the log again and compare: {evidence.replay}",
                _DIFFERS,
            )


def _write(asked: Line, tally: "_Tally", *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        for row in tally:
            sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    elif as_csv:
        kind = Owing if asked.fee == DATA_CONSOLIDATION else Counted
        write_rows(sys.stdout, kind.__struct_fields__, (msgspec.structs.astuple(row) for row in tally))
    else:
        _tell(asked, tally)


def _tell(asked: Line, tally: "_Tally") -> None:
    print(heading(asked))
    for row in tally:
        print(told(row, asked))
    if asked.close is None or not asked.is_of_users or tally.change == asked.quantity:
        print(ending(asked, tally.change, tally.rows))


class _Tally:
    """Rows that are added up while they pass."""

    def __init__(self, rows: Iterator[Counted | Owing]) -> None:
        self._rows = rows
        self.rows = 0
        self.change = 0

    def __iter__(self) -> Iterator[Counted | Owing]:
        for row in self._rows:
            self.rows += 1
            self.change += row.change
            yield row
