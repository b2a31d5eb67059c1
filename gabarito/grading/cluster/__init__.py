"""The workers of a Dask cluster: the same judging, on this machine or on many."""
