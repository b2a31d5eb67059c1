"""Every call into nbgrader's converters."""
