"""Whom does a line of a document count, one by one, as what, since when and by which use?

A line is taken apart as things stood when its document was issued: what was read later does not count, so the answer is
the same years later. A note counts who came and who left since the close before. Users are gone through in order of
their names and are never all in memory.
"""

from collections.abc import Generator, Iterator
from typing import Final, NamedTuple, cast

import msgspec

from schemas.instants import instant_text
from streams.desks.marketdata.bill import DRAFT, draft_named
from streams.desks.marketdata.months import as_closed, before_close
from streams.desks.marketdata.published import Body, published, running_bill
from streams.domains.marketdata.explanations.counted import Classified, Use, profile_of_uses, uses_in
from streams.domains.marketdata.explanations.recorded import BILLING, User, fact_book, users_of
from streams.domains.marketdata.rules.document import INVOICE
from streams.domains.marketdata.rules.license import DIGITAL_MEDIA_ENTERPRISE, covered_cells
from streams.domains.marketdata.rules.price import DATA_CONSOLIDATION
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.rules.user_fee import user_fee, user_price
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.state.admission import Variant
from streams.domains.marketdata.state.months import month_of_text, month_text
from streams.domains.marketdata.state.words import PREMIUM, SUMMARY, is_premium
from streams.kernel.errors import UserError
from streams.replay.evidence import LedgerEvidence

ENTITLEMENT: Final = "ENTITLEMENT"
ACCESS: Final = "ACCESS"

_DOCUMENTS_SHOWN: Final = 10
_USER_FEES: Final = ("PROFESSIONAL_USER_", "NON_PROFESSIONAL_USER_")


class Counted(msgspec.Struct, frozen=True):
    """One of those whom a line counts, or whom a license covers.

    Attributes:
        user: the individual.
        change: 1 for who is counted; of a note -1 for who is counted no more.
        classification: PROFESSIONAL or NON_PROFESSIONAL.
        classified_since: when the evidence took effect that makes it so; None where there is none.
        evidence: the id of that event; empty likewise.
        feed: the highest feed of the uses that count.
        use: ENTITLEMENT or ACCESS: the first use of that feed.
        since: when the entitlement began, or the instant of the access.
        entitlement: its name, and the id of the event that granted it; empty for an access.
        device: the dedicated device through which it was used; empty for the individual itself.
        use_count: how many uses count.
        license: by which the uses are covered; empty where they are charged.
        covered_use_count: how many other uses of the month a license covers.
    """

    user: str
    change: int
    classification: str
    classified_since: str | None
    evidence: str
    feed: str
    use: str
    since: str
    entitlement: str
    granted_by: str
    device: str
    use_count: int
    license: str
    covered_use_count: int


class Owing(msgspec.Struct, frozen=True):
    """Why a legal entity owes the Data Consolidation Fee.

    Attributes:
        because: AGREEMENT of a Distributor of its own, or LICENSE of a recipient firm of its own.
        name: of the Distributor, or of the license.
    """

    change: int
    because: str
    name: str


class Line(NamedTuple):
    """A line of a document, as it is asked for.

    Attributes:
        id: the document and the number of the line there, from 1.
        close: the month whose close issued the document; None for a draft.
        is_note: whether the document is a correction.
        law: the digest of the law under which it was issued.
    """

    id: str
    month: int
    close: int | None
    is_note: bool
    entity: str
    fee: str
    distributor: str
    recipient_firm: str
    license: str
    unit_price_cents: int
    quantity: int
    law: str

    @property
    def is_of_users(self) -> bool:
        """Whether it counts users."""
        return self.fee.startswith(_USER_FEES)


def line_named(evidence: LedgerEvidence, name: str) -> Line:
    """The line of a name such as invoice/2015-04/ALPHA#2.

    Raises:
        UserError: there is no such document or line; those that there are are named.
    """
    identifier, _, number = name.rpartition("#")
    body = _document(evidence, name, identifier)
    lines = body["lines"]
    if not number.isdecimal() or not 1 <= int(number) <= len(lines):
        raise UserError(f"{identifier} has the lines 1 to {len(lines)}, and no line {number}.")
    line = lines[int(number) - 1]
    is_draft = body["document"] == DRAFT
    return Line(
        name,
        month_of_text(body["month"]),
        None if is_draft else month_of_text(body["issued_with_month"]),
        body["document"] not in (INVOICE, DRAFT),
        body["legal_entity"],
        line["fee"],
        line["distributor"] or "",
        line["recipient_firm"] or "",
        line["license"] or "",
        line["unit_price_cents"],
        line["quantity"],
        body["law"],
    )


def _document(evidence: LedgerEvidence, name: str, identifier: str) -> Body:
    draft = draft_named(identifier)
    row = None if draft is None else running_bill(evidence, *draft)
    if draft is not None and row is not None:
        about = {"document": DRAFT, "month": month_text(draft[0]), "legal_entity": draft[1]}
        return {**row, **about, "law": evidence.law.digest}
    shown = (cast("Body", one) for _, one in evidence.rows("documents", ""))
    documents = {str(one["id"]): one for one in shown}
    if identifier in documents:
        return published(evidence, documents[identifier])
    known = ", ".join([*documents][-_DOCUMENTS_SHOWN:]) or "none"
    raise UserError(
        f'"{name}" names no line: a line is a document and a number, such as invoice/2015-04/ALPHA#2. Documents in '
        f"{evidence.ledger.path}: {known}."
    )


def counted(evidence: LedgerEvidence, line: Line) -> Generator[Counted | Owing, None, None]:
    """Everybody whom a line counts, in order of the names; of a license those whom it covers.

    Whoever stops before the end closes it while the ledger is open.
    """
    book = fact_book(evidence, BILLING, 0)
    if line.close is None:
        sides = [_Side(book, line, Variant(book.admission, line.month), 1)]
    else:
        sides = [_Side(book, line, as_closed(book, line.month, line.close), 1)]
        if line.is_note:
            sides.append(_Side(book, line, before_close(book, line.month, line.close), -1))
    if line.fee == DATA_CONSOLIDATION:
        yield from _owing(line, sides)
        return
    if not line.is_of_users:
        # A license counts once; told is whom it covered while it was charged.
        sides = sides[-1:] if line.quantity < 0 else sides[:1]
    for user in users_of(evidence, book, line.distributor):
        if any(line.recipient_firm in said.firms for said in user.parts.values()):
            found = [one for side in sides for one in [side.counted(user)] if one is not None]
            if len(found) == 1:
                yield found[0]


class _Side:
    """A line as it stands at one close.

    Args:
        change: what it means for the line to be in it.
    """

    def __init__(self, book: FactBook, line: Line, variant: Variant, change: int) -> None:
        self.standing: Standing = book.standing_in(variant)
        self.change = change
        self._book = book
        self._line = line
        self._variant = variant
        self._cells = self.standing.coverage(line.distributor, line.recipient_firm).cells
        self._license = next((one for one in self.standing.licenses if one.name == line.license), None)

    def counted(self, user: User) -> Counted | None:
        """A user whom the line counts or covers; None for any other."""
        uses = uses_in(self._book, user, self._line.recipient_firm, self._variant)
        if self._line.is_of_users:
            rest = [one for one in uses if not self._cells >> one.cell & 1]
            return self._told(user, rest, len(uses) - len(rest)) if self._is_charged(uses) else None
        if self._license is None:
            return None
        covered = covered_cells(self._license.kind, self._license.feed)
        inside = [one for one in uses if covered >> one.cell & 1]
        return self._told(user, inside, 0) if inside else None

    def _is_charged(self, uses: list[Use]) -> bool:
        """Whether uses bear the fee of the line at its price."""
        owner = self.standing.distributors.get(self._line.distributor)
        is_billed = owner is not None and owner.legal_entity == self._line.entity
        if not is_billed or not self.standing.is_counted(self._line.distributor):
            return False
        fee = user_fee(profile_of_uses(uses), self._cells)
        if fee != self._line.fee:
            return False
        price = user_price(fee, self.standing.prices, self.standing.law.premium_price_mode)
        return price is not None and price.cents == self._line.unit_price_cents

    def _told(self, user: User, uses: list[Use], covered_count: int) -> Counted:
        highest = any(is_premium(one.cell) for one in uses)
        first = next(one for one in uses if is_premium(one.cell) == highest)
        decisive = _decisive(uses)
        return Counted(
            user=user.name,
            change=self.change if self._line.is_of_users else 1,
            classification="PROFESSIONAL" if decisive.is_professional else "NON_PROFESSIONAL",
            classified_since=None if decisive.since_us is None else instant_text(decisive.since_us),
            evidence=decisive.id,
            feed=PREMIUM if highest else SUMMARY,
            use=ENTITLEMENT if first.entitlement else ACCESS,
            since=instant_text(first.since_us),
            entitlement=first.entitlement,
            granted_by=first.id,
            device=first.name if first.name != user.name else "",
            use_count=len(uses),
            license=self._line.license,
            covered_use_count=covered_count,
        )


def _decisive(uses: list[Use]) -> Classified:
    """The class that decides: the first Professional one, else the first."""
    classes = [one for use in uses for one in use.classes]
    return next((one for one in classes if one.is_professional), classes[0])


def _owing(line: Line, sides: list[_Side]) -> Iterator[Owing]:
    """What makes a legal entity owe the fee, where that changed or the line is of an invoice."""
    found = [{*_reasons(line, side.standing)} for side in sides]
    before = found[1] if line.is_note else set()
    yield from (Owing(1, *reason) for reason in sorted(found[0] - before))
    yield from (Owing(-1, *reason) for reason in sorted(before - found[0]))


def _reasons(line: Line, standing: Standing) -> Iterator[tuple[str, str]]:
    law = standing.law
    for name, one in standing.distributors.items():
        owes = one.is_external or law.consolidation_fee_internal_distributor
        if owes and one.legal_entity == line.entity and name in standing.with_agreement:
            yield "AGREEMENT", name
    for license_ in standing.active_licenses:
        owes = license_.kind == DIGITAL_MEDIA_ENTERPRISE or law.consolidation_fee_enterprise_licensee
        if owes and standing.firms[license_.recipient_firm] == line.entity:
            yield "LICENSE", license_.name
