"""The three folds: swaps, one for each partition; novations, one for all; totals, one for all."""
