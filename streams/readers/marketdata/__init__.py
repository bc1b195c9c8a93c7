"""The reports that distributors send to an exchange, turned into events of the domain `marketdata`.

layout: usage, who accessed what in a month; or entitlements, who was entitled to what, as subscriber reports tell it.
given: what the reader of a report knows and the report does not tell: evidence, codes, channels.
set aside: said of a row that lacks something; it becomes no event until that is given.
passed by: said of a row that says nothing to this domain.
"""
