"""What can go wrong, said so that the reader can act on it: where, what, and what to do.

>>> print(KnowledgeError("unknown relation 'locatedin'", place="rules/located_in.yml:12", remedy="did you mean 'located_in'?"))
rules/located_in.yml:12: unknown relation 'locatedin'
  did you mean 'located_in'?
"""


class KgError(Exception):
    """Base of every error that a user can cause and mend.

    problem: what is wrong, with the value; place: file, file:line or URL; remedy: what to do.
    """

    # All by position too: that is how an error is rebuilt on its way back from a worker process.
    def __init__(self, problem: str, place: str = "", remedy: str = "") -> None:
        super().__init__(problem, place, remedy)
        self.problem = problem
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.place}: {self.problem}" if self.place else self.problem
        return f"{head}\n  {self.remedy}" if self.remedy else head


class InputError(KgError):
    """A document, folder or sidecar that cannot be read."""


class KnowledgeError(KgError):
    """A fault in ontology/: a file, class, relation, rule, word or unit."""


class QueryError(KgError):
    """A query that does not exist, cannot be parsed or lacks a parameter."""


class ValidationError(KgError):
    """A graph that breaks a shape or a check."""


class OutputError(KgError):
    """A folder or file that cannot be written."""


class EndpointError(KgError):
    """A store at an HTTP endpoint that cannot be reached, refuses, or answers what it should not."""
