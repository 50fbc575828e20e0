"""The gold set: random reports whose every cell is known, in the forms, formats and layouts of real life.

``python -m bench.gold`` writes them, reads them back through the whole ETL and prints how much was right. What writes shares
nothing with what reads but the codes of the forms. See :mod:`bench.gold.perturb` for the layouts.
"""
