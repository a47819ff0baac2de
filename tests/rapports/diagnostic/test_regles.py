"""The first page as it is declared, and its findings as the verdicts give them."""

import pytest

from cpomlib.calcul.verdicts import Message
from cpomlib.rapports.regles import chiffres_declares, constat
from cpomlib.socle.erreurs import ParametreError


def test_the_first_page_has_ten_figures():
    assert len(chiffres_declares()) == 10


def test_an_unknown_indicator_is_refused_with_the_nearest_one(tmp_path, monkeypatch):
    text = "chiffres_cles:\n  - {indicateur: taux_ocupation, section: a}\n"
    (tmp_path / "diagnostic.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    with pytest.raises(ParametreError) as caught:
        chiffres_declares()
    said = str(caught.value).replace("\u00a0", " ")
    assert (
        "diagnostic.yaml, ligne 2, « chiffres_cles › taux_ocupation › indicateur » : L’indicateur"
        in said
    )
    assert "« taux_occupation »" in said


@pytest.mark.parametrize(
    ("nature", "shown"),
    [("force", "force"), ("vigilance", "vigilance"), ("ecart", "vigilance"),
     ("donnees", "vigilance")],
)  # fmt: skip
def test_a_message_is_shown_with_its_doubt(nature, shown):
    said = Message("cout_place", "economie", nature, "Un coût", "En 2025, x.", "finances", 1.0,
                   "2 anomalies fortes")  # fmt: skip
    found = constat(said)
    assert (found.nature, found.titre, found.lien) == (shown, "Un coût", "finances")
    assert found.texte == "En 2025, x. Chiffre à vérifier\u00a0: 2 anomalies fortes."
