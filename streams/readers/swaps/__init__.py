"""The trade files of swap data repositories, turned into events of the domain `swaps`.

layout: Part 43, what a repository disseminates to the public, or Part 45, what a counterparty reports to it.
element: a data element of the technical specification of Parts 43 and 45, known by its number (#31 Notional amount).
row: one message of a file: a new swap, a change, a correction, an error, an end.
given: what the reader of a file knows and the file doesn't tell: parties, dealing, facilities, clearing houses.
set aside: said of a row that lacks something; it becomes no event until that is given.
passed by: said of a row that says nothing to this domain, such as a valuation.
"""
