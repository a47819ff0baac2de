"""A base that knows two gestionnaires and their establishments."""

import pytest
from base.donnees import ORIGIN, STRUCTURE

from cpomlib import base as store


@pytest.fixture
def base(tmp_path):
    engine = store.open_base(f"sqlite:///{tmp_path / 'cpom.db'}", creer=True)
    store.deposit(engine, STRUCTURE, ORIGIN)
    return engine
