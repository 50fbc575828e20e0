"""A case: a random report, its layout as blocks, and what every cell must be read as."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.sites import labels, truth
from tests.sites.labels import Key
from tests.sites.layout import Block, Cell, Grid, Text, blocks
from tests.sites.truth import Agency, SampleReport, TruthCell, number

FORMS = ("2019", "2021", "2014", "mixed")
_FORM_FILE = Path(__file__).parents[2] / "etl" / "forms" / "2014.json"

#: Real divisions with their GB/T 2260 codes, so that the place of an invented body can be asserted: name used in titles, path, code.
PLACES = (
    ("宁海县", "浙江省/宁波市/宁海县", "330226"),
    ("德惠市", "吉林省/长春市/德惠市", "220183"),
    ("依兰县", "黑龙江省/哈尔滨市/依兰县", "230123"),
    ("天津市河北区", "天津市/河北区", "120105"),
    ("北京市朝阳区", "北京市/朝阳区", "110105"),
    ("南京市鼓楼区", "江苏省/南京市/鼓楼区", "320106"),
    ("福州市鼓楼区", "福建省/福州市/鼓楼区", "350102"),
    ("昌图县", "辽宁省/铁岭市/昌图县", "211224"),
    ("绥江县", "云南省/昭通市/绥江县", "530626"),
    ("尼勒克县", "新疆维吾尔自治区/伊犁哈萨克自治州/尼勒克县", "654028"),
    ("淮安市", "江苏省/淮安市", "320800"),
    ("宿迁市", "江苏省/宿迁市", "321300"),
    ("吉林省吉林市", "吉林省/吉林市", "220200"),
    ("海南省", "海南省", "460000"),
    ("上海市", "上海市", "310000"),
)
#: Invented bodies of real places: 示例 marks them, and the word before it is the part of a name that differs.
BODIES = ("示例管理局", "示例服务中心", "示例委员会", "示例和信息化局")


@dataclass(slots=True)
class Case:
    seed: str
    form: str
    report: SampleReport
    parts: tuple[Block, ...]
    expected: dict[Key, TruthCell]
    region: str
    region_code: str
    applied: list[str] = field(default_factory=list)
    consistent: bool = True
    """False: broken on purpose, findings of the source are right."""
    lawful: set[str] = field(default_factory=set)
    """Rules that this layout breaks by itself, so that a finding is no false alarm."""
    tolerated: set[Key] = field(default_factory=set)
    """Keys that may be read although the official form has no such cell; the value still must be the expected one."""
    unplaceable: set[Key] = field(default_factory=set)
    """Keys whose numbers the document leaves without a place: unreadable is as right as their value, no other value is."""
    html: dict[str, bool] = field(default_factory=dict)
    """Switches for the writer of HTML."""

    def set_cell(self, key: Key, cell: TruthCell) -> None:
        self.expected[key] = cell
        self.map_cells(lambda c: replace(c, text=cell.printed) if c.key == key else c)

    def map_cells(self, change: Callable[[Cell], Cell]) -> None:
        self.map_grids(lambda g: replace(g, rows=tuple(tuple(change(c) for c in row) for row in g.rows)))

    def map_grids(self, change: Callable[[Grid], Grid | Iterable[Block]]) -> None:
        out: list[Block] = []
        for part in self.parts:
            if not isinstance(part, Grid):
                out.append(part)
                continue
            changed = change(part)
            out.extend((changed,) if isinstance(changed, Grid) else changed)
        self.parts = tuple(out)

    def relabel(self, old: str, new: str) -> bool:
        """Replaces the text of label cells that read exactly ``old``; False where there is none."""
        found = False

        def change(cell: Cell) -> Cell:
            nonlocal found
            if cell.key is None and cell.text == old:
                found = True
                return replace(cell, text=new)
            return cell

        self.map_cells(change)
        return found

    def grid(self, table: str) -> Grid:
        return next(p for p in self.parts if isinstance(p, Grid) and p.id == table)


def _agency(rng: random.Random) -> tuple[Agency, str, str]:
    place, region, code = rng.choice(PLACES)
    publisher = place + rng.choice(BODIES)
    title = rng.choice((
        "{publisher}{year}年政府信息公开工作年度报告", "{publisher}{year}年度政府信息公开工作年度报告",
        "{publisher}政府信息公开工作{year}年度报告", "{publisher}关于{year}年度政府信息公开工作的年度报告",
    ))
    body = Agency("huanjing", publisher, "department", code, "gold", 40, "我局", "000-55509999", "示例公众号", title)
    return body, region, code


def build(form: str, seed: str) -> Case:
    """A consistent report in the official layout. The same form and seed give the same case."""
    rng = random.Random(f"{form}/{seed}")
    if form == "2014":
        return _statistics_case(seed, rng)
    body, region, code = _agency(rng)
    late = "2019" if form == "mixed" else form
    year = rng.choice((2019, 2020) if form == "2019" else (2021, 2022, 2023, 2024))
    distinct = rng.random() < 0.75
    numbers = truth.Numbers(rng, distinct, rng.choice((0, 3, 40, 900)))
    stock = truth.Stock(rng.randint(3, 30), rng.randint(40, 400), rng.randint(40, 400), {
        name: rng.randint(2, 400) for name in (
            "administrative_licensing", "other_external_services", "administrative_penalty", "administrative_coercion",
            "administrative_fees",
        )
    })
    section_2 = truth.proactive("2021" if form == "mixed" else form, rng, stock, 400, True)
    table_3 = truth.applications(late, numbers)
    cells: dict[Key, TruthCell] = {key: number(value) for key, value in section_2.items()}
    cells |= {("applications", *key): number(value) for key, value in table_3.items()}
    cells |= {("review_litigation", "cases", c): number(v) for c, v in truth.disputes(numbers).items()}
    title = body.title.format(publisher=body.publisher, year=year)
    report = SampleReport(body, year, "2021" if form == "mixed" else form, title, f"{year + 1}-01-{rng.randint(8, 29):02}", cells, ())
    if form == "mixed":
        wording = replace(report, form="2019", cells=_order(cells, labels.keys("2019")))
        written = _prose(wording, rng)
        parts_19 = blocks(written)
        report = replace(report, cells=cells, sections=written.sections, preamble=written.preamble)
        proactive = next(p for p in blocks_of_2021(report) if isinstance(p, Grid))
        parts: tuple[Block, ...] = tuple(
            proactive if isinstance(p, Grid) and p.id == "proactive" else p for p in parts_19
        )
    else:
        report = _prose(replace(report, cells=_order(cells, labels.keys(form))), rng)
        parts = blocks(report, one_table=rng.random() < 0.6)
    return Case(seed, form, report, parts, dict(report.cells), region, code)


def _order(cells: dict[Key, TruthCell], keys: Iterable[Key]) -> dict[Key, TruthCell]:
    blank = TruthCell(0, "0")
    return {key: cells.get(key, blank) for key in keys}


def blocks_of_2021(report: SampleReport) -> tuple[Block, ...]:
    from tests.sites.layout import proactive_grid

    return (proactive_grid(report),)


def _prose(report: SampleReport, rng: random.Random) -> SampleReport:
    from tests.sites.prose import write

    return write(report, rng)


_CHINESE = ("一、概述", "二、主动公开政府信息情况", "三、依申请公开政府信息办理情况", "四、因政府信息公开申请行政复议、提起行政诉讼情况",
            "五、存在的主要问题及改进情况", "六、政府信息公开情况统计表")


def _statistics_case(seed: str, rng: random.Random) -> Case:
    body, region, code = _agency(rng)
    year = rng.choice((2014, 2015, 2016, 2017, 2018))
    rows = json.loads(_FORM_FILE.read_text(encoding="utf-8"))["tables"][0]["rows"]
    values = statistics(rng)
    cells: dict[Key, TruthCell] = {}
    grid_rows: list[tuple[Cell, ...]] = [(Cell("统计指标", "header"), Cell("单位", "header"), Cell("统计数", "header"))]
    for row in rows:
        indent = "　" * (row.get("level") or 0)
        if row["role"] == "group":
            grid_rows.append((Cell(row["label"]), Cell("——"), Cell("——")))
            continue
        key = ("stat_table", row["code"], "value")
        cells[key] = number(values[row["code"]])
        text = row["label"] if row["relation"] not in ("of_which", "printed_under_of_which") else f"其中：{row['label']}"
        if row["relation"] == "printed_under_of_which":
            text = row["label"]
        grid_rows.append((Cell(indent + text), Cell(row["unit"]), Cell(cells[key].printed, "number", key=key)))
    grid = Grid("stat_table", tuple(grid_rows), (4, 0.7, 1))
    title = body.title.format(publisher=body.publisher, year=year)
    report = SampleReport(body, year, "2014", title, f"{year + 1}-03-{rng.randint(3, 28):02}", cells, ())
    parts: list[Block] = [
        Text(title, "title"),
        Text(f"按照政府信息公开条例要求，编制{body.publisher}{year}年度报告，统计期限自{year}年1月1日起至{year}年12月31日止。（示例文本）"),
    ]
    prose = {
        0: f"{year}年，{body.publisher}积极推进政府信息公开工作，制度逐步完善。",
        1: f"全年主动公开政府信息{values['proactive_items']}条，主要涉及机构职能、工作动态和政策文件。",
        2: f"全年收到政府信息公开申请{values['requests_received']}件，均按规定答复。",
        3: f"全年发生行政复议{values['review_total']}件、行政诉讼{values['litigation_total']}件。",
        4: "公开内容的深度有待加强，下一步将完善目录、加强培训。",
    }
    sections: list[tuple[str, tuple[str, ...]]] = []
    for i, heading in enumerate(_CHINESE):
        parts.append(Text(heading, "heading"))
        paragraphs = (prose[i],) if i in prose else ()
        parts.extend(Text(p) for p in paragraphs)
        sections.append((heading, paragraphs))
    parts.append(grid)
    return Case(seed, "2014", replace(report, sections=tuple(sections)), tuple(parts), cells, region, code)


def statistics(rng: random.Random) -> dict[str, int | float]:
    """Numbers of the 2014 table for which the form's own arithmetic holds."""
    pool = iter(rng.sample(range(3, 400), 60))
    v: dict[str, int | float] = {}
    channels = {f"proactive_via_{c}": next(pool) for c in ("gazette", "website", "weibo", "wechat", "other")}
    v |= channels
    v["proactive_items"] = max(channels.values()) + rng.randint(0, sum(channels.values()) - max(channels.values()))
    v["proactive_normative_documents"] = rng.randint(1, 3)
    v["normative_documents_issued"] = v["proactive_normative_documents"] + rng.randint(0, 9)
    for code in (
        "response_topics", "press_conferences", "online_interviews", "interpretation_articles",
        "response_via_weibo_wechat", "response_via_other", "complaints_total", "offices", "reading_points", "meetings",
        "training_courses", "trainees",
    ):
        v[code] = next(pool)
    v["press_conferences_by_leader"], v["online_interviews_by_leader"] = rng.randint(1, 3), rng.randint(1, 3)

    def total(code: str, *parts: str) -> None:
        for part in parts:
            v.setdefault(part, next(pool))
        v[code] = sum(v[p] for p in parts)

    total("staff", "staff_full_time", "staff_part_time")
    total("review_total", "review_upheld", "review_corrected", "review_other_circumstances")
    total("litigation_total", "litigation_upheld", "litigation_corrected", "litigation_other_circumstances")
    total(
        "replies_denied", "denied_state_secret", "denied_trade_secret", "denied_privacy", "denied_security_stability",
        "denied_not_government_information", "denied_other_law",
    )
    total(
        "replies", "replies_already_public", "replies_granted", "replies_partially_granted", "replies_denied",
        "replies_not_this_agency", "replies_not_exist", "replies_told_to_amend", "replies_other_channel",
    )
    v["completed_extended"] = rng.randint(1, 40)
    v["completed_on_time"] = v["replies"] - v["completed_extended"]
    total("requests_completed", "completed_on_time", "completed_extended")
    spare = int(v["requests_completed"])
    for code in ("requests_in_person", "requests_by_fax", "requests_online"):
        v[code] = rng.randint(1, max(1, spare // 3))
        spare -= int(v[code])
    v["requests_by_letter"] = max(spare, 0)
    total("requests_received", "requests_in_person", "requests_by_fax", "requests_online", "requests_by_letter")
    v["request_fees_collected"] = round(rng.uniform(0.05, 3), 2)
    v["budget"] = round(rng.uniform(1, 60), 1)
    # A whole amount is printed without decimals.
    return {code: int(value) if value == int(value) else value for code, value in v.items()}
