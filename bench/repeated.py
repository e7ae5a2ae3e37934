"""Texts that grow as one likes and are made to be slow to read, for bench/doubling.py and tests/test_linear.py: the same every time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

from bench.invented import BRANDS, PLACES, TRADES

ARTICLES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "written" / "articles"
OPENING = "2024年5月6日，蓝鲸科技有限公司落户澄江区光谷园，总投资12亿元。"
TRIGGERS = ("落户", "入驻", "投资", "建设", "签约", "位于", "供应", "生产", "合作", "收购")
LEGAL = ("有限公司", "股份有限公司", "集团", "有限责任公司")
MEASURES = ("亿元", "万元", "家", "个", "吨", "%", "平方米", "人", "台", "个百分点")

Pieces = Callable[[random.Random], Iterator[str]]


def some(characters: str, number: int, chance: random.Random) -> str:
    return "".join(chance.choices(characters, k=number))


def firm(chance: random.Random) -> str:
    """The name of a firm that hardly any other has."""
    return f"{some(PLACES, 2, chance)}市{some(BRANDS, 3, chance)}{chance.choice(TRADES)}{chance.choice(LEGAL)}"


def repeated(*pieces: str) -> Pieces:
    def produce(_: random.Random) -> Iterator[str]:
        while True:
            yield from pieces

    return produce


def endless(piece: Callable[[random.Random], str]) -> Pieces:
    def produce(chance: random.Random) -> Iterator[str]:
        while True:
            yield piece(chance)

    return produce


def news(_: random.Random) -> Iterator[str]:
    """Ordinary articles one after another, over and over."""
    texts = [path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    while True:
        yield from texts


def numbered(_: random.Random) -> Iterator[str]:
    yield from (f"{n}号" for n in count())


def sentence(chance: random.Random) -> str:
    """A sentence about two firms, a place and a figure that stand nowhere else."""
    a, b, place = firm(chance), firm(chance), some(PLACES, 2, chance)
    return f"{a}与{b}{chance.choice(TRIGGERS)}{place}产业园，总投资{chance.randrange(1, 999)}亿元，占地{chance.randrange(9, 999)}亩。"


PATTERNS: Mapping[str, Pieces] = {
    "ordinary news": news,
    "brackets, opened only": repeated("（", "(", "【", "〔", "《"),
    "brackets, nested and closed": repeated("（" * 500 + "园" + "）" * 500),
    "quotation marks, never closed": repeated("“", "产值", "‘", "「"),
    "commas": repeated("，"),
    "one list without an end": endless(lambda chance: some(BRANDS, 2, chance) + chance.choice(TRADES) + "、"),
    "one list of the same": repeated("电子信息、", "汽车、", "OPPO、"),
    "trigger words": endless(lambda chance: chance.choice(TRIGGERS)),
    "short names": repeated("OPPO", "华为", "重庆", "渝北", "园区"),
    "the same firm, sentence after sentence": repeated(OPENING),
    "figures": endless(lambda chance: f"{chance.randrange(1, 99999)}{chance.choice(MEASURES)}"),
    "figures of indicators": endless(lambda chance: f"产值{chance.randrange(1, 9999)}亿元，同比增长{chance.randrange(1, 99)}%，"),
    "respectively": repeated("甲市、乙市、丙市分别增长1%、2%、3%，", "分别", "分别为"),
    "no full stop": endless(lambda chance: sentence(chance).replace("。", "，")),
    "headlines": endless(lambda chance: f"{some(PLACES, 2, chance)}区{chance.choice(TRIGGERS)}新项目\n\n"),
    "short lines": endless(lambda chance: f"{some(BRANDS, chance.randrange(1, 9), chance)}\n"),
    "dates": endless(lambda chance: f"{chance.randrange(1950, 2050)}年{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"),
    "years, each with its sentence": endless(lambda chance: f"{chance.randrange(1950, 2050)}年产值{chance.randrange(1, 999)}亿元。"),
    "firms joined": endless(lambda chance: firm(chance) + "与"),
    "firms, each with its sentence": endless(sentence),
    "marks of titles": repeated("《", "产业", "》", "《《", "园》"),
    "pronouns": repeated("该公司、该项目、全区、这家企业、园区，其中，该园区。"),
    "short forms declared": endless(lambda chance: f"{firm(chance)}（以下简称“{some(BRANDS, 2, chance)}”）"),
    "persons": endless(lambda chance: f"董事长{chance.choice('王李张刘陈')}{some(PLACES, 2, chance)}说，"),
    "digits": endless(lambda chance: str(chance.randrange(10))),
    "numerals": repeated("一", "百", "万", "亿"),
    "one word": repeated("A", "b"),
    "one character": repeated("产"),
    "any characters": endless(lambda chance: chr(chance.randrange(0x4E00, 0x9FA5))),
    "table": endless(lambda chance: f"| {some(PLACES, 2, chance)}区 | {chance.randrange(1, 999)} |\n"),
}


def text(pattern: str, size: int) -> str:
    """A text of a pattern, of so many bytes of UTF-8 but for the rest of a character."""
    pieces, held = PATTERNS[pattern](random.Random(pattern)), bytearray(OPENING.encode())
    while len(held) < size:
        held += next(pieces).encode()
    return held[:size].decode(errors="ignore")
