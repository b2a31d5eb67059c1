"""What every worker needs, imported once, in the process that workers are forks of."""

from __future__ import annotations

import os

os.environ["MPLBACKEND"] = "agg"  # helpers of some labs draw; the one in use here is nobody's

import numpy.random  # noqa: F401

from gabarito.grading import in_worker  # noqa: F401
from gabarito.judging import warm_lab  # noqa: F401
