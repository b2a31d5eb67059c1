"""Real data sets, known by sha256."""
