"""What does the recommendation ask? Its rules, one noun a file; no rule knows the engine."""
