"""Generated periods to show, one folder a domain, and what they need in common.

Everything here is invented and pure: the same size and seed give the same events, byte for byte. It knows no Kafka, no
screen and no clock. What depends on figures is worked out from the rows of the views (`views.py`), as those who report
it would work it out from theirs.
"""
