"""Numbers said in prose: :func:`facts` finds them by rule, with the exact place of each.

What is found is data (``patterns``, ``requests``, ``kinds``). A wrong fact is worse than none: a cut sentence, an ambiguous
number, an earlier year's figure or another authority's part gives no fact.
"""

from __future__ import annotations

from etl.parse.facts.engine import facts
from etl.parse.facts.kinds import KINDS

__all__ = ["KINDS", "facts"]
