"""Lines of text as words and values, with their places on the page where the format knows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from operator import or_

from etl import forms
from etl.documents import Block, Box, Document, Paragraph
from etl.numbers import YUAN, read_cell
from etl.parse.labels import keys_of
from etl.parse.tables.segment import CAPTION
from etl.report import State
from etl.text import fold, is_wide, label_key, label_stem, simplified, squeeze, unified

_PAGE_NUMBER = re.compile(r"^[-—–]\s*\d{1,4}\s*[-—–]$|^第\s*\d+\s*页.{0,12}$|^\d{1,3}\s*/\s*\d{1,3}$|^P\.\s*\d+$|^Page\s*\d+.*$", re.I)
_RULE = re.compile(r"[-=_─━]{5,}(?:\s+[-=_─━]{5,})*")
"""A line drawn of dashes, one for each column or one over all: none of them says that a cell does not apply."""
_SAID = re.compile(r"^(.*[\u4e00-\u9fff)）])[:：](\d[\d,.]*[\u4e00-\u9fff]{0,2}|[/／—-]{1,2})[;；。,，、]?$")
_BROKEN = re.compile(r"\d[\d.,，%％]*")
"""What stands among the numbers of a row for one, and is none."""
_LOST = re.compile(r"[\d.,年月日]*\ufffd[\d.,\ufffd年月日]*")
"""A number of which digits are no character: a value that cannot be read. A date may lie upon it."""
_MISREAD = re.compile(r"(?=\D*\d)[\dlIiOoSsBZz|!]{1,9}")
"""A number of which a recogniser took some digits for letters: among the numbers of a row it is a cell of its own, if one that cannot be
read. Left out, the others would move up."""
_SIGN = re.compile(r"[^\w\s()（）\[\]:：,，.。、;；\"“”'‘’/／\\|·…*%％~～_—–―‐-]{1,3}")
"""What somebody put in the place of a number, and is none: ○, √, □. Left out, its cell would be blank."""
_NUMERAL = re.compile(r"\d{1,2}[.、]")
_GLUED = re.compile(r"^(.*?[\u4e00-\u9fff)）])([增减+\-]?\d[\d,.]*)$")
_SIGNS = frozenset(("增", "减", "负", "新增", "增加", "减少"))
_COUNTED = frozenset(("件", "条", "项", "个", "人", "次", "篇", "件次", "人次"))
CLOSE = 0.5
"""Gap between a number and the word of it that stands beside it, at most, as a share of its height."""
BARE = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    """As printed, radicals unified."""
    is_value: bool
    line: int
    """Which line it stands on, among the document's lines."""
    box: Box | None = None
    page: int | None = None
    at: int = 0
    """Where it begins in its line, in characters: converters that keep columns count them alike, wide or not."""

    @property
    def span(self) -> tuple[float, float] | None:
        """Left and right end, where its place is known."""
        return (self.box[0], self.box[2]) if self.box else None


@dataclass(frozen=True, slots=True)
class Line:
    block: int
    """Index among the document's blocks."""
    tokens: tuple[Token, ...]
    page: int | None
    text: str
    """The whole line, folded and without white space: what is compared."""
    printed: str = ""
    """The same as it stands in the document, with its white space."""

    @property
    def is_indented(self) -> bool:
        """White space stands ahead of it: where words have no places its numbers may belong below any of the line above."""
        return self.printed[:1].isspace()

    @property
    def has_values(self) -> bool:
        return any(t.is_value for t in self.tokens)


def lines_of(document: Document) -> list[Line]:
    """The lines of the document's paragraphs, without page numbers."""
    found: list[Line] = []
    blocks = document.blocks
    numbers, on_each = _page_numbers(blocks)
    for i, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        said = unified(block.text).split("\n")
        for text in said if block.places else chain.from_iterable(map(_parted, said)):
            folded = fold(text).strip()
            # where the line above has a cell alone, the next may as well be the row's next
            crowded = bool(found) and (len(found[-1].tokens) > 1 or CAPTION.search(found[-1].text) is not None)
            if not folded or _PAGE_NUMBER.match(folded) or _RULE.fullmatch(folded) or ((crowded or on_each) and i in numbers):
                continue
            words = _words(text if block.places else _LOOSE_COMMA.sub("", text))
            places = block.places if len(block.places) == len(words) else (None,) * len(words)
            tokens = tuple(_tokens(zip(words, places, strict=True), len(found), block.page))
            found.append(Line(i, tokens if block.places else _counted(_placed(tokens, text)), block.page, squeeze(text), text))
    return _numbers_in_words(_with_broken_numbers(_with_whole_numbers(found)))


def _placed(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """The tokens of a line that has no places, with where they stand in its text."""
    at = 0
    for token in tokens:
        at = max(text.find(token.text, at), at)
        yield replace(token, at=at)
        at += len(token.text)


def _counted(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Tokens of spaced text, a number with the word for what it counts as one: where that stands closer to it than to what is behind both."""
    found: list[Token] = []
    parts = list(tokens)
    for i, token in enumerate(parts):
        number = found[-1] if found else None
        gap = parts[i + 1].at - token.at - len(token.text) if i + 1 < len(parts) else 2
        if number and number.is_value and squeeze(token.text) in _COUNTED and token.at - number.at - len(number.text) == 1 < gap:
            found[-1] = replace(number, text=f"{number.text} {token.text}")
        else:
            found.append(token)
    return tuple(found)


def _with_broken_numbers(lines: list[Line]) -> list[Line]:
    """The same lines, where what stands among values, each on a line of its own, is one, if one that cannot be read: ``54,56``."""
    alone = [line.tokens[0].is_value if len(line.tokens) == 1 else None for line in lines]
    for i in range(1, len(lines) - 1):
        if alone[i] is False and alone[i - 1] and alone[i + 1] and (_BROKEN.fullmatch(lines[i].tokens[0].text) or _SIGN.fullmatch(lines[i].text)):
            lines[i] = replace(lines[i], tokens=(replace(lines[i].tokens[0], is_value=True),))
    return lines


_ROW_ON = re.compile(
    r"(?:(?<=\d)|(?<=\d[件条项个次篇])|(?<=\s[无/／—-]))"
    r"(?=(?P<label>(?:第?二十条\s?第[(（]|[一二三四五六七八]、|[(（][一二三四五六七八九][)）]|[1-8][.．、]|行政|规范性|其[他它]对外|政府)[^\s\d]*))"
    r"|(?<=项)(?=信息)"
)


def _parted(text: str) -> Iterator[str]:
    """A line as its rows, where a converter wrote the label of the next right behind a number (84行政强制 176, 283件五、行政诉讼数量 and
    5二、上年结转… below the rest of that number) or what stands for one, or a header behind the caption over it."""
    start = 0
    for match in _ROW_ON.finditer(simplified(text)):
        if not match["label"] or CAPTION.match(squeeze(match["label"])) or _is_of_label(match["label"]):
            yield text[start : match.start()]
            start = match.start()
    yield text[start:]


_LOOSE_COMMA = re.compile(r"(?<=\d)[^\S\n]+(?=[,，](?:\s|$))")
"""The space ahead of a comma that stands behind its digits by itself: converters take one as wide as a character for a word."""
_HEAD = re.compile(r"[1-9]\d{0,2}(?:,\d{3})*,")
_TAIL = re.compile(r"\d{3}(?:,\d{3})*")
_FAR = 3
"""Lines that numbers torn at a comma may run over: the label of the row stands between."""


def _with_whole_numbers(lines: list[Line]) -> list[Line]:
    """The same lines, with numbers that a narrow cell tore behind the comma of their thousands put together: ``1,`` and ``769``. Where
    their pieces do not pair, those below are no values: each would be read as a number without its beginning."""
    for i in range(len(lines)):
        heads = [k for k, t in enumerate(lines[i].tokens) if _HEAD.fullmatch(fold(t.text))]
        below = next((n for n in range(i + 1, min(i + _FAR, len(lines))) if lines[n].has_values), None) if heads else None
        if below is None:
            continue
        above, tokens = list(lines[i].tokens), list(lines[below].tokens)
        tails = [k for k, t in enumerate(tokens) if t.is_value]
        paired = _go_on_below(lines, i, below) and len(heads) == len(tails) and all(_TAIL.fullmatch(fold(tokens[k].text)) for k in tails)
        # a row that is torn as a whole goes on behind its label, one with whole numbers too stands where they do
        whole_row = any(t.is_value for t in above)
        for head, tail in zip(heads, tails, strict=True) if paired else ():
            text = above[head].text + tokens[tail].text
            if whole_row:
                above[head] = replace(above[head], text=text, is_value=True)
            else:
                tokens[tail] = replace(tokens[tail], text=text)
        if whole_row or not paired:
            tokens = [replace(t, is_value=False) for t in tokens] if not paired else [t for t in tokens if not t.is_value]
        else:
            above = [t for k, t in enumerate(above) if k not in heads]
        lines[i], lines[below] = replace(lines[i], tokens=tuple(above)), replace(lines[below], tokens=tuple(tokens))
    return lines


def _go_on_below(lines: Sequence[Line], above: int, below: int) -> bool:
    """Whether numbers may go on there: the one label of their row stands on either line, or between them and not above. Else the comma may
    as well be a speck, and what stands below the number of the next row."""
    worded = [any(letters(t.text) for t in line.tokens) for line in lines[max(0, above - 1) : below + 1]]
    if below == above + 1:
        return not all(worded[-2:])
    return not worded[-3] and not worded[-1] and above > 0 and lines[above - 1].has_values


_FIRM = "\u00a0\u2007\u2009\u202f"
"""Spaces that do not break."""
_THOUSANDS = re.compile(rf"(?<![\d.,])[1-9１-９]\d{{0,2}}(?:[{_FIRM}]\d{{3}})+(?![\d.,]*[{_FIRM}]?\d)")


_PARTING = re.compile(rf"\d[{_FIRM}]|[{_FIRM}]\d")


def _words(text: str) -> list[str]:
    """Words between white space. Where a line's spaces that do not break all part thousands, or words, the number is one word; where
    others stand beside numbers, or ahead of a mark (/, 无), they are what parts its cells."""
    others = _THOUSANDS.sub("0", text.strip())
    marks = any(read_cell(word).state is State.NOT_APPLICABLE for word in others.split()[1:])
    return text.split() if marks or _PARTING.search(others) else re.split(rf"[^\S{_FIRM}]+", text.strip())


def _tokens(words: Iterable[tuple[str, Box | None]], line: int, page: int | None) -> Iterator[Token]:
    parts = [part for word in _with_units(words) for part in _said(*word)]
    values = [is_value(text) for text, _ in parts]
    alone = len(parts) > 1 and _NUMERAL.fullmatch(fold(parts[0][0]))
    if alone or (len(parts) > 1 and values[0] and not values[1] and not (len(parts) == 2 and squeeze(parts[1][0]) in _units())):
        values[0] = False  # "1 属于国家秘密", "1 .属于国家秘密", "1." ahead of the row's numbers: the numbering of a label
    behind = max((i + 1 for i, (text, _) in enumerate(parts) if letters(text)), default=1 if alone else 0)
    if sum(values[behind:]) > 1:
        values[behind:] = [value or _BROKEN.fullmatch(text) is not None or _SIGN.fullmatch(squeeze(text)) is not None or (box is None and _MISREAD.fullmatch(text) is not None)
                           for (text, box), value in zip(parts[behind:], values[behind:], strict=True)]
    elif any(values[behind:]) or (behind and _is_of_label(parts[behind - 1][0])):
        signs = [_SIGN.fullmatch(squeeze(text)) is not None for text, _ in parts[behind:]]
        if any(signs) and all(map(or_, signs, values[behind:])):
            values[behind:] = [True] * len(signs)
    for (text, box), value in zip(parts, values, strict=True):
        yield Token(text, value, line, box, page)


def _numbers_in_words(lines: list[Line]) -> list[Line]:
    """The same lines, where no number is a value that some converter parted from the words round it: a year, or 1 in
    （…同一热点或舆情计1次）, also on a line by itself; nor 无 of 无正当理由 or the stroke of 本年增/减, which alone say that there is no figure."""
    tokens = [t for line in lines for t in line.tokens]
    texts = [squeeze(t.text) for t in tokens]
    said = {
        i for i, token in enumerate(tokens[:-1])
        if token.is_value and ((_is_year(texts[i], texts[i + 1]) and _go_on(tokens[max(0, i - 1) : i + 2])) or any(
            texts[i] in (number, number + after) and (texts[i] + texts[i + 1]).startswith(number + after) and (
                texts[i - 1].endswith(before) or before.endswith(texts[i - 1]) or (texts[i] + texts[i + 1]).startswith(number + after + ")"))
            for before, number, after in _numbers_of_labels()) or any(
            texts[i] == word and texts[i + 1].startswith(after) for word, after in (*_nothing_in_labels(), ("/", "减"))))
    }
    if not said:
        return lines
    each = iter([replace(t, is_value=t.is_value and i not in said) for i, t in enumerate(tokens)])
    return [replace(line, tokens=tuple(next(each) for _ in line.tokens)) for line in lines]


def _go_on(near: Sequence[Token]) -> bool:
    """Whether the last of these words goes on from the one before: on its line, or where that stood alone. The 年 of a label
    set upright, one character a line, may follow any number."""
    *above, number, behind = near
    return behind.line == number.line or (len(squeeze(behind.text)) > 1 and all(word.line != number.line for word in above))


def _is_year(number: str, behind: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number) is not None and behind.startswith("年")


@cache
def _numbers_of_labels() -> frozenset[tuple[str, str, str]]:
    """Numbers inside the words of the forms' own labels, with the two characters ahead and the one behind."""
    return frozenset(
        (match[1], match[2], match[3]) for form in forms.forms() for table in form.tables for row in table.rows for label in (row.label, *row.aliases)
        for match in re.finditer(r"([\u4e00-\u9fff]{2})(\d+)([\u4e00-\u9fff])", squeeze(label))
    )


@cache
def _nothing_in_labels() -> frozenset[tuple[str, str]]:
    """Words inside the forms' own labels that alone would be a value, with the two characters behind: no label begins with these."""
    labels = [squeeze(label) for form in forms.forms() for table in form.tables for row in table.rows for label in (row.label, *row.aliases)]
    return frozenset((match[1], match[2]) for label in labels for match in re.finditer(r"(?=(没有|无|不适用)([\u4e00-\u9fff]{2}))", label)
                     if not any(other.startswith(match[2]) for other in labels))


def _said(word: str, box: Box | None) -> tuple[tuple[str, Box | None], ...]:
    """行政许可：12件 is a label and its value; so is 行政许可12 where the word is of a form's row, or its unit: none of them
    has such digits."""
    match = _SAID.match(word)
    if match is None and (glued := _GLUED.match(word)) and _is_of_label(glued[1]):
        match = glued
    if match is None or not is_value(match[2]):
        return ((word, box),)
    edge = box[0] + (box[2] - box[0]) * _width(word[: match.start(2)]) / _width(word) if box else 0.0
    return (match[1], box and (box[0], box[1], edge, box[3])), (match[2], box and (edge, box[1], box[2], box[3]))


def _width(text: str) -> int:
    return sum(1 + is_wide(c) for c in text)


def _is_of_label(text: str) -> bool:
    """Whether it is a row's unit, or its label or a part of it, be it with the unit behind."""
    text = squeeze(text)
    unit = max((u for u in _units() if u and text.endswith(u)), key=len, default=None)
    ends = {key for word in (text, text.removesuffix(unit or "")) for key in (label_key(word), label_stem(word))}
    return text == unit or any(len(end) > 1 and end in key for end in ends for key in _rows())


@cache
def _rows() -> frozenset[str]:
    return frozenset(key for form in forms.forms() for table in form.tables for row in table.rows for key in keys_of(row) if len(key) > 1)


@cache
def _units() -> frozenset[str | None]:
    return frozenset(row.unit for form in forms.forms() for table in form.tables for row in table.rows)


def _with_units(words: Iterable[tuple[str, Box | None]]) -> list[tuple[str, Box | None]]:
    """An amount and its unit are one value, also with a space between, and thousands behind their comma; a number with the word for its sign,
    or what it counts, where they are seen to stand close by: elsewhere these may as well be cells of their own."""
    joined: list[tuple[str, Box | None]] = []
    for word, box in words:
        above, left = joined[-1] if joined else ("", None)
        near = left is not None and box is not None and box[0] - left[2] <= CLOSE * (box[3] - box[1])
        signed = near and squeeze(above) in _SIGNS and squeeze(word)[:1].isdecimal()
        goes_on = (near or box is None) and _HEAD.fullmatch(squeeze(above)) and _TAIL.fullmatch(squeeze(word).removesuffix(","))
        if signed or goes_on or ((squeeze(word) in YUAN or (near and squeeze(word) in _COUNTED)) and is_value(above)):
            joined[-1] = f"{above} {word}", (left[0], min(left[1], box[1]), box[2], max(left[3], box[3])) if left and box else None
        else:
            joined.append((word, box))
    return joined


_PAGE = 12
"""Lines of a page on an average, at least."""
_LATE = 3
"""Lines that may stand below a page's number: headings that a converter reached late."""


def _page_numbers(blocks: Sequence[Block]) -> tuple[set[int], bool]:
    """Indexes of the paragraphs that are a page's number: its first or last line, counting on from page to page; and whether each of three
    pages or more has one, be it a few lines above the last, which a converter reached late. Any other number there is the value of a row
    that the page's end tore."""
    def page_of(k: int) -> int | None:
        block = blocks[k] if 0 <= k < len(blocks) else None
        return block.page if isinstance(block, Paragraph) else None

    ahead = {
        i: int(text) - block.page for i, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.page is not None and BARE.fullmatch(text := squeeze(block.text))
    }
    outermost = {i for i in ahead if None in (page_of(i - 1), page_of(i + 1)) or page_of(i - 1) != page_of(i + 1)}
    usual, count = Counter(ahead[i] for i in outermost).most_common(1)[0] if outermost else (0, 0)
    numbers = {i for i in outermost if ahead[i] == usual and (count > 1 or usual == 0)}
    numbered = {page_of(i) for i in numbers}
    late = {i for i in ahead if ahead[i] == usual and page_of(i) not in numbered and page_of(i) != page_of(i + _LATE)}
    pages = {page_of(i) for i in range(len(blocks))} - {None}
    on_each = count > 1 and 2 < len(numbers | late) == len(pages) < len(blocks) / _PAGE
    return numbers | late if on_each else numbers, on_each


def is_value(token: str) -> bool:
    text = squeeze(token)
    if text.count("(") != text.count(")"):
        return False  # a piece of a label: （…计 1条）
    return _LOST.fullmatch(token) is not None or read_cell(token).state in (State.NUMBER, State.NOT_APPLICABLE)


def letters(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def as_one(values: Sequence[Token]) -> Token:
    """Values that nobody can place: one cell, which cannot be read."""
    return replace(values[0], text=" ".join(t.text for t in values))
