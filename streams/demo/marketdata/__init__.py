"""Three months of market data to show: who passes it on, who receives it, what is recorded late, who buys a license.

Everything here is invented and pure: the same size and seed give the same quarter, byte for byte. Rocks are
Distributors, gems are recipient firms; the users whose course is told have the names of birds.
"""
