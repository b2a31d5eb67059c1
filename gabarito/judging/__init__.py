"""One submission in, one record out; start reading at :mod:`gabarito.judging.judge`."""
