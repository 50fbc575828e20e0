"""The sample government sites: invented bodies, real HTTP. ``gongkai demo`` and the tests use the same ones."""

from __future__ import annotations

from tests.sites.server import SampleSites

__all__ = ["SampleSites"]
