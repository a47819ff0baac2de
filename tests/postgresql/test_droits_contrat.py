"""Who writes what in a contract on a server: what is the gestionnaire's, the State's, both's."""

import re

import pandas as pd
import pytest
from postgresql.conftest import A, B
from postgresql.serveur import ADMIN
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cpomlib import base as store
from cpomlib.socle.erreurs import StoreError
from cpomlib.tables import conform, table

MIEN, AUTRE = f"C-{A}-1", f"C-{B}-1"
ORIGINE = store.Origine("essai", "contrat", "3" * 64, "contrat")
LIBRE = "L-livrets"


def given(shared, role, frames, avenant=None, statut="valide"):
    engine = store.open_base(shared.address(role))
    try:
        choix = store.Choix("remplacer", avenant=avenant)
        return store.deposit(engine, frames, ORIGINE, statut,
                             choix if statut == "valide" else store.SANS_CHOIX)  # fmt: skip
    finally:
        engine.dispose()


def of(shared, name, contract=MIEN, role=ADMIN):
    frame = shared.frames(role, [name])[name]
    return frame[frame["id_contrat"] == contract].reset_index(drop=True)


def added(shared, name, contract=MIEN, **row):
    """Return the rows of a table and one more."""
    held = of(shared, name, contract).astype("object")
    plain = held.where(held.notna(), None).to_dict("records")
    rows = pd.DataFrame([*plain, {"id_contrat": contract, **row}])
    known = [champ.nom for champ in table(name).champs]
    return {name: conform(name, rows.reindex(columns=known).dropna(axis=1, how="all"))}


def put(shared, role, name, contract=MIEN, **row):
    return given(shared, role, added(shared, name, contract, **row))


def refused(shared, role, frames, name, champ, **options):
    before = of(shared, name)
    with pytest.raises(StoreError) as caught:
        given(shared, role, frames, **options)
    said = re.sub("[\u00a0\u202f]", " ", str(caught.value))
    assert f"ne peut pas écrire cela dans le contrat « {MIEN} » : rien n’a été écrit." in said
    assert f"Table « {name} »" in said and f"« {champ} »" in said
    pd.testing.assert_frame_equal(before, of(shared, name))


def amendment(shared):
    put(shared, ADMIN, "avenants", numero=7, nature="avenant", objet="objectifs")


MESURE = {"indicateur": LIBRE, "annee": 2026, "valeur": 60.0}
ACTION = {"id_objectif": "1.1", "id_action": "N", "intitule": "x", "etat": "a_venir"}
FONDS = {"id_action": "1.1-A", "financeur": "ars", "annee": 2026, "montant": 5}
SIENS = {
    "mesures": MESURE | {"etat": "transmise", "explication": "y", "piste": "z"},
    "actions": ACTION,
    "financements_actions": FONDS | {"etat": "demande"},
    "rencontres": {"date": "2026-05-05", "nature": "cvs", "redacteur": "gestionnaire"},
    "actes": {"nature": "ppi", "exercice": 2026, "fait_le": "2026-05-05", "preuve": "envoi"},
    "demarche": {"etape": "suivi", "tache": "relire"},
}


def as_dates(row):
    return {k: pd.Timestamp(v) if k == "date" or k.endswith("_le") else v for k, v in row.items()}


@pytest.mark.parametrize("name", SIENS)
def test_a_gestionnaire_writes_what_is_its_own(copie, name):
    before = len(of(copie, name))
    put(copie, "asso_a", name, **as_dates(SIENS[name]))
    assert len(of(copie, name)) == before + 1


def test_it_proposes_what_its_own_meeting_noted_until_the_state_validates_it(copie):
    day = pd.Timestamp("2026-05-05")
    meeting = added(copie, "rencontres", date=day, nature="cvs", redacteur="gestionnaire")
    note = {"date": day, "numero": 1, "nature": "convergence", "texte": "x"}
    given(copie, "asso_a", meeting | added(copie, "releves", **note))
    rows = of(copie, "rencontres")
    done = rows.assign(validee_le=rows["validee_le"].fillna(day))
    given(copie, "dreets_52", {"rencontres": conform("rencontres", done)})
    changed = of(copie, "releves").assign(texte="y")
    refused(copie, "asso_a", {"releves": changed}, "releves", "date")


RESERVE = [
    ("mesures", "etat", MESURE | {"etat": "validee"}),
    ("mesures", "etat", MESURE | {"etat": "discutee"}),
    ("financements_actions", "etat", FONDS | {"etat": "accorde"}),
    ("financements_actions", "etat", FONDS | {"etat": "verse"}),
    ("rencontres", "validee_le", {"date": "2026-05-05", "nature": "cvs",
                                  "redacteur": "gestionnaire", "validee_le": "2026-05-06"}),
    ("rencontres", "redacteur", {"date": "2026-05-05", "nature": "cvs", "redacteur": "etat"}),
    ("releves", "date", {"date": "2025-11-20", "numero": 9, "nature": "decision", "texte": "x"}),
    ("actes", "recu_le", {"nature": "ppi", "exercice": 2026, "recu_le": "2026-05-05"}),
    ("actes", "attendu_le", {"nature": "ppi", "exercice": 2026, "attendu_le": "2029-05-05"}),
    ("actes", "nature", {"nature": "notification", "exercice": 2026, "fait_le": "2026-05-05"}),
    ("signatures", "reponse", {"acte": "1", "partie": "prefet-region", "reponse": "accord"}),
    ("signatures", "recu_le", {"acte": "1", "partie": "prefet-region", "recu_le": "2026-05-05"}),
    ("avenants", "numero", {"numero": 1, "nature": "avenant", "objet": "prorogation",
                            "duree_mois": 12}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "champ", "row"), RESERVE, ids=lambda one: str(one)[:60])
def test_what_is_the_states_is_refused_to_a_gestionnaire(copie, name, champ, row):
    frames = added(copie, name, **as_dates(row))
    refused(copie, "asso_a", frames, name, champ)
    given(copie, "dreets_52", frames) if (name, champ) != ("mesures", "etat") else None


def test_a_signed_contract_is_the_states_to_change_even_by_an_amendment(copie):
    amendment(copie)
    heads = {"contrats": of(copie, "contrats").assign(duree_mois=48)}
    refused(copie, "asso_a", heads, "contrats", "duree_mois", avenant=7)
    back = {"contrats": of(copie, "contrats").assign(statut="preparation")}
    refused(copie, "asso_a", {"contrats": conform("contrats", back["contrats"])}, "contrats",
            "statut", avenant=7)  # fmt: skip
    target = {"avenant": 7, "id_objectif": "1.1", "indicateur": LIBRE, "libelle": "x",
              "unite": "menages", "sens": "hausse", "annee_reference": 2023, "annee": 2027,
              "cible": 1.0}  # fmt: skip
    extra = added(copie, "cibles", **target)
    refused(copie, "asso_a", extra, "cibles", "id_contrat", avenant=7)
    given(copie, "dreets_52", heads, avenant=7)
    assert of(copie, "contrats")["duree_mois"].tolist() == [48]


def test_what_the_state_received_is_not_proved_otherwise(copie):
    proved = of(copie, "signatures").assign(preuve="je l’ai dit")
    refused(copie, "asso_a", {"signatures": proved}, "signatures", "recu_le")


def test_in_preparation_a_gestionnaire_proposes_but_does_not_sign_for_the_state(copie):
    code = f"C-{A}-neuf"
    head = {"id_contrat": code, "id_gestionnaire": A, "cadre": "l313_11_2"}
    frame = conform("contrats", pd.DataFrame([head | {"statut": "signe"}]))
    with pytest.raises(StoreError, match="statut"):
        given(copie, "asso_a", {"contrats": frame})
    frame = conform("contrats", pd.DataFrame([head | {"statut": "preparation"}]))
    given(copie, "asso_a", {"contrats": frame})
    put(copie, "asso_a", "objectifs", code, id_objectif="1", axe="qualite", niveau="strategique",
        intitule="x")  # fmt: skip
    house = of(copie, "contrat_etablissements")["id_etablissement"].iloc[0]
    means = {"id_etablissement": house, "annee": 2027, "regime": "dgf", "montant_prevu": 5}
    put(copie, "asso_a", "moyens", code, **means)
    with pytest.raises(StoreError, match="montant_notifie"):
        put(copie, "asso_a", "moyens", code, **means | {"annee": 2028, "montant_notifie": 5})


def validated(shared, role, etat, **changes):
    rows = of(shared, "mesures")
    new = (rows["indicateur"] == LIBRE) & (rows["annee"] == 2026)
    changed = rows.astype("object")
    for champ, value in {"etat": etat, **changes}.items():
        changed.loc[new, champ] = value
    return given(shared, role, {"mesures": conform("mesures", changed)})


def state_of(shared):
    rows = of(shared, "mesures")
    return rows.loc[(rows["indicateur"] == LIBRE) & (rows["annee"] == 2026), "etat"].tolist()


def test_a_measure_is_validated_by_both(copie):
    with pytest.raises(StoreError, match="transmis"):
        put(copie, "dreets_52", "mesures", **MESURE, etat="transmise")
    put(copie, "asso_a", "mesures", **MESURE, etat="provisoire")
    with pytest.raises(StoreError, match="transmis"):
        validated(copie, "dreets_52", "validee")
    validated(copie, "asso_a", "transmise")
    with pytest.raises(StoreError, match="État"):
        validated(copie, "asso_a", "validee")
    with pytest.raises(StoreError, match="transmis"):
        validated(copie, "dreets_52", "validee", valeur=61.0)
    validated(copie, "dreets_52", "validee")
    assert state_of(copie) == ["validee"]
    for changes in ({"etat": "transmise"}, {"etat": "validee", "valeur": 99.0}):
        with pytest.raises(StoreError, match="validée"):
            validated(copie, "asso_a", **changes)


def test_what_both_validated_is_not_taken_away(copie):
    rows = of(copie, "mesures")
    assert (rows["etat"] == "validee").all()
    refused(copie, "asso_a", {"mesures": rows.iloc[1:]}, "mesures", "etat")
    refused(copie, "dreets_52", {"mesures": rows.iloc[1:]}, "mesures", "etat")


def test_a_deposit_transmitted_by_the_one_is_put_in_force_by_the_other(copie):
    frames = added(copie, "mesures", **MESURE, etat="transmise")
    number = given(copie, "asso_a", frames, statut="transmis")
    engine = store.open_base(copie.address("dreets_52"))
    store.valider(engine, number, "x", store.Choix("remplacer"))
    assert state_of(copie) == ["transmise"]
    funds = added(copie, "financements_actions", **FONDS, etat="accorde")
    draft = given(copie, "dreets_52", funds, statut="brouillon")
    mine = store.open_base(copie.address("asso_a"))
    with pytest.raises(StoreError, match="financements_actions"):
        store.valider(mine, draft, "x", store.Choix("remplacer"))
    for one in (engine, mine):
        one.dispose()


def test_an_old_deposit_of_the_state_is_not_brought_back_by_a_gestionnaire(copie):
    first = put(copie, "dreets_52", "financements_actions", **FONDS, etat="accorde")
    rows = of(copie, "financements_actions").astype({"etat": "object"}).assign(etat="refuse")
    given(copie, "dreets_52", {"financements_actions": conform("financements_actions", rows)})
    engine = store.open_base(copie.address("asso_a"))
    with pytest.raises(StoreError, match="financements_actions"):
        store.retablir(engine, first, "x", store.Choix("remplacer"))
    engine.dispose()


@pytest.mark.parametrize("role", ["asso_a", "dreets_52"])
def test_by_hand_neither_a_late_row_nor_another_scope_passes(copie, role):
    from postgresql.test_ecrire import DEPOT, LOT, OWN_EVENT

    lot = LOT.format(source="cpom_suivant('lots')", table="mesures", entite=MIEN)
    row = (
        "INSERT INTO lignes_mesures (lot, id_contrat, indicateur, annee, etat) SELECT "
        f"cpom_suivant('lots') - 1, '{MIEN}', 'L-x', 2026, 'validee'"
    )
    for gestes in ([lot.replace("2025, ''", "0, ''")], [lot]):
        with copie.connect(role) as connection, pytest.raises(DBAPIError) as caught:
            for geste in (DEPOT, OWN_EVENT, *gestes, row):
                connection.execute(text(geste))
            connection.commit()
        assert caught.value.orig.sqlstate == "42501"


def test_an_emptied_table_is_refused_at_the_end_of_the_transaction(copie):
    from postgresql.test_ecrire import DEPOT, LOT, OWN_EVENT

    lot = LOT.format(source="cpom_suivant('lots')", table="cibles", entite=MIEN)
    with copie.connect("asso_a") as connection:
        for geste in (DEPOT, OWN_EVENT, lot.replace("2025, ''", "0, ''")):
            connection.execute(text(geste))
        with pytest.raises(DBAPIError) as caught:
            connection.commit()
    assert caught.value.orig.sqlstate == "42501"


def test_a_role_calls_none_of_the_functions_of_the_rules(partage):
    query = (
        "SELECT proname FROM pg_proc WHERE proname LIKE 'cpom\\_contrat%' "
        "AND has_function_privilege(oid, 'EXECUTE')"
    )
    with partage.connect("asso_a") as connection:
        called = set(connection.execute(text(query)).scalars())
    assert called == {"cpom_contrat_ouvrir", "cpom_contrats_partages"}
