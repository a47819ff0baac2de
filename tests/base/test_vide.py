"""Asking for nobody is answered with nothing, on each kind of base."""

import pytest

from cpomlib import base as store
from cpomlib.base.justifications import justifications


@pytest.fixture
def base(adresse):
    engine = store.open_base(adresse, creer=True)
    yield engine
    engine.dispose()


def test_nobody_has_nothing(base):
    assert all(frame.empty for frame in store.read(base, gestionnaires=[]).values())
    assert store.years(base, []) == []
    assert store.deposits_used(base, []) == []
    assert justifications(base, []) == ()
    assert store.lots_digest(base, [], 1) == store.lots_digest(base, ["absent"], 1)
