"""What a compiled set says of one unit: typed values, outcomes still possible, explanations, smallest changes."""
