"""Any text at all, as far as chance makes one: words of the ontology, names, figures, dates, brackets and what no article should have."""

from __future__ import annotations

from hypothesis import strategies as st

from kg.knowledge import Knowledge

CLAUSES = (
    *("宜化集团", "江苏远瞻光伏科技有限公司", "合肥高新区", "渝北区", "星辉光伏项目", "该公司", "全区", "董事长王海峰说", "“满园春”行动"),
    *("总投资30.5亿元", "同比增长8%", "居全市第一", "三亿六千七百万元", "六分之一", "3/7", "翻两番", "每平方公里126.5亿元", "九成四", "约"),
    *(
        "2023年5月6日",
        "去年上半年",
        "截至目前",
        "三年前",
        "2月30日",
        "13月",
        "0年",
        "9999年",
        "前12个月",
        "31日",
        "近3年",
        "前天",
        "十四五期间",
    ),
    *(
        "落户",
        "引进",
        "签约",
        "开工",
        "投产",
        "获评",
        "隶属",
        "、",
        "和",
        "等12家企业",
        "其中",
        "分别为",
        "（以下简称“",
        "项目",
        "的",
        "拟",
    ),
)
CJK = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
MARKS = st.sampled_from("，。；：、！？“”（）《》【】()[]{}<>‘’'\"—–-…·•・|*#_=+&@$￥%％‰℃²½①Ⅳ/\\^~`　 \t\n\r\v\f\x85\u2028")
ODD = st.sampled_from("\x07\x1b\x7f\x9b\u00ad\u0301\u200b\u200d\u202e\u2066\ufeff\ufffe\uffff\ue000\U000f0000\U00020bb7👨é٣３〇零")
HALVES = st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF, categories=["Cs"])
NUMBERS = st.text("0123456789零一二三四五六七八九十百千万亿两半.,年月日%元", max_size=8)


def texts(knowledge: Knowledge) -> st.SearchStrategy[str]:
    """Texts with a letter or digit in them and without NUL, which is refused; halves of characters too, which files of JSON Lines hold."""
    words = sorted({word for table in knowledge.tables.values() for row in table for word in row.values.values() if word})
    piece = st.one_of(st.sampled_from(CLAUSES), st.sampled_from(words), NUMBERS, CJK, MARKS, ODD, HALVES)
    return st.lists(piece, min_size=1, max_size=40).map("".join).filter(lambda text: any(map(str.isalnum, text)))
