"""Which documents were issued, and what was billed by them on the whole?"""

from collections.abc import Sequence

import msgspec

from streams.domains.marketdata.rules.bill import Line
from streams.domains.marketdata.rules.document import Document, document_cites, net_lines
from streams.domains.marketdata.stages.outcomes import Publisher
from streams.domains.marketdata.state.months import month_of_text
from streams.domains.marketdata.state.names import escaped, unescaped
from streams.kernel.canonical import canonical_json
from streams.kernel.output import Output
from streams.kernel.table import StoredTable, Table


class IssuedRow(msgspec.Struct, array_like=True, gc=False):
    """A document by its id: how many were issued before, and its bytes."""

    number: int
    body: str


class Documents:
    """The documents, and the lines billed for each legal entity and month."""

    def __init__(self, publish: Publisher, output: Output) -> None:
        self._publish = publish
        self._output = output
        self._issued: Table[IssuedRow] = Table("issued", IssuedRow)
        self._billed: Table[list[Line]] = Table("billed", list[Line])
        self._count: Table[int] = Table("issued_count", int, resident=True)
        self.tables: tuple[StoredTable, ...] = (self._issued, self._billed, self._count)

    def entities(self, month: int) -> list[str]:
        """The legal entities with a document for a month."""
        prefix = f"{month}/"
        return [unescaped(key.removeprefix(prefix)) for key, _ in self._billed.items(prefix)]

    def billed(self, month: int, entity: str) -> Sequence[Line] | None:
        """What was billed on the whole, or None where there is no document."""
        return self._billed.get(f"{month}/{escaped(entity)}")

    def issue(self, document: Document, lines: Sequence[Line], close: str) -> None:
        """Issue a document once; the same id with other bytes is not published, and an alarm is raised."""
        body = canonical_json(msgspec.structs.asdict(document)).decode()
        former = self._issued.get(document.id)
        if former is not None:
            if former.body != body:
                self._output.alarm(
                    "document_differs",
                    f"The document {document.id} was issued before with other bytes. It was not published again and "
                    "nothing was billed by it; compare the log with its replay before the next close.",
                )
            return
        number = (self._count.get("row") or 0) + 1
        self._count.put("row", number)
        self._issued.put(document.id, IssuedRow(number, body))
        key = f"{month_of_text(document.month)}/{escaped(document.legal_entity)}"
        self._billed.put(key, net_lines(self._billed.get(key) or (), lines))
        self._publish.document(document, close, document_cites(document, lines))
        self._output.view_bytes("documents", f"{number:012d}", body.encode())
