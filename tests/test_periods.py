"""Periods: relative and absolute dates, their roles, and dates there and back."""

from __future__ import annotations

import datetime
from calendar import monthrange

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.extract.dates import is_in_calendar
from kg.extract.periods import find_periods
from kg.graph.periods import span
from kg.knowledge import load
from kg.knowledge.numerals import chinese

KNOWLEDGE = load()


def read(text: str, reference: str = "2023-08") -> list[str]:
    return [p.value for p in find_periods(text, reference, KNOWLEDGE)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2022年12月签约，三个月后开工", ["2022-12", "2023-03"]),
        ("4月3日签约；两个月后摘地，再过半年投产。半年后，又扩建", ["2023-04-03", "2023-06", "2023-12"]),
        ("6月开工。\n三个月后", ["2023-06"]),
        ("6月签约，入驻三个月后的租金", ["2023-06"]),
        ("去年签约，三个月后开工", ["2022"]),
        ("如今年产玻璃2亿只，如今年处理废钢3万吨", []),
    ],
)
def test_months_later_are_counted_from_the_month_that_the_paragraph_named_last(text: str, wanted: list[str]) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020年", "2020"),
        ("2020年12月", "2020-12"),
        ("2020年度营业收入", "2020"),
        ("2020年度实现", "2020"),
        ("2020年12月4日", "2020-12-04"),
        ("3月15日至17日", "2023-03-15/2023-03-17"),
        ("今年上半年", "2023-H1"),
        ("2024年年中", "2024-06"),
        ("明年年中", "2024-06"),
        ("去年一季度", "2022-Q1"),
        ("三四季度", "2023-Q3/2023-Q4"),
        ("前三季度", "2023-01/2023-09"),
        ("今年1-7月", "2023-01/2023-07"),
        ("1至4月", "2023-01/2023-04"),
        ("去年前11个月", "2022-01/2022-11"),
        ("头4个月", "2023-01/2023-04"),
        ("去年三季报", "2022-01/2022-09"),
        ("五月十二日", "2023-05-12"),
        ("截至今年8月", "/2023-08"),
        ("截至去年上半年", "/2022-06"),
        ("截至目前", "/2023-08"),
        ("到2029年", "2029"),
        ("年底前", "/2023-12"),
        ("2030年前", "/2030"),
        ("明年底", "2024-12"),
        ("今年初", "2023"),
        ("年内", "2023"),
        ("上个月", "2023-07"),
        ("今年以来", "2023"),
        ("2014年以来", "2014/2023"),
        ("自2017年", "2017"),
        ("近3年", "2020/2022"),
        ("未来五年", "2024/2028"),
        ("“十三五”期间", "2016/2020"),
        ("2016年至2017年", "2016/2017"),
        ("十年前", "2013"),
        ("三年内", "/2026"),
        ("上月19日", "2023-07-19"),
        ("元月", "2023-01"),
        ("五年下来", "2018/2023"),
    ],
)
def test_how_periods_are_written(text: str, wanted: str) -> None:
    assert read(f"{text}，东山区") == [wanted]


@pytest.mark.parametrize(
    ("text", "reference", "values"),
    [
        ("前三季度营收3亿元", "2025-01-16", ["2024-01/2024-09"]),
        ("1至11月增长5%", "2025-02", ["2024-01/2024-11"]),
        ("前11个月增长5%", "2025-01", ["2024-01/2024-11"]),
        ("今年前三季度力争过半", "2025-01", ["2025-01/2025-09"]),
        ("前两个月增长5%", "2025-03", ["2025-01/2025-02"]),
        ("前三季度营收3亿元", "2025-10", ["2025-01/2025-09"]),
        ("前三季度营收3亿元", "2025", ["2025-01/2025-09"]),
        ("2023年扩产，1至11月增长5%", "2025-01", ["2023", "2023-01/2023-11"]),
    ],
)
def test_sums_from_january_on_that_cannot_be_told_yet_are_of_the_year_before(text: str, reference: str, values: list[str]) -> None:
    assert [p.value for p in find_periods(text, reference, KNOWLEDGE) if p.value] == values


@pytest.mark.parametrize(
    ("text", "reference", "wanted"),
    [
        ("新线10月投产", "2024-02", "2023-10"),
        ("12月28日，招商会举行", "2024-01-09", "2023-12-28"),
        ("新线预计10月投产", "2024-02", "2024-10"),
        ("新线10月投产", "2024-06", "2024-10"),
        ("新线今年10月投产", "2024-02", "2024-10"),
        ("新线10月投产", "2024", "2024-10"),
        ("全年营收3亿元", "2025-01", "2024"),
        ("全年力争3亿元", "2025-01", "2025"),
        ("全年营收3亿元", "2025-06", "2025"),
    ],
)
def test_a_month_long_to_come_is_one_that_is_gone_unless_it_is_planned(text: str, reference: str, wanted: str) -> None:
    assert [p.value for p in find_periods(text, reference, KNOWLEDGE)] == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020年9月签约，10月开工", ["2020-09", "2020-10"]),
        ("2012年发布产品；次年投产", ["2012", "2013"]),
        ("2021年4月建成，当年8月首航", ["2021-04", "2021-08"]),
        ("去年12月奠基。\n10月投产", ["2022-12", "2023-10"]),
        ("5月18日启动。当天签约", ["2023-05-18", "2023-05-18"]),
        ("2021年签约。那年8月动工", ["2021", "2021-08"]),
        ("2022年签约。全年营收3亿元", ["2022", "2022"]),
        ("去年3月签约，6月开工", ["2022-03", "2022-06"]),
        ("去年营收28亿元。6月开工", ["2022", "2023-06"]),
        ("去年营收28亿元、利润3.4亿元、用工两千余人，6月开工", ["2022", "2023-06"]),
    ],
)
def test_a_period_leans_on_the_one_before(text: str, wanted: list[str]) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["提前3个月完工", "达产后年产值", "初步建成", "2022年度科学技术奖", "1200万元", "第二届", "三年前的旧账", "全年目标的八成", "当天签约"],
)
def test_what_is_no_period(text: str) -> None:
    assert read(text) == []


def test_a_bare_day_is_the_last_one_before_the_article() -> None:
    assert read("另一张牌在18日打出，28日再议", "2023-08-22") == ["2023-08-18", "2023-07-28"]
    assert read("另一张牌在18日打出", "2023-08") == []


def test_what_is_compared_with_is_no_period_of_the_figure() -> None:
    assert [p.role for p in find_periods("较2018年下降，比去年同期多", "2023", KNOWLEDGE)] == ["compare", "compare"]


@pytest.mark.parametrize(("reference", "wanted"), [("2024-11-08", "2024-11-07"), ("2024-03-01", "2024-02-29"), ("2024-11", ""), ("", "")])
def test_yesterday_needs_a_day_to_lean_on(reference: str, wanted: str) -> None:
    assert read("昨天，博览会开幕", reference) == [wanted]


def test_without_a_reference_relative_dates_stay_open() -> None:
    assert read("今年5月，2020年5月", "") == ["", "2020-05"]
    assert read("截至目前", "2021") == [""]


@settings(derandomize=True, max_examples=200)
@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)))
def test_dates_there_and_back(day: datetime.date) -> None:
    assert read(f"于{day.year}年{day.month}月{day.day}日开工") == [day.isoformat()]


YEARS, MONTHS = st.integers(1000, 9999), st.integers(1, 12)
REFERENCES = st.sampled_from(["", "0001-01-01", "2024-05-15", "9999-12-31"])


@settings(derandomize=True, max_examples=200)
@given(YEARS, MONTHS, st.booleans())
def test_months_there_and_back(year: int, month: int, in_words: bool) -> None:
    assert read(f"于{year}年{chinese(month) if in_words else month}月开工") == [f"{year}-{month:02}"]


@settings(derandomize=True, max_examples=200)
@given(YEARS, MONTHS, MONTHS, st.sampled_from("-—至到"))
def test_spans_of_months_there_and_back(year: int, first: int, last: int, to: str) -> None:
    assume(first < last)
    (found,) = read(f"{year}年{first}{to}{last}月完成投资")
    assert span(found) == (f"{year}-{first:02}-01", f"{year}-{last:02}-{monthrange(year, last)[1]}")


@settings(derandomize=True, max_examples=200)
@given(
    YEARS,
    st.sampled_from([("上半年", "H1"), ("下半年", "H2"), *((f"{q}季度", f"Q{i}") for i, q in enumerate("一二三四", 1)), ("底", "12")]),
)
def test_parts_of_a_year_there_and_back(year: int, part: tuple[str, str]) -> None:
    assert read(f"{year}年{part[0]}完成投资") == [f"{year}-{part[1]}"]
    assert read(f"截至{year}年{part[0]}完成投资") == [f"/{span(f'{year}-{part[1]}')[1][:7]}"]


@settings(derandomize=True, max_examples=200)
@given(YEARS, YEARS, st.sampled_from("-—至到"))
def test_spans_of_years_there_and_back_and_never_backwards(first: int, last: int, to: str) -> None:
    assert read(f"{first}年{to}{last}年完成投资") == [f"{first}/{last}" if first <= last else ""]


@settings(derandomize=True, max_examples=200)
@given(st.integers(1950, 2099), st.sampled_from([("去年", -1), ("前年", -2), ("今年", 0), ("明年", 1)]), MONTHS)
def test_years_from_the_reference(year: int, word: tuple[str, int], month: int) -> None:
    assert read(f"{word[0]}{month}月签约", f"{year}") == [f"{year + word[1]}-{month:02}"]


@settings(derandomize=True, max_examples=200)
@given(
    st.text("0123456789一二三十年月日前后半至到-截去今明上下季度底近昨天第当", max_size=14),
    st.sampled_from(["", "0001-01-01", "2024-05-15", "9999-12-31"]),
)
def test_every_period_is_one_that_a_calendar_has(text: str, reference: str) -> None:
    for period in find_periods(text, reference, KNOWLEDGE):
        assert period.value == "" or any(datetime.date.fromisoformat(day) for day in span(period.value) if day)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("2023年2月30日开工", "2023"),
        ("0500年开工", ""),
        ("9999年签约，三年后投产", ""),
        ("31日签约", "2024-05-15"),
        ("昨天签约", "0001-01-01"),
    ],
)
def test_what_no_calendar_has_is_no_date(text: str, reference: str) -> None:
    assert read(text, reference)[-1] == ""


@settings(derandomize=True, max_examples=200)
@given(st.dates(datetime.date(2000, 1, 5), datetime.date(2099, 12, 31)))
def test_days_before_the_reference(day: datetime.date) -> None:
    before = (day - datetime.timedelta(days=2)).isoformat()
    assert read("前天下午", day.isoformat()) == [before]


@pytest.mark.parametrize(
    ("text", "reference", "wanted"),
    [
        ("近50年", "2023", [("1973/2022", "point")]),
        ("近51年", "2023", [("", "point")]),
        ("近3年", "", []),
        ("未来五年", "2023-06", [("2023/2027", "point")]),
        ("未来五年", "2023-07", [("2024/2028", "point")]),
        ("199年前", "2023", []),
        ("九十九年前", "2023", [("1924", "ago")]),
        ("二百年前", "2023", []),
        ("三年前", "", []),
        ("2020年签约，49年后投产", "2023", [("2020", "point"), ("2069", "point")]),
        ("2020年签约，50年后投产", "2023", [("2020", "point")]),
        ("两年后投产", "2023", []),
        ("三年来", "2023", [("2020/2023", "point")]),
        ("一年来", "2023", []),
        ("2022年签约。10月投产", "2023-08", [("2022", "point"), ("2023-10", "point")]),
        ("2021年签约。10月投产", "2023-08", [("2021", "point"), ("2023-10", "point")]),
        ("2022年签约。\n10月投产", "2023-08", [("2022", "point"), ("2023-10", "point")]),
        ("2021年签约，10月投产", "2023-08", [("2021", "point"), ("2021-10", "point")]),
        ("同期数据显示2022年投产", "2023", [("2022", "point")]),
        ("2022年同期", "2023", [("2022", "compare")]),
        ("截至2022年同期", "2023", [("/2022", "upto")]),
        ("2020年以来", "2023", [("2020/2023", "since")]),
        ("2023年以来", "2023", [("2023", "since")]),
        ("2020年起", "2023", [("2020", "since")]),
        ("2020年之前", "2023", [("/2020", "upto")]),
        ("到2022年6月", "2023", [("/2022-06", "upto")]),
        ("到2024年6月", "2023-08", [("2024-06", "point")]),
        ("到2025年", "2023", [("2025", "point")]),
        ("截至目前", "2023-08", [("/2023-08", "now")]),
        ("“十四五”期间", "2023", [("2021/2025", "point")]),
        ("2024年3月5日至4月7日", "2024", [("2024-03-05/2024-04-07", "point")]),
        ("2024年3月5日至7日", "2024", [("2024-03-05/2024-03-07", "point")]),
        ("2024年5-3月", "2024", []),
        ("前三季度", "2024", [("2024-01/2024-09", "point")]),
        ("前8个月", "2024", [("2024-01/2024-08", "point")]),
        ("2023年初", "2024", [("2023", "point")]),
        ("2023年底", "2024", [("2023-12", "point")]),
        ("上个月", "2024-01", [("2023-12", "point")]),
        ("上个月", "2024", [("", "point")]),
        ("32日签约", "2024-05-15", []),
        ("15日签约", "2024-01-14", [("2023-12-15", "point")]),
        ("14日签约", "2024-01-14", [("2024-01-14", "point")]),
        ("2019年至2021年", "", [("2019/2021", "point")]),
        ("“十四五”末", "2023", [("2025", "point")]),
        ("“十四五”以来", "2023-08", [("2021/2023", "since")]),
        ("“十三五”以来", "2023-08", [("2016/2020", "since")]),
        ("空房率由三年前的四成降到一成", "2023-08", [("2020", "point")]),
        ("去年产值3亿元，占比从两年前的两成升到三成", "2023-08", [("2022", "point"), ("2020", "point")]),
        ("三年前的四倍", "2023-08", []),
        ("恢复到2019年的118%", "2023-08", [("2019", "base")]),
        ("是2016年同期的2.5倍", "2023-08", [("2016", "base")]),
        ("占比由11%提高到2022年的20%", "2023-08", [("2022", "point")]),
        ("为2016年的12亿元", "2023-08", [("2016", "point")]),
    ],
)
def test_what_words_of_time_come_to(text: str, reference: str, wanted: list[tuple[str, str]]) -> None:
    assert [(p.value, p.role) for p in find_periods(text, reference, KNOWLEDGE)] == wanted


@pytest.mark.parametrize(
    ("period", "there_is"),
    [
        *(("2024/2024-01", True), ("2024-01/2024", True), ("2024-02/2024", False), ("2024-H2/2024-Q3", True), ("2024-H2/2024-Q2", False)),
        *(("2024-Q4/2024-10", True), ("2024-11/2024-Q4", False), ("2024-01-02/2024-01-01", False), ("2024-01-01/2024-01-01", True)),
        *(("2024-H3", False), ("2024-Q5", False), ("2024-Q0", False), ("2024-00", False), ("2024-13", False), ("0000", False)),
        *(("0001", True), ("9999-12-31", True), ("2024-04-31", False), ("2024-02-29", True), ("2024/", True), ("/", False), ("", False)),
        *(("１９９９", False), ("20241", False), ("2024-1", False), ("2024-01-01x", False)),
    ],
)
def test_which_periods_there_are(period: str, there_is: bool) -> None:
    assert is_in_calendar(period) is there_is


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("年末常住人口897.6万人", ["2024-12"]),
        ("力争年末达到900万人", ["2025-12"]),
        ("年底投产", ["2025-12"]),
        ("2022年末人口", ["2022-12"]),
    ],
)
def test_in_the_first_months_the_end_of_the_year_is_that_of_the_year_before(text: str, wanted: list[str]) -> None:
    assert read(text, "2025-03-28") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("基地2月签约、4月开工、11月投产", ["2023-02", "2023-04", "2023-11"]),
        ("基地3月5日开工，12月投产", ["2023-03-05", "2023-12"]),
        ("基地计划2月签约、4月开工、11月投产", ["2024-02", "2024-04", "2024-11"]),
        ("基地2月签约、4月开工", ["2024-02", "2024-04"]),
    ],
)
def test_months_in_a_row_are_of_one_year(text: str, wanted: list[str]) -> None:
    assert [p.value for p in find_periods(text, "2024-01-29", KNOWLEDGE)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2013年\n9月开工。\n10月竣工。\n\n2015年\n4月获批", ["2013", "2013-09", "2013-10", "2015", "2015-04"]),
        ("2013年开工。\n9月竣工", ["2013", "2022-09"]),
        (
            "一、过去的一年\n6月底前通水，去年7月竣工。\n二、2024年任务\n10月投产。\n三、民生\n4月",
            ["/2022-06", "2022-07", "2024-10", "2023-04"],
        ),
    ],
)
def test_a_heading_tells_the_year_of_the_months_in_its_section(text: str, wanted: list[str]) -> None:
    assert read(text, "2023-02") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("明年5月封顶，后年6月投产", ["2024-05", "2025-06"]),
        ("后年年底前建成", ["/2025-12"]),
        ("达产后年产值4亿元", []),
        ("投产后年均增长", []),
    ],
)
def test_the_year_after_next_needs_a_part_of_it(text: str, wanted: list[str]) -> None:
    assert read(text) == wanted
