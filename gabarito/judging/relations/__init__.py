"""What holds between what a function gave and what it should have given, known of no lab."""
