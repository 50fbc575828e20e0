"""Addresses that a script puts together, read without running it: joined texts, a function's parameters, a form that it sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import lxml.html

#: Texts and names in a row, joined by plus signs. The pieces are bounded, and taken once: a name can be parted in endless ways.
_JOINED = r"((?:'[^'\n]{0,500}'|\"[^\"\n]{0,500}\"|[\w.$]{1,80}|[\s+]){1,40}+)"
_PIECE = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"|([\w.$]+)|(\+)")
_FUNCTION = re.compile(r"(?:function\s+(\w{1,60})|(\w{1,60})\s*[=:]\s*function)\s*\(([\w\s,$]{0,200})\)\s*\{")
_CALL = re.compile(r"(?<![\w.$])([A-Za-z_$]\w{0,60})\s*\(([^()]{0,500})\)")
_ARGUMENT = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\"|(-?\d+)|([^,]*))\s*(?:,|$)")
_VALUE = re.compile(rf"(?<![\w.$])(\w{{1,60}})\s*=(?!=)\s*{_JOINED}")
_OPENED = re.compile(
    rf"(?:\bopen\s*\(|\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:assign|replace)\s*\(|\.(?:src|href)\s*=(?!=)"
    rf"|\.attr\(\s*['\"](?:src|href)['\"]\s*,)\s*{_JOINED}"
)
_SET = re.compile(rf"(\w{{1,60}})['\"\])]{{0,3}}\.(?:value\s*=(?!=)|val\()\s*{_JOINED}")
#: What a script asks for its data: the call, the address, and what stands behind it.
_ASKED = re.compile(
    rf"(\burl\s*:|\bgetJSON\s*\(|\$\.get\s*\(|\$\.post\s*\(|\baxios(?:\.get|\.post)?\s*\(|\bfetch\s*\(|\.load\s*\("
    rf"|\.open\s*\(\s*['\"](?i:get|post)['\"]\s*,)\s*{_JOINED}([,)}}])"
)
_OPTIONS = re.compile(r"(?<!stringify)\(\s*\{")
_GIVEN = re.compile(r"(?:\b(?:data|body|params)\s*:|^)\s*(?:JSON\.stringify\s*\(\s*)?\{([^{}]{0,1000})\}")
_POSTS = re.compile(r"(?i)\b(?:type|method)['\"]?\s*:\s*['\"]post")
_PAIR = re.compile(rf"(?:^|,)\s*['\"]?([\w.]{{1,60}})['\"]?\s*:\s*{_JOINED}(?=,|$)")
#: So many addresses of data are tried at most.
_MOST_ASKED = 5
_SENT = re.compile(r"\.submit\s*\(")
_LONGEST = 4000
_MOST = 300


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that a call would send: where to, how, and its fields."""

    action: str
    method: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a script asks for data: the address as it writes it, and the fields of its question."""

    url: str
    post: bool = False
    json: bool = False
    """The fields are sent as JSON."""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Functions:
    """The functions that a page's own scripts define, and the texts and numbers that its variables hold."""

    scripts: str
    root: lxml.html.HtmlElement = field(compare=False)

    @cached_property
    def _known(self) -> dict[str, tuple[list[str], str]]:
        """Parameters and body, by name."""
        return {
            one or two: ([p.strip() for p in names.split(",") if p.strip()], _block(self.scripts, found.end()))
            for found in islice(_FUNCTION.finditer(self.scripts), _MOST) for one, two, names in [found.groups()]
        }

    @cached_property
    def _constants(self) -> dict[str, str]:
        return {name: value for name, joined in _VALUE.findall(self.scripts) if (value := join(joined, {})) is not None}

    def address(self, code: str) -> str | None:
        """Where a call leads, e.g. ``show('7')`` where ``show`` opens ``'/info/' + id + '.html'``; as the script writes it."""
        for body, values in [(code, self._constants), *self._bodies(code)]:
            for found in _OPENED.findall(body):
                if target := join(found, values):
                    return target
        return None

    def sent(self, code: str) -> Sent | None:
        """The form that a call sends, with the fields that it sets; None where it sends none."""
        for body, values in self._bodies(code):
            told = {name: value for name, joined in _SET.findall(body) if (value := join(joined, values)) is not None}
            if not told or not _SENT.search(body):
                continue
            for form in self.root.iter("form"):
                fields = _fields(form)
                named = {e.get("id"): e.get("name") for e in form.iter("input", "select") if e.get("name")}
                own = {named.get(name, name): value for name, value in told.items() if name in fields or name in named}
                if own:
                    return Sent(form.get("action") or "", (form.get("method") or "get").upper(), {**fields, **own})
        return None

    def asked(self) -> list[Asked]:
        """What the scripts ask for their data, as far as the address and its fields stand there or in a variable."""
        found = [asked for match in islice(_ASKED.finditer(self.scripts), _MOST) if (asked := self._question(match))]
        return list({repr(asked): asked for asked in found}.values())[:_MOST_ASKED]

    def _question(self, match: re.Match[str]) -> Asked | None:
        call, written, end = match.groups()
        url = join(written, self._constants)
        if not url or url in self._constants:
            return None
        behind = self.scripts[match.end():match.end() + _LONGEST].lstrip() if end == "," else ""
        if call.startswith("url"):
            opened = list(_OPTIONS.finditer(self.scripts, max(0, match.start() - 1000), match.start()))
            behind = _block(self.scripts, opened[-1].end()) if opened else ""
        elif "fetch" in call and behind.startswith("{"):
            behind = _block(behind, 1)
        given = _GIVEN.search(behind)
        fields = {name: value for name, joined in _PAIR.findall(given[1]) if (value := join(joined, self._constants)) is not None} if given else {}
        post = "post" in call.lower() or bool(_POSTS.search(behind))
        return Asked(url, post, post and ("axios" in call or "stringify" in behind or "application/json" in behind), fields)

    def _bodies(self, code: str) -> list[tuple[str, dict[str, str]]]:
        """What is run by a call, with what the names in it stand for; a function may hand on to one more."""
        found = []
        for name, arguments in _CALL.findall(code):
            if name not in self._known:
                continue
            parameters, body = self._known[name]
            given = [a or b or c for a, b, c, _ in _ARGUMENT.findall(arguments)]
            values = {**self._constants, **{p: v for p, v in zip(parameters, given, strict=False) if v}}
            for local, joined in _VALUE.findall(body):
                if (value := join(joined, values)) is not None:
                    values[local] = value
            found.append((body, values))
        return found


def join(expression: str, values: Mapping[str, str]) -> str | None:
    """The text that an expression of texts and names makes; None where a name in it stands for nothing known."""
    parts: list[str] = []
    joins = True
    for one, two, name, plus in _PIECE.findall(expression):
        if plus:
            joins = True
            continue
        if not joins:
            break  # the next statement
        joins = False
        if name and not name.isdigit():
            if name not in values:
                return None
            parts.append(values[name])
        else:
            parts.append(one or two or name)
    return "".join(parts) or None


def _block(text: str, begin: int) -> str:
    """What stands between a brace that was opened and its end."""
    depth = 1
    for found in re.finditer(r"[{}]", text[begin:begin + _LONGEST]):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return text[begin:begin + found.start()]
    return text[begin:begin + _LONGEST]


def _fields(form: lxml.html.HtmlElement) -> dict[str, str]:
    """What a form sends as it stands, without its buttons and ticks."""
    fields = {
        e.get("name"): e.get("value") or "" for e in form.iter("input")
        if e.get("name") and (e.get("type") or "text").lower() in ("hidden", "text")
    }
    for select in form.iter("select"):
        options = list(select.iter("option"))
        # Where nothing is chosen a browser sends the first; one without a value sends its text.
        chosen = next((o for o in options if o.get("selected") is not None), options[0] if options else None)
        if select.get("name") and chosen is not None:
            fields[select.get("name")] = chosen.get("value", chosen.text_content().strip())
    return fields
