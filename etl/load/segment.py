"""Chinese text for SQLite's FTS5: character bigrams. The index and every query go through this one module.

FTS5 parts words at spaces, so running Chinese text would be one word. Each run of Han characters is written as its
overlapping pairs, with its last character alone at the end: 行政复议 → ``行政 政复 复议 议``. A word of two or more
characters is then a phrase of pairs, and a single character is a prefix that meets every place where it stands.
Words and numbers of other scripts stay whole, in lower case; 1,024 is 1024. A stop parts Han characters from each other,
but not a number from what follows it: 2022年 also meets "2022，年".
"""

from __future__ import annotations

import re

from etl.text import fold

#: Changes whenever the same text gives other tokens: an index built by another version has to be built again.
VERSION = "1"

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_THOUSANDS = r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>{_THOUSANDS}|[^\W_{_HAN}]+)")
_GAP = re.compile(rf"(?<=[{_HAN}])[ \t\u3000\u00a0]+(?=[{_HAN}])")
_TERM = re.compile(r'(?P<minus>-)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')


def _runs(text: str) -> list[tuple[str, bool]]:
    """Han runs and words in order; True for Han. Single spaces that a layout put between Han characters are closed."""
    return [(m[0], m["han"] is not None) for m in _RUN.finditer(_GAP.sub("", fold(text).lower()))]


def to_index(text: str) -> str:
    """The tokens of a text, separated by spaces."""
    tokens: list[str] = []
    for run, han in _runs(text):
        if han:
            tokens += [run[i:i + 2] for i in range(len(run))]
        else:
            tokens.append(run.replace(",", ""))
    return " ".join(tokens)


def _phrase(text: str) -> str | None:
    """An FTS5 phrase that meets the text wherever it stands, or None where it has nothing to search for."""
    runs = _runs(text)
    if not runs:
        return None
    last, han = runs[-1]
    tokens = to_index(text).split(" ")
    if han and len(last) > 1:
        tokens.pop()
    prefix = "*" if han and len(last) == 1 else ""
    return f'"{" ".join(tokens)}"{prefix}'


def to_query(user_input: str) -> str:
    """What a user typed as an FTS5 expression: safe for any input, never an error of syntax.

    Words apart by spaces must all be there; ``"…"`` keeps words together; a leading ``-`` leaves out; ``OR`` or ``|``
    between two means either. Input with nothing to search for gives ``""`` in quotes, which meets nothing.
    """
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    either = False
    for match in _TERM.finditer(fold(user_input)):
        word = match["quoted"] if match["quoted"] is not None else match["bare"]
        if match["quoted"] is None and not match["minus"] and word in ("OR", "|", "AND"):
            either = word != "AND" and bool(wanted)
            continue
        phrase = _phrase(word)
        if phrase is None:
            continue
        if match["minus"]:
            unwanted.append(phrase)
        elif either:
            wanted[-1].append(phrase)
        else:
            wanted.append([phrase])
        either = False
    if not wanted:
        return '""'
    query = " AND ".join(f"({' OR '.join(group)})" if len(group) > 1 else group[0] for group in wanted)
    return f"({query}) NOT ({' OR '.join(unwanted)})" if unwanted else query


def snippet(text: str, user_input: str, before: str = "<mark>", after: str = "</mark>", width: int = 80) -> str:
    """A piece of ``text`` round the first place that the query meets, with every such place marked.

    The text is returned as it is: whoever puts it into a page escapes it first and chooses marks accordingly.
    """
    words = sorted({w for w in _needles(user_input) if w}, key=len, reverse=True)
    if not words:
        return text[:width]
    pattern = re.compile("|".join(r"\s*".join(map(re.escape, word)) for word in words), re.IGNORECASE)
    first = pattern.search(text)
    start = max(0, first.start() - width // 3) if first else 0
    piece = text[start:start + width]
    marked = pattern.sub(lambda m: f"{before}{m[0]}{after}", piece)
    return f"{'…' if start else ''}{marked}{'…' if start + width < len(text) else ''}"


def _needles(user_input: str) -> list[str]:
    found = []
    for match in _TERM.finditer(fold(user_input)):
        word = match["quoted"] if match["quoted"] is not None else match["bare"]
        if not match["minus"] and word not in ("OR", "AND", "|"):
            found.append(word.strip())
    return found
