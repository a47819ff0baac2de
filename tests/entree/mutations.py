"""Files damaged at random: a reader reads them, or refuses them in words."""

from hypothesis import strategies as st

from cpomlib.entree.lecture import LectureFichier
from cpomlib.socle.erreurs import CpomError


def changes(size):
    """Make changes of a file of ``size`` bytes: a place, what goes in, how many bytes go out."""
    one = st.tuples(st.integers(0, size), st.binary(max_size=4), st.integers(0, 8))
    return st.lists(one, min_size=1, max_size=6)


def damaged(content, made):
    """Return bytes with changes made to them."""
    left = bytearray(content)
    for place, inserted, removed in made:
        left[place : place + removed] = inserted
    return bytes(left)


def balances(reader, path):
    """Return the balances read, None when the file is refused in words."""
    try:
        read = reader(path)
    except CpomError as error:
        assert str(error)
        return None
    assert isinstance(read, LectureFichier)
    return read.frames["balances"]
