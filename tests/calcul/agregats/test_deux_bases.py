"""The same figures from the stays and from the aggregates, wherever nothing is masked."""

import pandas as pd
import pytest
from calcul.agregats.conftest import ANNEE, QUI, of

from cpomlib import base as store
from cpomlib.calcul.agregats import agreger
from cpomlib.calcul.indicateurs import Conventions, compute
from cpomlib.calcul.indicateurs.transmis import provenance
from cpomlib.calcul.perimetre import Perimetre, par_etablissement, selection
from cpomlib.calcul.secret import Regles
from cpomlib.dossier.gestionnaire import load
from cpomlib.socle import Periode

LAX = Regles(seuil_personnes=1)
"""Masks nothing: what is compared is the way, not the secrecy."""
EXACT = ["unite", "id", "numerateur", "denominateur", "valeur", "statut"]


def units(known):
    parts = [selection(known, "U"), par_etablissement(known)]
    if 0 < (known["categorie"] == "214").sum() < len(known):
        parts.append(selection(known, "CHRS", perimetre="chrs"))
    return Perimetre(
        pd.concat([part.etablissements for part in parts], ignore_index=True),
        pd.concat([part.gestionnaires for part in parts], ignore_index=True),
    )


@pytest.mark.parametrize("seuil", [None, 6.0])
@pytest.mark.parametrize("who", [QUI, "000520031", "000520056"])
def test_every_indicator_is_equal_to_the_last_bit_when_nothing_is_masked(region, who, seuil):
    frames = of(region, who)
    agreed = Conventions(18, seuil)
    sent = agreger(frames, who, ANNEE, agreed, LAX)
    without = {**frames, "sejours": frames["sejours"].iloc[:0], **sent.tables}
    asked = units(frames["etablissements"])
    for year in sent.annees:
        mine = compute(frames, asked, year, agreed)
        theirs = compute(without, asked, year, agreed)
        pd.testing.assert_frame_equal(mine[EXACT], theirs[EXACT], check_exact=True)
        assert len(mine) > 250


def test_the_diagnostic_of_the_service_has_the_figures_of_the_gestionnaire(envoi):
    mine = load(envoi.chez_lui, QUI, ANNEE, "52")
    theirs = load(envoi.au_service, QUI, ANNEE, "52")
    shown = 0
    for year in mine.annees:
        left, right = mine.resultats[year], theirs.resultats[year]
        masked = right["statut"] == "secret"
        assert masked.sum() > 20
        shown += int((right["statut"] == "ok").sum())
        pd.testing.assert_frame_equal(
            left.loc[~masked, ["numerateur", "denominateur", "valeur", "statut"]],
            right.loc[~masked, ["numerateur", "denominateur", "valeur", "statut"]],
            check_exact=True,
        )
        assert right.loc[masked, "valeur"].isna().all()
        assert set(right.loc[masked, "raison"]) == {
            "Masqué par le gestionnaire\u00a0: l’effectif est petit, ou permettrait d’en calculer "
            "un petit."
        }
    assert shown > 300
    houses = theirs.par_etablissement
    assert (houses["statut"] == "secret").sum() > 100
    assert houses.loc[houses["id"] == "menages_accueillis", "valeur"].notna().sum() >= 3


def test_the_service_holds_no_stay_and_knows_it(envoi):
    frames = store.read(store.open_base(envoi.au_service), gestionnaires=[QUI])
    assert frames["sejours"].empty
    assert set(provenance(frames, Periode(ANNEE)).values()) == {"agregats"}
    home = store.read(store.open_base(envoi.chez_lui), gestionnaires=[QUI])
    assert set(provenance(home, Periode(ANNEE)).values()) == {"sejours"}


def test_stays_deposited_later_come_first(envoi, tmp_path):
    """The package is in the base, then the stays arrive: every figure is theirs again."""
    address = f"sqlite:///{tmp_path / 'deux.db'}"
    engine = store.open_base(address, creer=True)
    there = store.read(store.open_base(envoi.au_service))
    origin = store.Origine("Claire", "deux", "1" * 64, "tables")
    store.deposit(engine, there | {"sejours": envoi.frames["sejours"]}, origin)
    frames = store.read(engine, gestionnaires=[QUI])
    assert len(frames["agregats_etablissements"]) > 100
    asked, agreed = units(frames["etablissements"]), Conventions(18)
    home = store.read(store.open_base(envoi.chez_lui), gestionnaires=[QUI])
    pd.testing.assert_frame_equal(
        compute(frames, asked, ANNEE, agreed), compute(home, asked, ANNEE, agreed)
    )
