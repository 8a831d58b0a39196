"""What was chosen as claims with citations and notes."""
