"""A package received: read whole, or refused with the place of each figure that cannot be."""

import pytest
from calcul.agregats.conftest import QUI
from calcul.agregats.retouches import HOUSES, WHOLE, edit, refused, rewritten

from cpomlib.entree.agregats import lire


def test_a_package_is_read_whole(envoi, known):
    paquet = lire(envoi.paquet, known)
    assert (paquet.gestionnaire, paquet.annees) == (QUI, (2023, 2024, 2025))
    assert list(paquet.frames) == [HOUSES, WHOLE]
    assert str(paquet.frames[HOUSES]["annee"].dtype) == "int64"


@pytest.mark.parametrize(
    ("where", "indicateur", "cells", "told"),
    [
        (
            HOUSES,
            "menages_accueillis",
            {"indicateur": "menages_acueillis"},
            "colonne « indicateur », valeur « menages_acueillis » : Aucun indicateur transmis ne "
            "s’appelle ainsi. Le plus proche : « menages_accueillis »",
        ),
        (
            HOUSES,
            "menages_accueillis",
            {"id_etablissement": "859900194"},
            "Cette valeur n’est ni dans la table « etablissements » du dépôt, ni en base. "
            "Le plus proche : « 859900193 »",
        ),
        (
            WHOLE,
            "taux_occupation",
            {"valeur": 0.5},
            "colonne « valeur », valeur « 0.5 » : La valeur n’est pas le numérateur rapporté au "
            "dénominateur. Vérifiez que le fichier n’a pas été retouché, puis refaites-le.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"numerateur": 7, "valeur": 7},
            "valeur « 7 » : Cet effectif de moins de 11 aurait dû être masqué. Demandez au "
            "gestionnaire de refaire le paquet avec les seuils en vigueur.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"numerateur": "40.5", "valeur": "40.5"},
            "valeur « 40.5 » : Un effectif est un nombre entier.",
        ),
        (WHOLE, "taux_occupation", {"numerateur": -3}, "Ce nombre est négatif."),
        (WHOLE, "menages_accueillis", {"valeur": ""}, "Le statut est « ok » et il n’y a pas de"),
        (
            WHOLE,
            "menages_accueillis",
            {"statut": "secret", "raison": "secret_statistique"},
            "Une valeur masquée ou non disponible est écrite.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"raison": "non_renseigne"},
            "La raison ne va pas avec le statut.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"statut": "secrets"},
            "colonne « statut », valeur « secrets » : Cette valeur n’est pas dans la liste. "
            "Le plus proche : « secret ».",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"annee": 2019},
            "colonne « annee », valeur « 2019 » : Le paquet ne dit pas porter sur cette année.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"id_gestionnaire": "000520031"},
            "Cette valeur n’est ni dans la table « gestionnaires » du dépôt, ni en base. Le plus "
            f"proche : « {QUI} ».",
        ),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_its_place(
    envoi, known, tmp_path, where, indicateur, cells, told
):
    path = rewritten(envoi, tmp_path / "a.zip", edit(where, indicateur, cells))
    faults = refused(path, known)
    assert any(told in fault for fault in faults), faults
    assert all(fault.startswith("a.zip, ressource « agregats_") for fault in faults)
    assert all(", ligne " in fault for fault in faults)


def test_modalities_that_do_not_make_the_total_are_refused(envoi, known, tmp_path):
    """A family written whole: 30 + 20 households do not make 60."""

    def change(name, rows):
        if name != WHOLE:
            return None
        modalities = [r for r in rows if r["indicateur"].startswith("part_age_")
                      and (r["annee"], r["perimetre"]) == ("2025", "tous")]  # fmt: skip
        for row in modalities:
            row.update(numerateur="0", denominateur="60", valeur="0", statut="ok", raison="")
        modalities[0].update(numerateur="30", valeur="0.5")
        modalities[1].update(numerateur="20", valeur=str(20 / 60))
        return True

    faults = refused(rewritten(envoi, tmp_path / "a.zip", change), known)
    said = "Les modalités ne font pas le total des ménages accueillis."
    assert sum(said in fault for fault in faults) == 6


def test_all_the_faults_come_at_once(envoi, known, tmp_path):
    def change(name, rows):
        if name in (HOUSES, WHOLE):
            rows[0]["indicateur"], rows[1]["statut"] = "inconnu", "peut-être"
            return True
        return None

    faults = refused(rewritten(envoi, tmp_path / "a.zip", change), known)
    for name in (HOUSES, WHOLE):
        assert any(f"« {name} », ligne 2, colonne « indicateur »" in fault for fault in faults)
        assert any(f"« {name} », ligne 3, colonne « statut »" in fault for fault in faults)


def test_an_establishment_of_somebody_else_is_refused(envoi, known, tmp_path):
    moved = known["etablissements"].assign(id_gestionnaire="000520031")
    faults = refused(envoi.paquet, known | {"etablissements": moved})
    assert "En base, cet établissement n’est pas du gestionnaire 000520049." in faults[0]


def test_a_package_about_two_gestionnaires_is_refused(envoi, region, tmp_path):
    """The other one is in the base: only the package says that it is not about it."""
    change = edit(WHOLE, "menages_accueillis", {"id_gestionnaire": "000520031"})
    faults = refused(rewritten(envoi, tmp_path / "a.zip", change), region)
    assert any(f"celui du paquet, qui est du gestionnaire {QUI}." in fault for fault in faults)


def test_a_base_that_does_not_know_them_says_which_table_to_deposit(envoi):
    assert refused(envoi.paquet, {}) == [
        f"agregats.zip, ressource « agregats_{table} », colonne « {column} » : Cette colonne "
        f"renvoie à la table « {table} », qui n’est ni dans le dépôt, ni en base. Ajoutez le "
        f"fichier {table}.csv."
        for table, column in (
            ("etablissements", "id_etablissement"),
            ("gestionnaires", "id_gestionnaire"),
        )
    ]
