"""Numbers said in prose: :func:`etl.parse.facts.engine.facts` finds them by rule, with the exact place of each.

What is found is data (``patterns``, ``requests``, ``kinds``). A wrong fact is worse than none: a cut sentence, an ambiguous
number, an earlier year's figure or another authority's part gives no fact.
"""
