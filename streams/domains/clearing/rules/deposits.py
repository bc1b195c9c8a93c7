"""What do those owe whom a member in default represents? (BL3/56)"""

from collections.abc import Collection, Mapping

from streams.kernel.citation import cites


@cites("BL3/16", "BL3/56")
def section_56_obligations_cents(
    positions_cents: Mapping[str, int], balances_cents: Mapping[str, int], settled: Collection[str]
) -> dict[str, int]:
    """What each institution must deposit once the returns leave a shortfall; only what is above zero.

    Args:
        positions_cents: represented position of each institution in the failed cycle; below zero it owes.
        balances_cents: reported balance of its account with the clearer in default, below zero if overdrawn.
        settled: institutions whose settlement with the clearer was reported as effected.

    Reading: the obligation is not capped at the shortfall, and an overdraft alone founds none (R-8).
    """
    owed = {
        institution: -position_cents - balances_cents.get(institution, 0)
        for institution, position_cents in positions_cents.items()
        if position_cents < 0 and institution not in settled
    }
    return {institution: cents for institution, cents in sorted(owed.items()) if cents > 0}
