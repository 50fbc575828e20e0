"""Full-text search in Chinese: what stands in the text is found, what does not is not, whatever is typed."""

from __future__ import annotations

import re
import sqlite3
from random import Random

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from etl.load import Writer
from etl.load.search import rebuild_search
from etl.load.segment import snippet, to_index, to_query
from tests.load.reports import origin, outcome, report

WORDS = ("行政", "复议", "公开", "政府", "信息", "申请", "诉讼", "议案", "公告", "开放", "依法", "纠正", "2022", "GDP", "年", "议", "微信公众号", "1603", "政府信息公开")


def find(db: sqlite3.Connection, index: str, user_input: str) -> list[int]:
    return [r[0] for r in db.execute(f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH ? ORDER BY rowid', (to_query(user_input),))]


@pytest.fixture(scope="module")
def texts() -> tuple[sqlite3.Connection, dict[int, str]]:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0')")
    random = Random(7)
    made = {
        i: "".join(random.choice(WORDS) + random.choice(["", "", "", "，", "。", "、", "\n", " "]) for _ in range(random.randint(3, 30)))
        for i in range(1, 1500)
    }
    db.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", [(i, to_index(text)) for i, text in made.items()])
    return db, made


@pytest.mark.parametrize("word", ["复议", "公开", "议", "行政复议", "政府信息公开", "年", "2022年", "gdp", "微信公众号", "公开议", "开放", "府信"])
def test_recall_and_precision_are_whole(texts: tuple[sqlite3.Connection, dict[int, str]], word: str) -> None:
    db, made = texts
    # A layout's space between Han characters does not part a word; a stop or a line does.
    plain = {i: re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", text).lower() for i, text in made.items()}
    if word.isascii():
        wanted = [i for i, text in plain.items() if re.search(rf"(?<![a-z0-9]){word}(?![a-z0-9])", text)]
    elif word[0].isdigit():
        wanted = [i for i, text in plain.items() if re.search(rf"(?<![a-z0-9]){word[:4]}[，。、\s]*{word[4:]}", text)]
    else:
        wanted = [i for i, text in plain.items() if word in text]
    assert find(db, "t", word) == wanted
    assert wanted


@pytest.mark.parametrize(("user_input", "query"), [
    ("复议", '"复议"'), ("议", '"议"*'), ("行政复议", '"行政 政复 复议"'), ("行政 复议", '"行政" AND "复议"'), ('"行政 复议"', '"行政 政复 复议"'),
    ("复议 -诉讼", '("复议") NOT ("诉讼")'), ("复议 OR 诉讼", '("复议" OR "诉讼")'), ("复议 | 诉讼 公开", '("复议" OR "诉讼") AND "公开"'),
    ("1,024件", '"1024 件"*'), ("ＧＤＰ", '"gdp"'), ("", '""'), ("-复议", '""'), ("，。", '""'), ("OR", '""'), ('"', '""'), ("复议2023", '"复议 议 2023"'),
])
def test_queries(user_input: str, query: str) -> None:
    assert to_query(user_input) == query


def test_what_is_indexed() -> None:
    assert to_index("行政复议，1,024件 GDP") == "行政 政复 复议 议 1024 件 gdp"
    assert to_index("16.877万元，GDP，160") == "16 877 万元 元 gdp 160"
    assert to_index("复\u3000议") == to_index("复议")
    assert to_index("复议\n公开") == "复议 议 公开 开"


@given(user_input=st.text(max_size=30) | st.text('"*-()|^:复议公OR ANDNT,.1', max_size=20))
def test_no_input_is_an_error(user_input: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0')")
    find(db, "t", user_input)
    db.close()


@given(text=st.text("行政复议公开信息，。 \n甲ab1", min_size=1, max_size=40), data=st.data())
def test_any_piece_of_han_text_finds_its_text(text: str, data: st.DataObject) -> None:
    runs = re.findall(r"[一-鿿]+", text)
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 1))
    piece = run[start:data.draw(st.integers(start + 1, len(run)))]
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0')")
    db.execute("INSERT INTO t (rowid, text) VALUES (1, ?)", (to_index(text),))
    assert find(db, "t", piece) == [1]
    db.close()


def test_the_index_follows_a_report_that_is_replaced(db: sqlite_utils.Database) -> None:
    writer = Writer(db)
    page = "http://x.example.gov.cn/1.html"
    writer.load(outcome(report(text="办理行政复议一件。")), origin(page), None, 1)
    assert len(find(db.conn, "sections_fts", "复议")) == 1
    writer.load(outcome(report(text="本年没有争议。")), origin(page, "2023-04-01T00:00:00Z"), None, 1)
    assert find(db.conn, "sections_fts", "复议") == []
    assert len(find(db.conn, "sections_fts", "争议")) == 1
    assert len(find(db.conn, "agencies_fts", "宁海县")) == 1
    assert len(find(db.conn, "reports_fts", "甲镇 2022")) == 1
    before = {name: find(db.conn, name, "县 | 争议 | 改进") for name in ("sections_fts", "reports_fts", "agencies_fts")}
    rebuild_search(db)
    assert {name: find(db.conn, name, "县 | 争议 | 改进") for name in before} == before


def test_snippets_mark_what_was_asked() -> None:
    text = "本镇全年办理行政复议一件，" * 3 + "复 议" + "。" * 100
    assert "<mark>复议</mark>" in snippet(text, "复议")
    assert snippet(text, "没有").startswith("本镇")
    assert snippet("甲" * 100 + "行政复议", "复议 -诉讼", "[", "]", 20).endswith("[复议]")
    assert snippet("短", "") == "短"
