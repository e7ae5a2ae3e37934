"""Features: ways in which two names are alike. resolution.yml gives their weights; `kg.resolve.judge` puts them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.resolve.normalise import Name, Words


def same_form(a: Name, b: Name, words: Words) -> bool:  # noqa: ARG001
    """The same letters."""
    return a.form == b.form


def same_core(a: Name, b: Name, words: Words) -> bool:  # noqa: ARG001
    """The same without place, legal form and dispensable end."""
    return a.core == b.core


def same_kernel(a: Name, b: Name, words: Words) -> bool:  # noqa: ARG001
    """The same without filler words."""
    return a.kernel == b.kernel


def abbreviation(a: Name, b: Name, words: Words) -> bool:
    """The short one leaves out only common words of the long one; its first and last character are the long one's."""
    short, long = sorted((a.core, b.core), key=len)
    if len(short) < 3 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    left_out = skipped(short, long)
    return bool(left_out) and all(words.empty(piece) and not words.contrasts(piece, a.kind) for piece in left_out)


def contraction(a: Name, b: Name, words: Words) -> bool:
    """The short one (four characters or more) leaves out some of the middle of the long one, but no single character of a word."""
    short, long = sorted((a.kernel, b.kernel), key=len)
    if len(short) < 4 or len(long) > 2 * len(short) or short[:2] != long[:2] or short[-2:] != long[-2:]:
        return False
    left_out = skipped(short, long)
    return bool(left_out) and not any(words.contrasts(piece, a.kind) or (len(piece) == 1 and words.own(piece)) for piece in left_out)


def same_place_tail(a: Name, b: Name, words: Words) -> bool:
    """The same place in front, and the rest of one ends the rest of the other."""
    return bool(a.prefix) and a.prefix == b.prefix and tail(a, b, words)


def tail(a: Name, b: Name, words: Words) -> bool:
    """The rest of one ends the rest of the other."""
    short, long = sorted((a.core, b.core), key=len)
    return 4 <= len(short) < len(long) and long.endswith(short) and words.own(short) >= 2


def brand(a: Name, b: Name, words: Words) -> bool:
    """A brand, and the brand with common words for its trade behind."""
    short, long = sorted((a.kernel, b.kernel), key=len)
    return len(short) < len(long) and long.startswith(short) and words.own(long[len(short) :]) == 0 and words.own(short) >= 2


def conceivable(a: Name, b: Name) -> bool:
    """Whether any of these features, or `OWNERLESS`, may hold between two names: what nearly all pairs of a large block fail at once."""
    x, y = a.core, b.core
    if x[-1:] == y[-1:] and (x.endswith(y) or y.endswith(x) or (x[:1] == y[:1] and bool(skipped(*sorted((x, y), key=len))))):
        return True
    x, y = a.kernel, b.kernel
    return (x[:2] == y[:2] and (x[-2:] == y[-2:] or x.startswith(y) or y.startswith(x))) or a.form == b.form


def skipped(short: str, long: str) -> list[str]:
    """The pieces of `long` that `short` leaves out, [] if it has something else or leaves out nothing.

    >>> skipped("仙桃数据谷", "仙桃国际大数据谷"), skipped("仙桃谷", "仙女谷")
    (['国际大'], [])
    """
    pieces, piece, i = [], "", 0
    for char in long:
        if i < len(short) and char == short[i]:
            i += 1
            if piece:
                pieces.append(piece)
            piece = ""
        else:
            piece += char
    if piece:
        pieces.append(piece)
    return pieces if i == len(short) else []


FEATURES: Mapping[str, Callable[[Name, Name, Words], bool]] = {
    f.__name__: f for f in (same_form, same_core, same_kernel, abbreviation, contraction, same_place_tail, tail, brand)
}
OWNERLESS = "same_without_owner"  # needs to know all firms: Judge.without_owner
