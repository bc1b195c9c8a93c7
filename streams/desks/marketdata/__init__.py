"""What a billing desk asks of a recorded log of market data: an invoice, what its lines count, which licenses pay.

Figures are those that billing published; nothing is added up here that the domain does not add up. Where a line is
taken apart, the users behind it are found again by the rules and compared with its quantity.
"""
