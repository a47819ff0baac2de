"""What a diagnostic made from aggregates says of itself."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from calcul.agregats.conftest import ANNEE, QUI
from conftest import plain

from cpomlib import base as store
from cpomlib.dossier.gestionnaire import load
from cpomlib.rapports.diagnostic import publics, qualite
from cpomlib.rapports.diagnostic.qualite import coverage
from cpomlib.rapports.methode import methode
from cpomlib.rapports.provenance import sources_des_publics
from cpomlib.socle.typographie import date_fr


@pytest.fixture(scope="module")
def recu(envoi):
    return load(envoi.au_service, QUI, ANNEE)


def texts(bloc):
    """Return all that a block says, as the exporters read it."""
    return plain(json.dumps(bloc._repr_mimebundle_(), ensure_ascii=False, default=str))


def test_the_method_says_what_the_publics_are_read_on(envoi, recu):
    deposit = store.registre(store.open_base(envoi.au_service))[0].depot
    (said,) = sources_des_publics(recu)
    day = plain(date_fr(store.local(deposit.horodatage)))
    assert f"d’après les agrégats transmis le {day} (dépôt" in plain(said.texte)
    assert "(dépôt n° 2). Les séjours sont restés chez le gestionnaire" in plain(said.texte)
    assert said.texte in [getattr(bloc, "texte", "") for bloc in methode(recu).blocs]
    (home,) = sources_des_publics(load(envoi.chez_lui, QUI, ANNEE))
    assert plain(home.texte).endswith("sont calculés d’après les séjours déposés.")


def test_masked_values_are_written_s_with_their_reason(recu):
    said = texts(publics(recu))
    assert "Masqué par le gestionnaire : l’effectif est petit" in said
    assert '"secret"' in said


def test_a_family_masked_whole_is_a_table_and_no_chart(recu):
    """A very small gestionnaire: nothing is left to draw."""
    hidden = {}
    for year, rows in recu.resultats.items():
        shares = rows.index.str.startswith("part_")
        hidden[year] = rows.assign(
            valeur=rows["valeur"].mask(shares),
            statut=rows["statut"].astype("str").mask(shares, "secret"),
            raison=rows["raison"].mask(shares, "masqué"),
        )
    parts = publics(replace(recu, resultats=hidden)).blocs
    assert [type(part).__name__ for part in parts] == ["Titre", *["Tableau"] * 6]
    assert '"secret": "masqué"' in texts(parts[2])


def test_the_stays_do_not_count_as_missing(recu):
    said = texts(qualite(recu))
    assert "Indicateurs non disponibles ou masqués" in said
    assert "des agrégats transmis, s’il y en a, en tiennent lieu." in said
    assert coverage(recu, "sejours", ANNEE) == 3


def test_each_house_is_told_when_some_have_stays(envoi, tmp_path):
    """One establishment deposits its stays after all, the others do not."""
    engine = store.open_base(f"sqlite:///{tmp_path / 'mixte.db'}", creer=True)
    stays = envoi.frames["sejours"]
    house = str(stays["id_etablissement"].iloc[0])
    own = stays[stays["id_etablissement"] == house].reset_index(drop=True)
    there = store.read(store.open_base(envoi.au_service))
    kept = {name: frame for name, frame in there.items() if len(frame)}
    store.deposit(engine, kept, store.Origine("C", "a.zip", "2" * 64, "agregats"))
    store.deposit(engine, {"sejours": own}, store.Origine("C", "s", "3" * 64, "tables"))
    mixed = load(f"sqlite:///{tmp_path / 'mixte.db'}", QUI, ANNEE)
    said, table = sources_des_publics(mixed)
    assert "séjours déposés ou, à défaut, d’après les agrégats transmis le" in said.texte
    told = {row[0]: row[-1] for row in table.lignes}
    assert told[mixed.nom(house)] == "séjours déposés"
    assert sorted(told.values()) == ["agrégats transmis", "agrégats transmis", "séjours déposés"]
    total = mixed.resultats[ANNEE].loc["duree_mediane_sejours_termines"]
    assert (total["statut"], pd.isna(total["valeur"])) == ("nd", True)
