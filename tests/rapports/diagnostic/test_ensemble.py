"""A report of a campaign says what the same report made alone says, to the last bit."""

import pandas as pd
import pytest

from cpomlib import base as store
from cpomlib.calcul import agregats
from cpomlib.calcul.indicateurs import conventions_des_seuils
from cpomlib.dossier import commun
from cpomlib.dossier import gestionnaire as dossier
from cpomlib.socle.erreurs import CpomError

ANNEE = 2025
AILLEURS = ("53", "35", "35238")
"""A région, one of its départements, a commune: where an establishment is moved to."""


@pytest.fixture(scope="module")
def mixte(example_base, tmp_path_factory):
    """The invented region: one establishment moved elsewhere, one gestionnaire as aggregates."""
    engine = store.open_base(example_base)
    frames = store.read(engine)
    moved, sent = frames["etablissements"]["id_gestionnaire"].value_counts().index[:2]
    own = store.read(engine, gestionnaires=[sent])
    engine.dispose()
    known = agregats.agreger(own, sent, ANNEE, conventions_des_seuils())
    frames["etablissements"] = _moved(frames["etablissements"], moved)
    stays = frames["sejours"]
    theirs = stays["id_etablissement"].isin(known.structures["id_etablissement"])
    frames |= {"sejours": stays[~theirs].reset_index(drop=True), **known.tables}
    base = f"sqlite:///{tmp_path_factory.mktemp('mixte') / 'cpom.db'}"
    engine = store.open_base(base, creer=True)
    store.deposit(engine, frames, store.Origine("essai", "tables", "0", "tables"))
    engine.dispose()
    return base, moved, sent


def _moved(known, gestionnaire):
    """Move the last establishment of a gestionnaire to another région."""
    known = known.copy()
    last = known.index[known["id_gestionnaire"] == gestionnaire][-1]
    known.loc[last, ["region", "departement", "commune"]] = AILLEURS
    return known


@pytest.fixture(scope="module")
def des_deux(tmp_path_factory):
    """Read a dossier alone, then as a report of a campaign: after another, and again."""
    folder = str(tmp_path_factory.mktemp("commun"))

    def lire(base, *demande):
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv(commun.DOSSIER, raising=False)
            alone = _dossier(base, *demande)
            patch.setenv(commun.DOSSIER, folder)
            return alone, _dossier(base, *demande)

    return lire


def _dossier(*demande):
    try:
        return dossier.load(*demande)
    except CpomError as error:
        return str(error)


def gestionnaires(base):
    engine = store.open_base(base)
    known = store.read(engine, ["gestionnaires"])["gestionnaires"]["id_gestionnaire"].tolist()
    engine.dispose()
    return known


def same_frames(left, right):
    assert list(left) == list(right)
    for name, frame in left.items():
        pd.testing.assert_frame_equal(right[name], frame, check_exact=True, check_freq=True)


def same(alone, shared):
    same_frames(alone.frames, shared.frames)
    same_frames(alone.autour, shared.autour)
    same_frames(alone.resultats, shared.resultats)
    same_frames(
        {"etablissements": alone.par_etablissement, "structures": alone.structures},
        {"etablissements": shared.par_etablissement, "structures": shared.structures},
    )
    # the written form tells an integer from a decimal, and a missing figure from another
    assert repr(alone.examen) == repr(shared.examen)
    assert repr(alone.regional) == repr(shared.regional)
    for name in ("effectif_regional", "note_regionale", "depots", "raison_sociale", "exemple"):
        assert getattr(alone, name) == getattr(shared, name)


@pytest.mark.parametrize("rang", range(6))
def test_every_gestionnaire_of_the_example(example_base, des_deux, rang):
    same(*des_deux(example_base, gestionnaires(example_base)[rang], ANNEE, "52"))


def test_the_chrs_alone(example_base, des_deux):
    found = [
        des_deux(example_base, one, ANNEE, "52", "chrs") for one in gestionnaires(example_base)[:2]
    ]
    for alone, shared in found:
        assert alone == shared if isinstance(alone, str) else same(alone, shared) is None
    assert any(not isinstance(alone, str) for alone, _ in found)


def test_an_establishment_in_another_region(mixte, des_deux):
    base, moved, _ = mixte
    alone, shared = des_deux(base, moved, ANNEE, "52")
    same(alone, shared)
    assert len(shared.structures) == len(shared.frames["etablissements"]) - 1
    assert any("périmètre" in one.manque for one in shared.examen.non_evaluees)


def test_aggregates_in_the_place_of_stays(mixte, des_deux):
    base, _, sent = mixte
    alone, shared = des_deux(base, sent, ANNEE, "52")
    same(alone, shared)
    assert shared.frames["sejours"].empty and len(shared.frames["agregats_etablissements"])
    assert shared.valeur("cpom_1_taux") == alone.valeur("cpom_1_taux") is not None


def test_no_region(example_base, des_deux):
    same(*des_deux(example_base, gestionnaires(example_base)[0], ANNEE))


def test_a_gestionnaire_that_is_not_there(mixte, des_deux):
    base, moved, _ = mixte
    alone, shared = des_deux(base, "inconnu", ANNEE, "52")
    assert alone == shared and "n’est pas dans la base" in alone
    same(*des_deux(base, moved, ANNEE, AILLEURS[0]))


def test_the_doubts_of_a_campaign_have_their_own_answers(mixte, des_deux):
    base, moved, _ = mixte
    found = dossier.load(base, moved, ANNEE, "52").examen.anomalies[0]
    engine = store.open_base(base)
    answer = found.reponse("Chiffre vérifié avec l’expert-comptable.", "essai")
    store.justifications.justify(engine, [answer])
    engine.dispose()
    alone, shared = des_deux(base, moved, ANNEE, "52")
    same(alone, shared)
    (answered,) = [one for one in shared.examen.anomalies if one.statut == "justifiee"]
    assert (answered.code, answered.entite) == (found.code, found.entite)


def test_other_thresholds_are_not_mistaken_for_these(example_base, des_deux, monkeypatch, tmp_path):
    one = gestionnaires(example_base)[0]
    before = des_deux(example_base, one, ANNEE, "52")[1].examen
    (tmp_path / "seuils.yaml").write_text("seuils:\n  alerte_occupation_haute: {valeur: 0.01}\n")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    alone, shared = des_deux(example_base, one, ANNEE, "52")
    same(alone, shared)
    assert len(shared.examen.anomalies) > len(before.anomalies)
