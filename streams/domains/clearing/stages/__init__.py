"""The two folds of the domain: entries, one for each partition, and the clearing house, one for all."""
