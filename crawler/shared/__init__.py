"""Several machines crawl together: what they share is in Redis.

``memory`` is the frontier and everything remembered, ``pace`` the turns at hosts, ``crew`` who works on which site, and
``mail`` what workers tell the run's owner. Each stands behind the same interface as its like on one machine.
"""
