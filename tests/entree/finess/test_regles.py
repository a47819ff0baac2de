"""The choices of the FINESS import: what a service writes badly is refused in words."""

import pytest

from cpomlib.droit.reference import categories_finess
from cpomlib.entree.finess.regles import regles
from cpomlib.socle.erreurs import ParametreError
from cpomlib.socle.projet import parameters_dir

LIVRE = (parameters_dir() / "sources" / "finess.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "refusal"),
    [
        (
            "[categorie, commune,",
            "[categories, commune,",
            ", ligne 57, « finess_fait_foi › n° 1 » : La colonne « categories » n’existe pas. "
            "Le plus proche : « categorie », « autorite ».",
        ),
        (
            'regime: autorise, autorite: prefet, programme: "177"',
            'regime: autorisé, autorite: prefet, programme: "177"',
            ", ligne 15, « categories › 214 › regime » : Le régime « autorisé » n’existe pas. "
            "Le plus proche : « autorise ».",
        ),
        (
            'sph_public: ["1"]',
            "sph_public: 1",
            ", ligne 44, « sph_public » : « 1 » n’est pas une liste. "
            'Écrivez-la entre crochets : ["a", "b"].',
        ),
        (
            'communes_changees: {"97123": "97701", "97127": "97801"}',
            "communes_changees: {97123: 97701}",
            ", ligne 33, « communes_changees › 97123 » : « 97123 » n’est pas un texte. "
            "Écrivez-le entre guillemets droits.",
        ),
        (
            "autres_categories: {regime: autorise, ",
            "autres_categories: {",
            ", ligne 26, « autres_categories » : La clé « regime » manque. "
            "Ajoutez une ligne « regime: … ».",
        ),
    ],
)
def test_a_rule_badly_written(tmp_path, monkeypatch, before, after, refusal):
    folder = tmp_path / "sources"
    folder.mkdir()
    assert before in LIVRE
    (folder / "finess.yaml").write_text(LIVRE.replace(before, after, 1), encoding="utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    with pytest.raises(ParametreError) as raised:
        regles()
    assert str(raised.value).replace("\u00a0", " ") == f"{folder / 'finess.yaml'}{refusal}"


def test_the_categories_shipped_are_in_force():
    frame = categories_finess()
    in_force = set(frame.loc[frame["date_fin"].isna(), "code"])
    assert set(regles().categories) <= in_force
