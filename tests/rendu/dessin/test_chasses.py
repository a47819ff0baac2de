"""The widths with which text is measured are those of the typeface that is shipped."""

from . import chasses


def test_the_file_is_what_the_typeface_says():
    assert chasses.PLACE.read_text(encoding="utf-8") == chasses.ecrit()


def test_every_sign_of_french_has_its_width():
    known = chasses.chasses()["romain"]
    for sign in "aàâäæbcçdeéèêëiîïoôöœuùûüÿ AÀÉÈÊÇŒ0123456789 \u00a0\u202f\u2212–—’«»€%½°…":
        assert sign in known


def test_a_figure_is_as_wide_as_another():
    faces = chasses.chasses()
    assert {faces["romain"][digit] for digit in "0123456789"} == {1139}
    assert {faces["gras"][digit] for digit in "0123456789"} == {1139}
