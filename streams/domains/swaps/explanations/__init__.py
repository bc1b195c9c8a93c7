"""Why does a swap count, and which requirements apply? Decided again from what is remembered, and told in sentences.

The decision is taken by the functions that took it; what they looked up is what the answer rests on.
"""
