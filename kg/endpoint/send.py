"""A graph → a named graph of a store that speaks the SPARQL 1.1 Graph Store Protocol: Oxigraph, Virtuoso, Fuseki, GraphDB, RDF4J …

Whatever happens to us on the way, the store has the old graph or the new one, since the one step from the one to the other is a single
request: a PUT of everything; a POST of everything where there is no graph yet; an update of what is different; or, for a store that
takes no body of that size, a COPY of a graph beside it into which the parts have gone.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass

import httpx
from pyoxigraph import RdfFormat, parse

from kg.endpoint.access import Access, Login
from kg.endpoint.answer import Answer
from kg.endpoint.change import Difference, can_be_told, change, compare
from kg.endpoint.exchange import Channel, Request, Watch, new_client
from kg.endpoint.lines import Lines, to_lines
from kg.endpoint.words import megabytes
from kg.errors import EndpointError, KgError

N_TRIPLES, UPDATE = RdfFormat.N_TRIPLES.media_type, "application/sparql-update"
STAGING = "-kg-load"  # behind the name of a graph: where its parts gather
PARTS = (16 << 20, 4 << 20, 1 << 20, 1 << 18)  # bytes, tried in turn
TOO_LARGE = 413
# What stores say that do not know HEAD; that cannot give back a graph of that size, as Virtuoso one of a million triples; that cannot
# take in an update of that size, as Virtuoso one of five thousand triples.
NO_HEAD = {400, 405, 406, 500, 501}
CANNOT_SHOW = {400, 406, 500, 501}
CANNOT_CHANGE = {400, 413, 414, 500, 501}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a graph goes. update: the address for updates of the same store, if it is known."""

    data: httpx.URL
    graph: str
    update: httpx.URL | None = None
    login: Login | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was done. difference: what came and went, if only that was sent."""

    difference: Difference | None = None
    parts: int = 1


def load(lines: Lines, target: Target, watch: Watch) -> Done:
    """Makes the target's graph hold these triples and no others. Raises EndpointError; the graph is then as it was, or the error says
    that this is not known."""
    with new_client() as client:
        data = Channel(client, target.data, Access(target.login), watch)
        update = Channel(client, target.update, Access(target.login), watch) if target.update else None
        return _Loading(lines, target.graph, data, update).run()


@dataclass(frozen=True, slots=True)
class _Loading:
    """One run."""

    lines: Lines
    graph: str
    data: Channel
    update: Channel | None

    def run(self) -> Done:
        # Oxigraph sends a body after a HEAD that fails, against the rules: the connection is of no use then.
        found = self.data.ask(Request("HEAD", {"graph": self.graph}, headers={"Connection": "close"}, fine=NO_HEAD | {404}))
        bulk = found.headers.get("server", "").startswith("Oxigraph/") and (found.status == 404 or self._empty())
        if self.update and found.status != 404 and not bulk and (done := self._change(self.update)):
            return done
        answer = self._whole(bulk)
        if answer.status != TOO_LARGE:
            return Done()
        if not self.update:
            raise EndpointError(
                f"the store takes no body of {megabytes(self.lines.size)}: {answer}",
                place=self.data.place,
                remedy="the graph there is as it was; give --update URL so that it can be sent in parts",
            )
        return self._parts(self.update)

    def _empty(self) -> bool:
        """Whether nothing is in the graph that is there; Oxigraph keeps its name then."""
        # The words are the first bytes of the graph: the rest is not waited for.
        return not self.data.ask(Request("GET", {"graph": self.graph}, headers={"Accept": N_TRIPLES})).words

    def _whole(self, bulk: bool) -> Answer:
        """Sends everything at once. Oxigraph's bulk loader, five times as fast, clears a graph first and apart from loading it: it is
        used only where there is nothing to clear."""
        query = {"graph": self.graph} | ({"no_transaction": ""} if bulk else {})
        return self.data.ask(Request("POST" if bulk else "PUT", query, self.lines, {"Content-Type": N_TRIPLES}, fine={TOO_LARGE}))

    def _change(self, update: Channel) -> Done | None:
        """Sends what is different, unless it is more than a new graph, or cannot be said."""
        with tempfile.TemporaryFile() as file:
            query, headers = {"graph": self.graph}, {"Accept": N_TRIPLES}
            answer = self.data.ask(Request("GET", query, headers=headers, weight=self.lines.size, fine=CANNOT_SHOW | {404}, take=file))
            if answer.status == 404:
                return None
            try:
                if answer.status in CANNOT_SHOW:
                    raise EndpointError(str(answer))
                found = self._difference(Lines(file, 0, file.tell(), 0))
            except (SyntaxError, KgError) as error:
                self.data.watch.notice(f"{self.data.place}: the graph there cannot be compared, all is sent: {error}")
                return None
        if not found.size:
            return Done(found)
        if found.size > self.lines.triples or not can_be_told(found):
            return None
        text = change(self.graph.encode(), found.went, found.came)
        answer = update.ask(Request("POST", {}, text, {"Content-Type": UPDATE}, fine=CANNOT_CHANGE))
        if answer.status in CANNOT_CHANGE:
            self.data.watch.notice(f"{update.place}: cannot take the update, all is sent: {answer}")
            return None
        return Done(found)

    def _difference(self, there: Lines) -> Difference:
        """What is not the same in the graph there. Only what the store does not write as we do is read, and written as we do."""
        ours = set(self.lines.rows())
        shared: set[bytes] = set()
        others = []
        for row in there.rows():
            if row in ours:
                shared.add(row)
            else:
                others.append(row)
        rest = to_lines(parse(b"\n".join(others), format=RdfFormat.N_TRIPLES), self.graph)
        return compare(rest.rows(), sorted(ours - shared))

    def _parts(self, update: Channel) -> Done:
        """Sends parts into a graph beside the target, then has that copied over it."""
        beside = self.graph + STAGING
        drop = Request("POST", {}, f"DROP SILENT GRAPH <{beside}>".encode(), {"Content-Type": UPDATE}, self.lines.size, safe=True)
        update.ask(drop)  # what an earlier run left there when it was killed
        try:
            sent = self._gather(beside)
            # Not MOVE: if its answer were lost and it were asked for again, there would be nothing left to move.
            copy = f"COPY GRAPH <{beside}> TO GRAPH <{self.graph}>".encode()
            update.ask(Request("POST", {}, copy, {"Content-Type": UPDATE}, weight=self.lines.size))
        finally:
            self._tidy(update, drop)
        return Done(parts=sent)

    def _tidy(self, update: Channel, drop: Request) -> None:
        try:
            update.ask(drop, attempts=1)
        except EndpointError as error:
            self.data.watch.notice(f"{error.place}: <{self.graph + STAGING}> is left there: {error.problem}")

    def _gather(self, beside: str) -> int:
        """Sends everything in parts, smaller ones until the store takes them; returns how many it took."""
        for size in [size for size in PARTS if size < self.lines.size] or PARTS[-1:]:
            for sent, part in enumerate(self.lines.parts(size), 1):  # noqa: B007
                answer = self.data.ask(Request("POST", {"graph": beside}, part, {"Content-Type": N_TRIPLES}, fine={TOO_LARGE}, safe=True))
                if answer.status == TOO_LARGE:
                    break
            else:
                return sent
        raise EndpointError(
            f"the store takes no body of {megabytes(PARTS[-1])} either: {answer}",
            place=self.data.place,
            remedy="the graph there is as it was; have the store take larger bodies",
        )
