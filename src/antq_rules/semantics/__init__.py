"""What names mean: declarations of several files gathered, checked against each other, and looked up."""
