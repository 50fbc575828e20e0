"""Dates and years as reports, pages and lists print them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.dates import CHINA, chinese_number, find_dates, find_periods, find_years, parse_date

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
DIGITS = "〇一二三四五六七八九"


def numeral(n: int) -> str:
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def in_words(day: date, zero: str = "〇") -> str:
    year = "".join(DIGITS[int(d)] for d in str(day.year)).replace("〇", zero)
    return f"{year}年{numeral(day.month)}月{numeral(day.day)}日"


@settings(deadline=None)
@given(days, st.sampled_from([
    "{0.year}年{0.month}月{0.day}日", "{0.year}-{0:%m}-{0:%d}", "{0.year}/{0.month}/{0.day}", "{0:%Y%m%d}", "{0:%Y.%m.%d}",
    "{0.year} 年 {0.month} 月 {0.day} 日", "{0.year}年{0:%m}月{0:%d}日 10:15", "{0:%Y-%m-%d} 23:59:59", "[{0:%Y-%m-%d}]",
    "{0:%Y-%m-%d}T08:30:00+08:00", "发布时间：{0:%Y-%m-%d}", "{0:%d %B %Y}", "{0:%B %d, %Y}",
]))
def test_every_written_form_reads_back(day: date, form: str) -> None:
    assert parse_date(form.format(day)) == day


@settings(deadline=None)
@given(days, st.sampled_from("〇○零ＯO"))
def test_chinese_numerals_read_back(day: date, zero: str) -> None:
    assert parse_date(in_words(day, zero)) == day


@settings(deadline=None)
@given(days, st.integers(0, 86399), st.booleans())
def test_time_stamps_are_days_in_china(day: date, second: int, milli: bool) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(seconds=second)
    if moment.timestamp() < 1_000_000_000:
        return
    stamp = int(moment.timestamp())
    assert parse_date(str(stamp * 1000 if milli else stamp)) == day


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    parse_date(text)
    find_dates(text)
    find_years(text)
    find_periods(text)


@settings(deadline=None)
@given(st.integers(1, 99))
def test_numerals_up_to_99(n: int) -> None:
    assert chinese_number(numeral(n)) == n


@pytest.mark.parametrize("text", [
    "2012年", "2024年3月", "2024", "2024-01", "3月5日", "昨天", "3天前", "3 days ago", "yesterday", "01/02/2024", "31/01/2024",
    "2024年2月30日", "2024-13-01", "20241301", "", "  ", "无", "null", "2024-01-05 至 2024-02-06",
])
def test_less_than_one_day_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_an_offset_carries_the_day_to_china() -> None:
    assert parse_date("2024-01-30T18:15:00Z") == date(2024, 1, 31)
    assert parse_date("2024-01-31T08:15:00+09:00") == date(2024, 1, 31)


@pytest.mark.parametrize("text", [
    "自202111日起至20211230日止", "201711日至20171231日", "2017210日", "统计期限为20241月1日", "至202020年12月31日", "2020年131日",
    "2021年13月5日", "2021年2月30日",
])
def test_damaged_dates_are_reported_and_never_mended(text: str) -> None:
    found = find_dates(text)
    assert found
    assert all(f.damaged for f in found)
    assert not find_years(text)
    assert all(p.year is None for p in find_periods(text))


@pytest.mark.parametrize("text", ["拨打12345日均20次", "2020年123号文件", "第20211234号", "共有10000年", "电话65101613，传真"])
def test_other_numbers_are_no_damaged_dates(text: str) -> None:
    assert not find_dates(text)


@pytest.mark.parametrize(("text", "year"), [
    ("自2020年1月1日起至2020年12月31日止", 2020), ("从2020年1月1日到2020年12月31日", 2020), ("2022年1月1日至12月31日", 2022),
    ("自2019年1月1日起，至2019年12月31日止", 2019), ("二〇一二年一月一日至二〇一二年十二月三十一日", 2012),
    ("2023年元月1日至12月31日", 2023), ("自2023年1月1日零时至12月31日24时", 2023), ("2023年1月1日至本年12月31日", 2023), ("2023年1月1日(含)至2023年12月31日(含)", 2023),
    ("2021年7月1日至2022年6月30日", None),
])
def test_periods(text: str, year: int | None) -> None:
    (period,) = find_periods(text)
    assert period.year == year


@pytest.mark.parametrize(("text", "years"), [
    ("二〇二〇年度", [2020]), ("2020年和2021年度", [2020, 2021]), ("二０一九年", [2019]), ("一二三四年级", []), ("12020年", []),
    ("2020年1月5日", [2020]), ("1200年", []),
])
def test_years(text: str, years: list[int]) -> None:
    assert [y.year for y in find_years(text)] == years
