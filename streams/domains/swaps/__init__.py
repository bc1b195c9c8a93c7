"""Swaps: which count towards the swap dealer threshold, and which requirements apply (17CFR23.23, 17CFR1.3, XB2020).

Glossary: a *part* of a swap is what can be counted once: the swap itself (`T1`) or an increase of it (`T1#inc2`); a
*side* is one party in one part, its *counterparty* the other; a *tag* says whether a side counts and under which words;
a *treatment* says which requirements apply to a swap entity in a part; a *swap entity* is a registered swap dealer or
major swap participant; a *person total* is what a person and its affiliates counted within twelve months; a *close*
answers for one day from all that stands before it in the log. The contract is `docs/domains/swaps.md`.
"""
