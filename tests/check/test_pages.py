"""The pages on rules and facts are what the tables of rules and facts say."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.check import RULES
from etl.check import page as rules_page
from etl.parse.facts import page as facts_page
from etl.parse.facts.kinds import KINDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("name", "page"), [("rules.md", rules_page.markdown), ("facts.md", facts_page.markdown)])
def test_the_page_is_up_to_date(name: str, page) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == page(), "run: make docs"


def test_every_rule_and_kind_is_on_its_page() -> None:
    assert all(f"| {rule.id} |" in rules_page.markdown() for rule in RULES)
    assert all(f"| `{code}` |" in facts_page.markdown() for code in KINDS)
