"""The map of the provinces as SVG paths; where they come from stands in ``README.md`` beside this file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: Code → the sign on the map, the name in English, and where the sign goes if not on the capital (units right, down).
_NAMES: dict[str, tuple[str, str, tuple[int, int]]] = {
    "110000": ("京", "Beijing", (-3, -1)), "120000": ("津", "Tianjin", (15, 6)), "130000": ("冀", "Hebei", (-4, 0)),
    "140000": ("晋", "Shanxi", (0, 0)), "150000": ("蒙", "Inner Mongolia", (-20, 4)), "210000": ("辽", "Liaoning", (-4, 0)),
    "220000": ("吉", "Jilin", (8, 0)), "230000": ("黑", "Heilongjiang", (0, -8)), "310000": ("沪", "Shanghai", (17, 0)),
    "320000": ("苏", "Jiangsu", (4, -4)), "330000": ("浙", "Zhejiang", (0, 0)), "340000": ("皖", "Anhui", (0, -8)),
    "350000": ("闽", "Fujian", (-10, -4)), "360000": ("赣", "Jiangxi", (0, 8)), "370000": ("鲁", "Shandong", (6, 0)),
    "410000": ("豫", "Henan", (-6, 6)), "420000": ("鄂", "Hubei", (-16, -4)), "430000": ("湘", "Hunan", (-8, 0)),
    "440000": ("粤", "Guangdong", (-4, -6)), "450000": ("桂", "Guangxi", (0, -10)), "460000": ("琼", "Hainan", (-2, 4)),
    "500000": ("渝", "Chongqing", (0, 0)), "510000": ("川", "Sichuan", (-20, 0)), "520000": ("黔", "Guizhou", (-4, 0)),
    "530000": ("滇", "Yunnan", (-10, 4)), "540000": ("藏", "Tibet", (-20, -10)), "610000": ("陕", "Shaanxi", (0, 10)),
    "620000": ("甘", "Gansu", (6, 14)), "630000": ("青", "Qinghai", (-20, 0)), "640000": ("宁", "Ningxia", (2, 10)),
    "650000": ("新", "Xinjiang", (0, 0)), "710000": ("台", "Taiwan", (-2, 12)), "810000": ("港", "Hong Kong", (17, 4)),
    "820000": ("澳", "Macao", (-5, 16)),
}


@dataclass(frozen=True, slots=True)
class Province:
    code: str
    sign: str
    english: str
    path: str
    """What the ``d`` of an SVG path holds."""
    at: tuple[int, int]
    """The middle of its sign."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The picture: its size, the provinces, and the box of the southern islands (left, top, width, height) with what is in it."""

    width: int
    height: int
    provinces: tuple[Province, ...]
    box: tuple[int, int, int, int]
    islands: str


@cache
def outline() -> Outline:
    drawn = json.loads(resources.files(__package__).joinpath("provinces.json").read_text(encoding="utf-8"))
    provinces = []
    for code, shape in drawn["provinces"].items():
        sign, english, (right, down) = _NAMES[code]
        x, y = shape["label"]
        provinces.append(Province(code, sign, english, shape["path"], (x + right, y + down)))
    left, top, width, height = drawn["inset"]["box"]
    return Outline(drawn["width"], drawn["height"], tuple(provinces), (left, top, width, height), drawn["inset"]["path"])
