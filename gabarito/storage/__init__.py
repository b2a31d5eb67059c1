"""Files on the disk: atomic writes, a cache, zips that are the same bytes anywhere."""
