"""The page of a contract on a server: each role opens and saves what is its own, nothing else."""

import pytest
from postgresql.conftest import A, B

from cpomlib.pages.contrat import AccesContrats
from cpomlib.pages.contrat.brouillon import Brouillon
from cpomlib.pages.contrat.depot import enregistrer
from cpomlib.pages.contrat.noter import noter, ouvrir_rencontre
from cpomlib.socle import CommandeError, CpomError

MIEN, AUTRE = f"C-{A}-1", f"C-{B}-1"


def test_a_role_sees_its_contract_and_cannot_open_another(partage):
    acces = AccesContrats(partage.address("asso_a"))
    assert list(acces.contrats()) == [MIEN]
    assert acces.ouvrir(MIEN).base.id == MIEN
    for asked in (AUTRE, "C-rien-1"):
        with pytest.raises(CommandeError, match="peut montrer"):
            acces.ouvrir(asked)
    # what others do is not seen: neither counted, nor drawn
    assert acces.ouvrir(MIEN).comparables == {}


def test_a_role_deposits_a_meeting_of_its_contract_and_of_no_other(copie):
    acces = AccesContrats(copie.address("asso_a"))
    seen = acces.ouvrir(MIEN)
    day = seen.jour
    draft = ouvrir_rencontre(
        seen.base, Brouillon(MIEN, seen.lus.etat), (day, "comite_suivi"), acces.redacteur
    )
    draft = noter(seen.base, draft, day, {"nature": "decision", "texte": "Réunir les bailleurs."})
    assert enregistrer(acces, seen, draft, "La direction").depot
    kept = acces.ouvrir(MIEN).base
    assert "Réunir les bailleurs." in {row["texte"] for row in kept.de("releves")}
    forged = Brouillon(AUTRE, seen.lus.etat, 0, draft.tables)
    with pytest.raises(CpomError):
        enregistrer(acces, seen, forged, "La direction")
    admin = AccesContrats(copie.address())
    assert not [row for row in admin.ouvrir(AUTRE).base.de("releves") if row["date"] == day]
