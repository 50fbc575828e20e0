"""A new generation of the form is a new file: one of tomorrow is put beside the shipped ones, and nothing else is touched."""

from __future__ import annotations

import copy
import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


def tomorrows(form: dict[str, Any]) -> dict[str, Any]:
    """The form of 2021 with a ground more and one less, a row and a column more, and a new word in a header."""
    new = copy.deepcopy(form)
    new |= {"id": "2027", "name": "2027年格式（示例）", "short": ["2027 年格式", "2027 form"], "report_years": [2027, None],
            "detect": ["本年备案件数", "属于工作秘密", "行政检查"]}
    tables = {t["id"]: t for t in new["tables"]}
    rows = tables["applications"]["rows"]
    at = [r["code"] for r in rows].index("denied_administrative_query")
    rows.insert(at + 1, {**rows[at], "code": "denied_work_secret", "label": "9.属于工作秘密", "en": "work secrets", "aliases": []})
    tables["applications"]["rows"] = [r for r in rows if r["code"] != "rejected_reconfirmation"]
    matrix = tables["art20_6"]["rows"]
    matrix.append({**matrix[-1], "code": "administrative_inspection", "label": "行政检查", "en": "inspections", "aliases": []})
    columns = tables["art20_1"]["columns"]
    columns.insert(1, {**columns[0], "code": "filed_this_year", "label": "本年备案件数", "en": "filed this year", "aliases": []})
    return new


def cell(text: object, across: int = 1, down: int = 1) -> str:
    return f"<td colspan={across} rowspan={down}>{text}</td>"


def table(*rows: str) -> str:
    return "<table border=1>" + "".join(f"<tr>{r}</tr>" for r in rows) + "</table>"


class Numbers:
    """Numbers for a form's cells that add up as the form says, all of a column different."""

    def __init__(self, form: dict[str, Any]) -> None:
        self.cells: dict[str, int] = {}
        self.next = itertools.count(11)
        for t in form["tables"]:
            for row in t["rows"]:
                if row["role"] == "data" and t["id"] not in ("applications", "review_litigation"):
                    for column in t["columns"]:
                        self.cells[f"{t['id']}/{row['code']}/{column['code']}"] = next(self.next)
        applications = next(t for t in form["tables"] if t["id"] == "applications")
        data = [r["code"] for r in applications["rows"] if r["role"] == "data"]
        outcomes = [c for c in data if c not in ("new_received", "carried_in", "total_processed", "carried_forward")]
        for column in [c["code"] for c in applications["columns"] if c["code"] != "total"]:
            for code in (*outcomes, "carried_in", "carried_forward"):
                self.put(code, column, next(self.next))
            self.put("total_processed", column, sum(self.at(c, column) for c in outcomes))
            self.put("new_received", column, self.at("total_processed", column) + self.at("carried_forward", column) - self.at("carried_in", column))
        for code in data:
            self.put(code, "total", sum(v for k, v in self.cells.items() if k.startswith(f"applications/{code}/")))
        for way in ("review", "litigation_direct", "litigation_after_review"):
            parts = [next(self.next) for _ in range(4)]
            for outcome, value in zip(("upheld", "corrected", "other_result", "pending", "total"), (*parts, sum(parts)), strict=True):
                self.cells[f"review_litigation/cases/{way}_{outcome}"] = value

    def at(self, row: str, column: str) -> int:
        return self.cells[f"applications/{row}/{column}"]

    def put(self, row: str, column: str, value: int) -> None:
        self.cells[f"applications/{row}/{column}"] = value


def page(form: dict[str, Any], numbers: Numbers) -> str:
    """A report of a sample body after a form, laid out as the official forms are."""
    tables = {t["id"]: t for t in form["tables"]}
    two = []
    for t in form["tables"]:
        if not t["id"].startswith("art20"):
            continue
        width = 1 + len(t["columns"])
        two.append(table(
            cell(t["title"], width), cell("信息内容") + "".join(cell(c["label"]) for c in t["columns"]),
            *(cell(r["label"]) + "".join(cell(numbers.cells[f"{t['id']}/{r['code']}/{c['code']}"]) for c in t["columns"]) for r in t["rows"])))
    applications = tables["applications"]
    codes = [c["code"] for c in applications["columns"]]
    three = [cell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3) + cell("申请人情况", 7),
             cell("自然人", 1, 2) + cell("法人或其他组织", 5) + cell("总计", 1, 2), "".join(cell(a) for a in APPLICANTS[1:])]
    groups = {r["code"]: [k for k in applications["rows"] if k["parent"] == r["code"]] for r in applications["rows"]}
    inside = [r for r in applications["rows"] if r["role"] == "data" and r["level"] > 0]
    shown: set[str] = set()
    for row in applications["rows"]:
        if row["role"] != "data":
            continue
        values = "".join(cell(numbers.at(row["code"], c)) for c in codes)
        if row["level"] == 0:
            three.append(cell(row["label"], 3) + values)
            continue
        begin = "" if shown else cell("三、本年度办理结果", 1, len(inside))
        group = next((g for g, kids in groups.items() if row in kids and g != "results"), None)
        if group is None:
            three.append(begin + cell(row["label"], 2) + values)
        else:
            head = next(r for r in applications["rows"] if r["code"] == group)
            begin += "" if group in shown else cell(head["label"], 1, len(groups[group]))
            three.append(begin + cell(row["label"]) + values)
            shown.add(group)
        shown.add(row["code"])
    ways = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    four = [cell("行政复议", 5) + cell("行政诉讼", 10), cell("", 5) + cell("未经复议直接起诉", 5) + cell("复议后起诉", 5),
            "".join(cell(w) for w in ways * 3),
            "".join(cell(v) for k, v in numbers.cells.items() if k.startswith("review_litigation/"))]
    title = "示例省人民政府2027年政府信息公开工作年度报告"
    return (f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><p>发布日期：2028-01-20</p>"
            f"<h2>一、总体情况</h2><p>示例省人民政府本级按照要求编制本报告，开展了考核与社会评议，没有责任追究。</p><h2>二、主动公开政府信息情况</h2>{''.join(two)}"
            f"<h2>三、收到和处理政府信息公开申请情况</h2>{table(*three)}<h2>四、政府信息公开行政复议、行政诉讼情况</h2>{table(*four)}"
            "<h2>五、存在的主要问题及改进情况</h2><p>公开的内容还不够细，将逐项补齐。</p><h2>六、其他需要报告的事项</h2><p>无。</p></body></html>")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code with one form more."""
    root = tmp_path_factory.mktemp("house")
    for room in ("etl", "gongkai"):
        shutil.copytree(ROOT / room, root / room)
    shipped = json.loads((root / "etl/forms/2021.json").read_text(encoding="utf-8"))
    (root / "etl/forms/2027.json").write_text(json.dumps(tomorrows(shipped), ensure_ascii=False), encoding="utf-8")
    shipped["report_years"][1] = 2026
    (root / "etl/forms/2021.json").write_text(json.dumps(shipped, ensure_ascii=False), encoding="utf-8")
    return root


def parsed(house: Path, text: str) -> dict[str, Any]:
    report = house / "report.html"
    report.write_text(text, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "gongkai", "parse", str(report)], cwd=house, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(house)}, timeout=120)
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_form_of_tomorrow_is_read_and_judged_by_its_file_alone(house: Path) -> None:
    form = json.loads((house / "etl/forms/2027.json").read_text(encoding="utf-8"))
    numbers = Numbers(form)
    found = parsed(house, page(form, numbers))
    assert {f"{c['table']}/{c['row']}/{c['column']}": c["value"] for c in found["cells"]} == numbers.cells
    assert {c["form"] for c in found["cells"]} == {"2027"}
    assert (found["quality"], found["findings"]) == ("clean", [])


def test_its_arithmetic_is_that_of_its_own_rows(house: Path) -> None:
    form = json.loads((house / "etl/forms/2027.json").read_text(encoding="utf-8"))
    numbers = Numbers(form)
    numbers.put("denied_work_secret", "natural_person", numbers.at("denied_work_secret", "natural_person") + 1)
    found = parsed(house, page(form, numbers))
    assert {(f["rule"], f["origin"]) for f in found["findings"] if f["severity"] == "error"} == {("A1", "source"), ("A3", "source")}
    assert found["quality"] == "source_errors"
