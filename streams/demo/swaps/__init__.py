"""A year of swaps to show: who deals, what is traded, what becomes known late, who crosses the threshold and when.

Everything here is invented and pure: the same size and seed give the same year, byte for byte. Sea birds are the
dealer group of ALBATROSS, winds are other dealers, rivers are clients.
"""
