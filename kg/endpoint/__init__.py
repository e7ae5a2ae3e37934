"""A graph at an HTTP endpoint: served from a store of our own, or sent to another's."""
