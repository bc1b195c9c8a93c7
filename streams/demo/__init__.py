"""A business day to show: who clears, what they enter, who fails to pay, and what the figures then say.

Everything here is invented and pure: the same size and seed give the same day, byte for byte. It knows no Kafka, no
screen and no clock. What depends on figures (a shortfall, a deposit) is worked out from the rows of the views, as the
Bank of Canada and the operators would work it out from theirs.
"""
