"""What a shell offers while `kg query` is typed: names of questions, of their parameters, and of things in the graph.

`eval "$(_KG_COMPLETE=bash_source kg)"` switches it on (zsh_source, fish_source).
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from kg.cli.common import GRAPH, graph_file
from kg.errors import KgError
from kg.iri import tidy
from kg.show import visible

# A shell reads what it has put into the line: nothing that means something to it may come out of a graph.
_PLAIN = re.compile(r"[\w.\-·—！-～]+")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum() and chr(code) not in "-._"}


def complete_question(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The named questions that begin so, each with what it asks."""
    from kg.knowledge import load
    from kg.knowledge.queries import questions

    try:
        known = questions(load(ctx.params.get("ontology")))
    except (KgError, OSError):
        return []
    return [CompletionItem(q.name, help=q.zh) for q in known.values() if q.name.startswith(incomplete)]


def complete_parameters(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The parameters of the question that are not given yet; after `=`, or if only one fits, the values that the graph has for it.

    bash parts `park=仙` into three words and wants the last one alone, other shells keep it whole.
    """
    from kg.knowledge import load
    from kg.knowledge.queries import question

    given = [word for word in ctx.params.get("parameters") or () if word != "="]
    graph = graph_file(ctx.params.get("graph") or GRAPH)
    try:
        known = {p.name: p for p in question(ctx.params.get("name") or "", load(ctx.params.get("ontology"))).parameters}
        name, equals, begun = incomplete.partition("=")
        if equals and name in known:
            return [CompletionItem(f"{name}={value}") for value in values(graph, known[name].type, begun)]
        if given and given[-1].rstrip("=") in known and (given[-1] in known or given[-1].endswith("=")):
            return [CompletionItem(value) for value in values(graph, known[given[-1].rstrip("=")].type, incomplete)]
        left = [
            p for p in known.values() if p.name.startswith(incomplete) and not {p.name, f"{p.name}="} & {w.partition("=")[0] for w in given}
        ]
        if len(left) == 1 and (found := values(graph, left[0].type, "")):
            return [CompletionItem(f"{left[0].name}={value}") for value in found]
        return [CompletionItem(f"{p.name}=", help=visible(p.about)) for p in left]
    except (KgError, OSError):
        return []


def values(graph: Path, type_: str, begun: str) -> list[str]:
    """The ids of documents, or the names of things of a class or of any, that begin so and that a shell takes for one word.

    None where there is no graph yet.
    """
    from kg.graph.facts import list_names

    try:
        words = {as_word(name) for name in list_names(graph, type_)}
    except KgError:
        return []
    return sorted(word for word in words if word and word.startswith(begun))


def as_word(name: str) -> str:
    """A name as one word that a shell leaves as it is, and that still finds its thing: signs in their wide form; "" if there is none.

    >>> as_word("联通(西部)数字 生态"), as_word("$(rm -rf ~)"), as_word("a\\x1b[31m"), as_word("-rf")
    ('联通（西部）数字生态', '＄（rm-rf～）', '', '')
    """
    if any(unicodedata.category(c)[0] == "C" for c in name):
        return ""
    word = tidy(name).translate(_WIDE)
    return word if _PLAIN.fullmatch(word) and not word.startswith("-") else ""
