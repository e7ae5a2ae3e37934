"""Files → Document: decoded, layout undone, cut into sentences, dated.

>>> from kg.knowledge import load
>>> page = "蓝鲸科技落户澄江区光\\n谷园，计划总投资两亿\\n\\n新厂区 摄/张三\\n\\n元，明年投产。\\n"
>>> document = parse(page, load())
>>> [document.text[s.start : s.end] for s in document.sentences]
['蓝鲸科技落户澄江区光谷园，计划总投资两亿元，明年投产。', '新厂区 摄/张三']
>>> [(quote.start, quote.end, quote.exact) for quote in document.quotes(0, 27)]
[(0, 21, '蓝鲸科技落户澄江区光谷园，计划总投资两亿'), (33, 40, '元，明年投产。')]
"""

from kg.reading.files import find, ids
from kg.reading.formats import FORMATS, reader_of
from kg.reading.limits import READING, effort
from kg.reading.parts import Part, check_size, contents, parts
from kg.reading.read import page_of, parse, read

__all__ = [
    "FORMATS",
    "READING",
    "Part",
    "check_size",
    "contents",
    "effort",
    "find",
    "ids",
    "page_of",
    "parse",
    "parts",
    "read",
    "reader_of",
]
