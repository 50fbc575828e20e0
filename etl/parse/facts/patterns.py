"""Kinds of facts, as data."""

KINDS: dict[str, str] = {}
