"""Clearing: running multilateral balances of the ACSS, settlement, default and who pays what (By-law No. 3, BL3).

Glossary: a *cycle* runs from immediately after one final adjustment time to the next; a *participant* is a direct
clearer, a group clearer or the Bank of Canada and alone has a clearing balance; an *entry* is what a participant (its
*maker*) enters against another (its *counterparty*); the *paying clearer* is the counterparty of a DEBIT and the maker
of a CREDIT; a *represented position* is what an institution owes or is owed inside its clearer's circle; a *case* is
the default of a clearer in a cycle. The contract is `docs/domains/clearing.md`.
"""
