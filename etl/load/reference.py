"""``docs/database.md``: the reference of tables and columns, made from the schema (a test holds it to that).

``python -m etl.load.reference > docs/database.md`` writes it anew.
"""

from __future__ import annotations

from etl.load.indicators import GROWTHS, RATES, SUMS
from etl.load.schema import SEARCH, TABLES, Table

_KINDS = {
    "data": ("Read from documents", "读自原件"),
    "derived": ("Derived", "派生"),
    "record": ("Records of what was done", "运行记录"),
    "internal": ("Internal; not part of a release", "内部使用，不发布"),
}
_HEAD = """# The database · 数据库

One SQLite file, `gongkai.db`. Made from `etl/load/schema/` by `python -m etl.load.reference`; do not edit by hand.

## Four states of a cell · 单元格的四种状态
`number`, `blank` (the cell is there and empty), `not_applicable` (`/`, `-`, 无 …), `unreadable`. A row or column that the
document does not have has no cell at all. A blank is never a zero.

* Tables with one cell a row (`proactive_disclosure`, `statistics_2014`, `other_cells`) say so in `state`; a missing cell
  has no row; `printed` is the text as printed.
* Wide tables (`applications`, `disputes`) have one column a cell. A NULL is a **missing cell** unless `states` names it:
  `json_extract(states, '$.total')` is `blank`, `not_applicable` or `unreadable`. `printed` holds the text of the cells
  whose text is not the plain number, `""` for a blank. Both are NULL when no cell of the row needs them.
* `column_indexes` and `bboxes` are JSON arrays in the order of the row's columns; `details` names what sets a cell
  apart from its row (`{"total": {"page": 3, "row_index": 1, "unit": "件", "note": "…"}}`).

Printed totals are never replaced. Computed sums and rates live in `metrics`; a sum with a missing term is NULL.
Group rows of the form (`denied_total` …) appear in `applications` only where the document prints numbers in them.

## In CSV and Parquet · 发布文件
The tables `fetches` and `runs`, the internal ones, and the columns `fts_id`, `run_id`, `retry_after` and, outside the wide tables, `details` are
left out. In Parquet, INTEGER is `int64`, NUMERIC and REAL are `double`, the rest is `string` (JSON and dates, too).

## Identifiers · 编号
Agency: region code (or `x`) and 12 hex digits of the SHA-256 of region code and folded name. Report: agency id and
year; `doc-` and the start of the document's hash where publisher or year is unknown. Both survive rebuilds.

## Search · 检索
"""


def reference() -> str:
    """The whole page as Markdown."""
    parts = [_HEAD.rstrip("\n")]
    parts += [
        f"* `{i.name}` over `{i.table}` ({', '.join(i.columns)}), `fts_pk` = `{i.key}`" for i in SEARCH
    ]
    parts.append("\nIndexed and asked through `etl.load.segment` (`to_index`, `to_query`): character bigrams.")
    for kind, (en, zh) in _KINDS.items():
        parts.append(f"\n## {en} · {zh}")
        parts += [_table(t) for t in TABLES if t.kind == kind]
    parts.append("\n## Formulas of the metrics · 指标算式\n")
    parts.append("| code | 名称 | name | numerator | denominator | forms |")
    parts.append("|---|---|---|---|---|---|")
    parts += [
        f"| `{s.code}` | {s.zh} | {s.en} | {_terms(s.terms)}"
        f"{'; else ' + _terms(s.otherwise) if s.otherwise else ''} | | {', '.join(s.forms)} |" for s in SUMS
    ]
    parts += [
        f"| `{r.code}` | {r.zh} | {r.en} | {_terms(r.numerator)} | {_terms(r.denominator)} | {', '.join(r.forms)} |"
        for r in (*RATES, *GROWTHS)
    ]
    return "\n".join(parts) + "\n"


def _terms(terms: tuple[str, ...]) -> str:
    return " ".join(f"− {t[1:]}" if t.startswith("-") else (f"+ {t}" if i else t) for i, t in enumerate(terms))


def _table(spec: Table) -> str:
    lines = [
        f"\n### `{spec.name}` · {spec.title_zh} · {spec.title_en}", f"{spec.zh}  ", spec.en,
        f"\nKey: {', '.join(f'`{k}`' for k in spec.key)}\n", "| column | type | 中文 | English |", "|---|---|---|---|",
    ]
    for column in spec.columns:
        kind = column.type + (" not null" if column.required else "")
        link = f" → `{column.references}`" if column.references else ""
        lines.append(f"| `{column.name}` | {kind} | {column.zh} | {column.en}{link} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(reference(), end="")
