"""What the rules look at: what was stated and when, uses, words, admission. Nothing in here reads the law."""
