"""A business day of the clearing: who clears, what they enter, who fails to pay, and what the figures then say.

What depends on figures (a shortfall, a deposit) is worked out from the rows of the views, as the Bank of Canada and the
operators would work it out from theirs.
"""
