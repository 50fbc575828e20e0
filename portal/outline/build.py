"""Draws ``provinces.json`` from the map that echarts 4.9.0 ships (Apache-2.0): ``python -m portal.outline.build echarts-4.9.0.tgz``.

The file is what ``npm pack echarts@4.9.0`` gives. Its outline is kept whole, as the source gives it: 34 divisions, the
islands that the source adds in code, and the box of 南海诸岛. Points are projected (Albers equal-area conic, as Chinese
atlases draw the country) and snapped to a grid of whole units, so that neighbours still share their borders.
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

_MAP, _ISLANDS, _SOUTH = (
    "package/map/json/china.json", "package/lib/coord/geo/fix/diaoyuIsland.js", "package/lib/coord/geo/fix/nanhai.js")
WIDTH = 680
_INSET_HEIGHT = 94
_PARALLELS, _MERIDIAN = (25.0, 47.0), 105.0


def build(archive: Path) -> dict[str, Any]:
    """``{"width", "height", "provinces": {code: {"path", "label"}}, "inset": {"path", "box"}}``, in units of the picture."""
    with tarfile.open(archive) as tar:
        text = {name: _read(tar, name) for name in (_MAP, _ISLANDS, _SOUTH)}
    shapes = {code: (rings, label) for code, rings, label in _decoded(json.loads(text[_MAP]))}
    shapes["710000"][0].extend(_points(text[_ISLANDS]))
    everything = [project(p) for rings, _ in shapes.values() for ring in rings for p in ring]
    left, bottom = min(x for x, _ in everything), min(y for _, y in everything)
    right, top = max(x for x, _ in everything), max(y for _, y in everything)
    scale = (WIDTH - 4) / (right - left)
    height = round((top - bottom) * scale) + 4

    def place(point: Point) -> Point:
        x, y = project(point)
        return (x - left) * scale + 2, (top - y) * scale + 2

    return {
        "width": WIDTH, "height": height,
        "provinces": {
            code: {"path": path([list(map(place, ring)) for ring in rings]), "label": [round(v) for v in place(label)]}
            for code, (rings, label) in sorted(shapes.items())
        },
        "inset": _inset(_points(text[_SOUTH]), height),
    }


def _read(tar: tarfile.TarFile, name: str) -> str:
    member = tar.extractfile(name)
    if member is None:
        raise SystemExit(f"{name} is not in the archive")
    return member.read().decode("utf-8")


def _points(source: str) -> list[Ring]:
    """The one list of rings that a correction of the source's is made of."""
    found = re.search(r"var points = (\[.*?\]);", source, re.S)
    if not found:
        raise SystemExit("the correction's points are not where they were")
    return [[(x, y) for x, y in ring] for ring in json.loads(found[1])]


def _decoded(collection: dict[str, Any]) -> Iterator[tuple[str, list[Ring], Point]]:
    """Code, rings and label point of every division; the source writes rings as texts of differences."""
    for feature in collection["features"]:
        geometry = feature["geometry"]
        nested = geometry["type"] == "MultiPolygon"
        texts = [t for part in geometry["coordinates"] for t in (part if nested else [part])]
        offsets = [o for part in geometry["encodeOffsets"] for o in (part if nested else [part])]
        x, y = feature["properties"]["cp"]
        yield feature["id"], [list(_ring(t, o)) for t, o in zip(texts, offsets, strict=True)], (x, y)


def _ring(text: str, offset: Sequence[int]) -> Iterator[Point]:
    x, y = offset
    numbers = [(ord(c) - 64 >> 1) ^ -(ord(c) - 64 & 1) for c in text]
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x / 1024, y / 1024


def project(point: Point) -> Point:
    """Longitude and latitude on the Albers equal-area conic, in radii of the earth."""
    first, second = map(radians, _PARALLELS)
    n = (sin(first) + sin(second)) / 2
    c = cos(first) ** 2 + 2 * n * sin(first)
    rho = sqrt(c - 2 * n * sin(radians(point[1]))) / n
    theta = n * radians(point[0] - _MERIDIAN)
    return rho * sin(theta), -rho * cos(theta)


def path(rings: Iterable[Ring]) -> str:
    """An SVG path over whole units; an island smaller than a unit stays as a dot."""
    parts = []
    for ring in rings:
        snapped = [(round(x), round(y)) for x, y in ring]
        kept = [p for i, p in enumerate(snapped) if i == 0 or p != snapped[i - 1]]
        kept = [p for i, p in enumerate(kept) if not 0 < i < len(kept) - 1 or not _straight(kept[i - 1], p, kept[i + 1])]
        if len(set(kept)) < 3:
            x, y = kept[0]
            kept = [(x, y), (x + 1, y), (x, y + 1)]
        if kept[0] == kept[-1]:
            kept.pop()
        start, *rest = kept
        steps = "".join(
            f"{b[0] - a[0]}{'' if b[1] < a[1] else ' '}{b[1] - a[1]}{'' if i == len(rest) else ' '}"
            for i, (a, b) in enumerate(zip(kept, rest, strict=False), 1))
        parts.append(f"M{start[0]} {start[1]}l{steps}z".replace(" -", "-"))
    return "".join(parts)


def _straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    """``b`` lies on the way from ``a`` to ``c``."""
    return (b[0] - a[0], b[1] - a[1]) == (c[0] - b[0], c[1] - b[1])


def _inset(rings: list[Ring], height: int) -> dict[str, Any]:
    """The box in the lower right corner, in the source's own proportions."""
    scale = _INSET_HEIGHT / max(y for ring in rings for _, y in ring)
    left, top = WIDTH - 66 * scale, height - _INSET_HEIGHT - 2
    *shapes, frame = rings
    drawn = [[(left + x * scale, top + y * scale) for x, y in ring] for ring in shapes]
    ends = [x for x, _ in frame], [y for _, y in frame]
    box = [round(v) for v in (left + min(ends[0]) * scale, top + min(ends[1]) * scale,
                              (max(ends[0]) - min(ends[0])) * scale, (max(ends[1]) - min(ends[1])) * scale)]
    return {"path": path(drawn), "box": box}


if __name__ == "__main__":
    (Path(__file__).parent / "provinces.json").write_text(
        json.dumps(build(Path(sys.argv[1])), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
