"""Writes the generated pages of this folder: ``make docs``. Tests hold each page to what it is made from."""

from __future__ import annotations

from pathlib import Path

from etl import settings
from etl.check import page as rules
from etl.load import reference
from etl.parse.facts import page as facts
from gongkai import manual

HERE = Path(__file__).parent

PAGES = {"settings.md": settings.markdown, "cli.md": manual.markdown, "database.md": reference.reference,
         "rules.md": rules.markdown, "facts.md": facts.markdown}


def main() -> None:
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
