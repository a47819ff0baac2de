"""How a reader refuses a file: its words, with ordinary spaces."""

import pytest
from conftest import plain

from cpomlib.socle.erreurs import CpomError, DonneesError


def refused(reader, *arguments, **options):
    """Return all that a reader says instead of reading, one fault a line."""
    with pytest.raises(CpomError) as caught:
        reader(*arguments, **options)
    error = caught.value
    return plain("\n".join(map(str, error.fautes)) if isinstance(error, DonneesError) else error)
