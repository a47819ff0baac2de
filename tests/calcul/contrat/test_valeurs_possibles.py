"""A target that its indicator cannot have is refused, whatever the door."""

import pandas as pd
import pytest
from click.testing import CliRunner

from cpomlib.calcul.contrat import AU_DEPOT, bornes
from cpomlib.calcul.contrat.cibles import CibleSuivie
from cpomlib.calcul.scenarios.champ import ValeurRefuseeError
from cpomlib.cli.main import cpom
from cpomlib.pages.contrat.cible_reglages import champ_de
from cpomlib.pages.tenue import du_texte
from cpomlib.tables import Provenance, conform


def fautes(**cells):
    row = {"id_contrat": "C-1", "id_objectif": "1", "sens": "hausse", "annee_reference": 2024,
           "annee": 2027, "indicateur": "cpom_1_taux"} | cells  # fmt: skip
    frame = conform("cibles", pd.DataFrame([row]))
    return [(one.colonne, one.message) for check in AU_DEPOT
            for one in check("cibles", frame, Provenance("cibles.csv"))]  # fmt: skip


def test_a_share_of_households_is_between_none_and_all():
    assert bornes("cpom_1_taux", None) == (0, 1)
    assert bornes("L-x", "taux") == (-2, 2)
    assert bornes("L-x", "places") == bornes("etp_total", None) == (None, None)
    assert fautes(cible=0.42, valeur_reference=0, tolerance=1) == []
    assert fautes(tolerance=-1) == []  # the table says it: once is enough
    part = "Cette part de ménages ou de personnes n’est pas entre 0 et 1."
    assert fautes(cible=42, valeur_reference=-0.1) == [("valeur_reference", part), ("cible", part)]
    assert fautes(indicateur="L-x", unite="taux", cible=42)[0][1].startswith("Ce taux est au-delà")
    assert fautes(indicateur="L-x", unite="logements", cible=42) == []


def cible(indicateur):
    return CibleSuivie("1", indicateur, None, "chrs", "hausse", 2024, None, None, ())


@pytest.mark.parametrize(
    ("text", "told"), [("-5", "hors des bornes"), ("150", "hors des bornes"), ("100,5", "bornes")]
)
def test_the_page_refuses_it_as_it_is_typed(text, told):
    with pytest.raises(ValeurRefuseeError, match=told):
        du_texte(champ_de("2027", cible("cpom_1_taux")), text)
    assert du_texte(champ_de("2027", cible("cpom_1_taux")), "42,5 %") == pytest.approx(0.425)
    with pytest.raises(ValeurRefuseeError, match="hors des bornes"):
        du_texte(champ_de("Tolérance", cible("taux_occupation"), minimum=0), "-1")


def test_the_folder_says_where(example_base, tmp_path):
    (tmp_path / "cibles.csv").write_text(
        "id_contrat,id_objectif,indicateur,sens,annee_reference,annee,cible\n"
        "C-000520015-1,1.1,cpom_1_taux,hausse,2024,2029,42\n", encoding="utf-8",
    )  # fmt: skip
    done = CliRunner().invoke(cpom, ["importer", "contrat", str(tmp_path), "--base", example_base])
    said = (done.output + str(done.exception)).replace("\u00a0", " ")
    assert done.exit_code == 1
    assert "cibles.csv, ligne 2, colonne « cible »" in said
    assert "Un taux s’écrit en fraction : 0,42 pour 42 %." in said
