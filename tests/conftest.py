"""What all tests share: a hypothesis profile that fits a default suite of minutes.

More examples: ``HYPOTHESIS_PROFILE=thorough make test``. A machine that is slow for a moment is no failure, so there are no deadlines.
"""

from __future__ import annotations

import gc
import os

from hypothesis import settings

settings.register_profile("quick", max_examples=30, deadline=None)
settings.register_profile("thorough", max_examples=300, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_collection_finish() -> None:
    """Thousands of tests wait in memory for their turn; none of them is garbage that each collection must look at."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
