"""JSON as the database holds it."""

from __future__ import annotations

import json


def to_json(value: object) -> str:
    """Compact JSON with Chinese text as it is, keys sorted: equal values give equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
