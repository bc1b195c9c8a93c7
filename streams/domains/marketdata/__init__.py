"""Market data: who receives the BATS One Feed, how many count, what each legal entity owes (EDGA2015).

Glossary: a *distributor* passes the feed on to *recipient firms* and their *users*; a *use* is an entitlement that runs
in a month, or an access in it; an *individual* is whom a use counts for, the owner where a device is dedicated; a
*word* is what a month's uses of one individual at one firm come to, its *profile* that without the flags; a *license*
*covers* uses, which then bear no user fee; a *cut* is the place of a close in the log; *admitted* to a month is what
was recorded before its close or within the correction window. The contract is `docs/domains/marketdata.md`.
"""
