"""The result document (section 10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .clearing_model_books import Books, Case, IndirectCase
from .clearing_model_registry import Registry
from .clearing_model_rules import cites
from .clearing_model_schema import printed


def result_document(books: Books) -> dict[str, Any]:
    """Every view as it stands after everything read so far."""
    registry = books.registry()
    return {
        "verdicts": ordered(books.verdicts),
        "repeats": ordered(books.repeats),
        "roles": _roles(registry),
        "representations": _representations(registry),
        "cycles": {cycle: _cycle(books, cycle) for cycle in sorted(registry.cycles())},
        "bilateral_totals": ordered(books.bilateral_totals()),
        "returned_totals": ordered(books.returned_totals()),
        "represented_positions_cents": ordered(books.positions()),
        "default_cases": {key: _case(books, case) for key, case in sorted(books.cases.items())},
        "indirect_default_cases": {
            key: _indirect_case(books, case) for key, case in sorted(books.indirect_cases.items())
        },
        "reimbursements": {
            claim.event["id"]: {
                "entry": claim.entry.event["id"],
                "from": claim.entry.event["made_by"],
                "to": claim.event["made_by"],
                "amount_cents": claim.event["value_cents"],
            }
            for claim in sorted(books.claims, key=lambda claim: str(claim.event["id"]))
        },
        "notices": sorted(
            books.notices,
            key=lambda row: (row["event"], row["cites"], row["from"], row["to"], row["manner"]),
        ),
        "anomalies": sorted(books.anomalies, key=lambda row: (row["kind"], row["event"])),
    }


def ordered(view: dict[str, Any]) -> dict[str, Any]:
    """The same map with its keys sorted."""
    return dict(sorted(view.items()))


def _printed(moment: datetime | None) -> str | None:
    """Prints an instant, or nothing when there is none."""
    return None if moment is None else printed(moment)


def _roles(registry: Registry) -> dict[str, Any]:
    """The appointment read last of every member and role."""
    view: dict[str, Any] = {}
    for fact in registry.of("role_appointed"):
        member, role = fact.body["member"], fact.body["role"]
        last = registry.appointments(member, role)[-1]
        view.setdefault(member, {})[role] = {
            "appointed_at": printed(last.begins),
            "revoked_at": _printed(last.ends),
            "revoked_under": None if last.revoked_under is None else cites(last.revoked_under)[0],
        }
    return {member: ordered(roles) for member, roles in sorted(view.items())}


def _representations(registry: Registry) -> dict[str, Any]:
    """The representation read last of every institution and clearer."""
    return ordered(
        {
            f"{each.institution}/{each.clearer}": {
                "kind": each.kind,
                "acts_from_at": printed(each.begins),
                "ceases_at": _printed(each.ends),
                "run_off_through_at": _printed(registry.run_off_end(each)),
            }
            for each in registry.representations
        }
    )


def _cycle(books: Books, cycle: str) -> dict[str, Any]:
    """The row of one cycle."""
    state = "SETTLED" if books.is_settled(cycle) else "ESTABLISHED" if books.is_sealed(cycle) else "OPEN"
    entries = books.accepted_entries(cycle)
    return {
        "state": state,
        "established_balances_cents": _fixed(books.established.get(cycle)),
        "clearing_balances_cents": ordered(books.balances(cycle)),
        "settlement_entries_cents": _fixed(books.settled.get(cycle)),
        "blocked_by": books.blocked_by(cycle),
        "accepted_entry_count": len(entries),
        "accepted_item_count": sum(entry.count for entry in entries),
        "entries_digest": books.digest(cycle),
    }


def _fixed(cents: dict[str, int] | None) -> dict[str, int] | None:
    """A map that is null until it is fixed."""
    return None if cents is None else ordered(cents)


def _case(books: Books, case: Case) -> dict[str, Any]:
    """The row of one case of a clearer."""
    in_default = case.default_at is not None
    credits, debits = books.section_55(case) if in_default else (0, 0)
    uncovered, excess = books.uncovered_and_excess(case)
    recovered = books.deposits(case, "SECTION_57")
    return {
        "state": case.state,
        "in_default": in_default,
        "default_at": _printed(case.default_at),
        "shortfall_cents": case.shortfall,
        "advance_cents": case.advance,
        "advance_credited_cents": case.credited,
        "section_55_credits_cents": credits,
        "section_55_debits_cents": debits,
        "shortfall_after_section_55_cents": books.after_55(case) if in_default else None,
        "section_56_obligations_cents": ordered(case.obligations),
        "section_56_deposits_cents": ordered(books.deposits(case, "SECTION_56")),
        "section_57_a_cents": case.a,
        "section_57_b_cents": ordered(case.b),
        "section_57_c_cents": case.c,
        "section_57_shares_cents": ordered(case.shares),
        "section_57_deposits_cents": ordered(recovered),
        "manual_deposits_cents": ordered(books.deposits(case, "MANUAL")),
        "uncovered_cents": uncovered,
        "excess_cents": excess,
        "recovery_debts": {
            depositor: {
                "principal_cents": principal,
                "interest_cents": case.debts.get(depositor, (0, None))[0],
                "interest_through_on": case.debts.get(depositor, (0, None))[1],
            }
            for depositor, principal in sorted(recovered.items())
        },
    }


def _indirect_case(books: Books, case: IndirectCase) -> dict[str, Any]:
    """The row of one case of an indirect clearer."""
    returned = books.section_60_returns(case)
    in_default = case.default_at is not None
    return {
        "state": case.state,
        "in_default": in_default,
        "default_at": _printed(case.default_at),
        "shortfall_cents": case.shortfall,
        "advance_cents": case.advance,
        "section_60_returns_cents": returned,
        "agent_residual_cents": max(0, case.shortfall - returned) if in_default else 0,
        "items_to_remit": books.items_to_remit(case),
    }
