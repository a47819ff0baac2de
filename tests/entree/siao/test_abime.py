"""Exports damaged at random: a refusal or a reading, never anything else, nothing personal told."""

from entree.siao.exemples import CLE, CORRESPONDANCE, KNOWN, SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.entree.lecture import LectureFichier
from cpomlib.entree.siao import lire_correspondance, proposer, read_siao
from cpomlib.socle.erreurs import CpomError


@settings(max_examples=60, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.integers(0, 1 << 16), st.binary(max_size=4)), max_size=12),
    cut=st.none() | st.integers(0, 8000),
)
def test_mutated_bytes_give_a_refusal_or_a_reading(tmp_path_factory, seed, changes, cut):
    content = bytearray(seed)
    for place, piece in changes:
        at = place % len(content)
        content[at : at + max(1, len(piece))] = piece
    folder = tmp_path_factory.mktemp("m")
    path = folder / "export.xlsx"  # the contents tell what it is
    path.write_bytes(bytes(content[:cut]))
    (folder / "c.yaml").write_text(CORRESPONDANCE, encoding="utf-8")
    mapping = lire_correspondance(folder / "c.yaml")
    for reading in (
        lambda: read_siao(path, mapping, CLE, KNOWN, non_renseigne=True),
        lambda: proposer(path),
    ):
        try:
            assert isinstance(reading(), LectureFichier | str)
        except CpomError as refusal:
            assert str(refusal)


MAPPINGS = st.text(alphabet="abcdeilmnos_:{}[]'\"- \n0123456789é’", max_size=200)


@settings(max_examples=60, deadline=None)
@given(piece=MAPPINGS, place=st.integers(0, len(CORRESPONDANCE)), length=st.integers(0, 60))
def test_a_mutated_mapping_is_refused_in_words_or_works(tmp_path_factory, piece, place, length):
    folder = tmp_path_factory.mktemp("m")
    text = CORRESPONDANCE[:place] + piece + CORRESPONDANCE[place + length :]
    (folder / "c.yaml").write_text(text, encoding="utf-8")
    (folder / "export.csv").write_bytes(SEEDS[0])
    try:
        read_siao(folder / "export.csv", lire_correspondance(folder / "c.yaml"), CLE, KNOWN)
    except CpomError as refusal:
        assert str(refusal)
