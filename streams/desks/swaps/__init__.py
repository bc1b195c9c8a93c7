"""What a compliance desk asks of the recorded log of swaps.

known: the part of the log that somebody could have read through a day: up to the last mark stamped on it or before.
answer: what the close of a day says, recorded as it was or worked out from what was known.
position: how near each group of affiliates is to the threshold, since when, and where it is heading.
group: all entities under one ultimate controller; its total is that of the view `group_totals`.
"""
