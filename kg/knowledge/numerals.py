"""Numerals: 一千零五 and 1,005 made numbers. Arithmetic of the language, so it stands in code and not in ontology/.

>>> value("三百二十"), value("1,005.5"), value("6千"), value("半"), value("十二点五"), value("一个半")
(Decimal('320'), Decimal('1005.5'), Decimal('6000'), Decimal('0.5'), Decimal('12.5'), None)
>>> split("三十万"), split("八千"), split("一万亿"), split("千亿"), split("百")
((Decimal('30'), '万'), (Decimal('8000'), ''), (Decimal('1'), '万亿'), (Decimal('1000'), '亿'), (Decimal('100'), ''))
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for row in ("零一二三四五六七八九", "0123456789") for i, c in enumerate(row)} | {"〇": 0, "两": 2}
STEPS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二两三四五六七八九十百千"
# The numbers of months and of days.
MONTHS = "十[一二]?|[一二三四五六七八九]"
DAYS = "三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
# No figure of an economy is longer; without a bound a page of digits would be tried from each of its digits to its end.
ARABIC = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,12})?|\d{1,18}(?:\.\d{1,12})?"
# 十二点五: only digits stand after the point.
DECIMAL = f"[{CHINESE}]+点[零〇一二三四五六七八九]+"
_TAIL = re.compile(f"({DECIMAL}|[{CHINESE}]*)([万亿]*)")


def value(text: str) -> Decimal | None:
    """The number that a numeral below 万 says; None if it is none. A step alone counts once: 百 is 100."""
    if not text:
        return None
    if text == "半":
        return Decimal("0.5")
    if re.fullmatch(ARABIC, text):
        return Decimal(text.replace(",", ""))
    whole, point, parts = text.partition("点")
    if point:
        digits, above = [DIGITS.get(c) for c in parts], value(whole)
        return None if above is None or None in digits else Decimal(f"{above}.{''.join(map(str, digits))}")
    if any(c not in DIGITS and c not in STEPS for c in text):
        return None
    if not any(c in STEPS for c in text):
        if len(text) > 1 and not ("〇" in text or "零" in text[1:] or len(text) == 4):  # 二〇二四, but not 三五 or 一一
            return None
        return Decimal("".join(str(DIGITS[c]) for c in text))
    total, digit = 0, -1
    last_step = 0
    for c in text:
        if c in STEPS:
            last_step = STEPS[c]
            total += (1 if digit < 0 else digit) * last_step
            digit = -1
        elif DIGITS[c] == 0:
            last_step = 0
        elif digit >= 0:
            return None  # 三五十
        else:
            digit = DIGITS[c]
    if digit > 0:
        total += digit * (last_step // 10 if last_step > 10 else 1)  # 三百二 is 320
    return Decimal(total)


def split(text: str) -> tuple[Decimal, str] | None:
    """A Chinese numeral as number and magnitude of 万 and 亿: what is printed as 30 and 万."""
    match = _TAIL.fullmatch(text)
    if not match or not text:
        return None
    number = value(match[1]) if match[1] else Decimal(1)
    return None if number is None else (number, match[2])


def chinese(number: int) -> str:
    """The Chinese numeral of a whole number from 0 to 9999, the inverse of `value`.

    >>> chinese(12), chinese(305), chinese(1010)
    ('十二', '三百零五', '一千零一十')
    """
    if number == 0:
        return "零"
    out, pending = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, step)
        if digit:
            out += ("零" if pending and out else "") + "零一二三四五六七八九"[digit] + name
        pending = out != "" and ((pending and not digit) or not digit)
    return out.removeprefix("一") if out.startswith("一十") else out
