"""What do the Bank of Canada and the operators report after the last entry, given what the views say?"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import orjson

from streams.demo.clearing import figures, timetable
from streams.demo.clearing.circle import BANK, DEFAULTER, INDIRECT_CLEARERS, PARTICIPANTS
from streams.demo.clearing.day import Day
from streams.demo.clearing.sequels import Entered
from streams.demo.clearing.timetable import CYCLE
from streams.demo.line import line
from streams.demo.step import Step
from streams.demo.views import Views


def last_fact(lines: Sequence[bytes]) -> str:
    """The id of the fact with which a step ends: once it has its verdict, all of the step is decided."""
    return str(orjson.loads(lines[-1])["id"])


def _sealed(_day: Day, _views: Views) -> list[bytes]:
    return [line("cycle_sealed", f"seal-{CYCLE}", timetable.SEALED_AT, cycle=CYCLE)]


def _shortfall_reported(_day: Day, views: Views) -> list[bytes]:
    """Everybody can pay but the defaulter: it lacks three fifths of what it owes."""
    balances = figures.balances_cents(views)
    owed_cents = -balances.get(DEFAULTER, 0)
    if owed_cents <= 0:
        raise ValueError(f"{DEFAULTER} owes nothing in this day; give it more entries or another seed")
    shortfall_cents = owed_cents * 3 // 5
    lines = []
    for member in PARTICIPANTS:
        if member != BANK:
            owes_cents = max(0, -balances.get(member, 0))
            available_cents = owes_cents - shortfall_cents if member == DEFAULTER else owes_cents * 5 // 4
            fields = {"cycle": CYCLE, "member": member, "available_cents": available_cents}
            lines.append(
                line("settlement_account_reported", f"account-{member}", timetable.ACCOUNTS_AT, **fields)
            )
    lines += _sub_accounts(views, shortfall_cents)
    fields = {"cycle": CYCLE, "member": DEFAULTER, "shortfall_cents": shortfall_cents}
    return [*lines, line("shortfall_reported", "shortfall", timetable.SHORTFALL_AT, **fields)]


def _sub_accounts(views: Views, shortfall_cents: int) -> Iterator[bytes]:
    """Those whom the defaulter represents hold a part of what they owe; the last one has settled with it."""
    clients = INDIRECT_CLEARERS[DEFAULTER]
    for client in clients:
        owes_cents = max(0, -figures.position_cents(views, DEFAULTER, client))
        fields: dict[str, object] = {
            "cycle": CYCLE,
            "agent": DEFAULTER,
            "institution": client,
            "balance_cents": max(owes_cents // 4, owes_cents - shortfall_cents // 8),
            "settled": client == clients[-1],
        }
        yield line("sub_account_reported", f"sub-account-{client}", timetable.ACCOUNTS_AT, **fields)


def _advance_refused(_day: Day, _views: Views) -> list[bytes]:
    fields = {"cycle": CYCLE, "member": DEFAULTER, "advance_cents": 0, "credited": False}
    return [line("advance_reported", "advance", timetable.DEFAULT_AT, **fields)]


def _returned(day: Day, views: Views) -> list[bytes]:
    """Items drawn on the defaulter, and those it entered itself, come back for up to a quarter of the shortfall."""
    limit_cents = figures.case(views)["shortfall_cents"] // 4
    lines = [_last_entry(f"before-{DEFAULTER}-default", timetable.BEFORE_DEFAULT_AT)]
    lines.append(_last_entry(f"after-{DEFAULTER}-default", timetable.DEFAULT_AT))
    lines += _returns(day.own_debits, "SECTION_54_1_A", limit_cents // 2)
    lines += _returns(day.own_credits, "SECTION_54_2", limit_cents // 2)
    fields = {"cycle": CYCLE, "member": DEFAULTER}
    return [*lines, line("default_returns_closed", "returns-closed", timetable.RETURNS_CLOSED_AT, **fields)]


def _last_entry(id_: str, at: str) -> bytes:
    """An entry by the defaulter, which counts for the next cycle or, from its default on, not at all."""
    fields: dict[str, object] = {
        "made_by": DEFAULTER,
        "counterparty": "ALDER",
        "direction": "DEBIT",
        "item_class": "PAPER_ENCODED",
        "regional_exchange_point": "TORONTO",
        "value_cents": 480_000,
        "item_count": 12,
    }
    return line("entry_submitted", id_, at, **fields)


def _returns(entries: Iterable[Entered], ground: str, limit_cents: int) -> Iterator[bytes]:
    """Returns of whole entries, each by its receiver, as long as their sum stays within a limit."""
    for entered in entries:
        if entered.value_cents > limit_cents:
            continue
        limit_cents -= entered.value_cents
        fields = {
            "ref": entered.id,
            "made_by": entered.counterparty,
            "ground": ground,
            "value_cents": entered.value_cents,
            "item_count": entered.item_count,
        }
        yield line("return_submitted", f"default-return-{entered.id}", timetable.RETURNS_AT, **fields)


def _section_56_deposited(_day: Day, views: Views) -> list[bytes]:
    """Those whom the defaulter represents deposit exactly what they owe."""
    owed = figures.case(views)["section_56_obligations_cents"]
    fields = {"cycle": CYCLE, "member": DEFAULTER}
    closed = line("default_deposits_closed", "deposits-closed", timetable.DEPOSITS_CLOSED_AT, **fields)
    return [*_deposits(owed, "SECTION_56", timetable.SECTION_56_AT), closed]


def _section_57_deposited(_day: Day, views: Views) -> list[bytes]:
    """The survivors deposit exactly their shares; then settlement is asked for."""
    shares = figures.case(views)["section_57_shares_cents"]
    requested = line("settlement_requested", "settlement-requested", timetable.REQUESTED_AT, cycle=CYCLE)
    return [*_deposits(shares, "SECTION_57", timetable.SECTION_57_AT), requested]


def _deposits(owed_cents: dict[str, int], basis: str, at: str) -> Iterator[bytes]:
    for depositor, cents in sorted(owed_cents.items()):
        fields: dict[str, object] = {
            "cycle": CYCLE,
            "member": DEFAULTER,
            "depositor": depositor,
            "basis": basis,
            "deposit_cents": cents,
            "value_on": CYCLE,
        }
        yield line("deposit_received", f"deposit-{basis}-{depositor}", at, **fields)


def _settled(_day: Day, _views: Views) -> list[bytes]:
    return [line("settlement_effected", "settlement-effected", timetable.SETTLED_AT, cycle=CYCLE)]


_STEPS = (
    ("seal the cycle", _sealed),
    ("report the shortfall", _shortfall_reported),
    ("refuse the advance", _advance_refused),
    ("return items", _returned),
    ("take the deposits of those represented", _section_56_deposited),
    ("take the survivors' shares", _section_57_deposited),
    ("settle", _settled),
)


def closing(day: Day) -> Sequence[Step]:
    """The closing of a day, step by step."""
    return [Step(name, partial(lines, day), _is_decided) for name, lines in _STEPS]


def _is_decided(views: Views, lines: Sequence[bytes]) -> bool:
    return views.has("verdicts", last_fact(lines))
