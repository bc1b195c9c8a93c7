"""The three folds of the domain: users and individuals, one for each partition, and billing, one for all."""
