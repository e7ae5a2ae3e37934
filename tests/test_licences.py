"""Every library that is pinned may be used for gain, and licences.md says under which licence."""

from __future__ import annotations

import pytest
from licences import Pin, kept, licence_of, may_be_used, pins


@pytest.mark.parametrize("pin", pins(), ids=lambda pin: pin.name)
def test_the_table_has_the_licence_of_every_library_and_it_is_free(pin: Pin) -> None:
    licence = kept()[pin.name, pin.version]
    assert may_be_used(licence), licence
    assert licence_of(pin) in (licence, "")  # what learns the models need not be installed


def test_the_table_has_nothing_else() -> None:
    assert set(kept()) == {(pin.name, pin.version) for pin in pins()}


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True),
        ("Apache-2.0 AND CNRI-Python", True),
        ("MPL-1.1 OR GPL-2.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("CC-BY-NC-4.0", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_what_is_free(licence: str, free: bool) -> None:
    assert may_be_used(licence) is free
