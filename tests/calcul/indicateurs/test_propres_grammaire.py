"""What the grammar of a service's indicators lets be written can be computed."""

import math
from datetime import date
from decimal import Decimal

import pytest
from calcul.indicateurs.builders import ANNEE, frames, sejour

from cpomlib.calcul.indicateurs import DEPARTS, Contexte, Conventions, units_of
from cpomlib.calcul.indicateurs.grammaire import TermeDeclare
from cpomlib.calcul.indicateurs.propres import _apport
from cpomlib.calcul.perimetre import selection
from cpomlib.droit import Endroit, lu
from cpomlib.tables import table

TOUT = frames(
    sejours=[sejour("A", "2024-01-10", sexe="F"), sejour("B", "2024-03-01", "2024-05-30")],
    places=[{"id_etablissement": "E1"}],
    activite=[
        {"id_etablissement": "E1", "mois": 1, "journees_theoriques": 1, "journees_realisees": 1}
    ],
    financements=[{"financeur": "etat_177", "montant_accorde": 100}],
    salaries=[{"id_salarie": "S1"}],
    absences=[{"motif": "maladie_courte", "jours": 2.5}],
    mouvements=[{"entrees": 1, "sorties": 0, "etp_budgetes": 1.0, "etp_vacants": 0.0}],
    budgets=[
        {"sens": "charge", "montant": 100, "document": document, "annee": year}
        for document, year in (("ca", ANNEE), ("ca", ANNEE - 1), ("be", ANNEE))
    ],
    balances=[{"compte": "606"}],
)
VALEURS = {
    "integer": 1,
    "number": Decimal("1.5"),
    "boolean": True,
    "date": date(2024, 3, 1),
    "string": "E1",
}


def toutes_les_conditions(champ):
    """Return every condition that the grammar lets be written of a column."""
    one = champ.categories[0] if champ.categories else VALEURS[champ.type]
    written = [one, (one, one), {"sauf": one}, {"rempli": True}, {"rempli": False}]
    if champ.type in ("integer", "number", "date"):
        written += [{name: one} for name in ("au_moins", "au_plus", "plus_de", "moins_de")]
    if champ.type == "string" and not champ.categories:
        written.append({"commence_par": ("E", "6")})
    if champ.categories and not champ.requis:
        written.append("non_renseigne")
    return written


@pytest.mark.parametrize("nom", list(DEPARTS))
def test_whatever_the_grammar_lets_be_written_can_be_computed(nom):
    """What the check lets pass never fails in a run, on any column of any table."""
    perimetre = selection(TOUT["etablissements"], "U")
    contexte = Contexte(TOUT, units_of(perimetre), ANNEE, Conventions(18))
    start = DEPARTS[nom]
    whole = _apport(contexte, TermeDeclare(nom)).total
    assert whole.tolist() == [len(start.lire(contexte).rows.at)]
    assert whole.sum() > 0
    columns = [*table(start.table).champs, *map(TermeDeclare(nom).champ, start.durees)]
    for champ in columns:
        for written in toutes_les_conditions(champ):
            terme = lu(TermeDeclare, {"lignes": nom, "si": {champ.nom: written}}, Endroit(()))
            found = _apport(contexte, terme).total
            assert 0 <= found[0] <= whole[0]
        if champ.type in ("integer", "number"):
            added = _apport(contexte, TermeDeclare(nom, somme=(champ.nom,)))
            assert not math.isnan(added.total[0])


def test_a_day_is_found_among_others():
    perimetre = selection(TOUT["etablissements"], "U")
    contexte = Contexte(TOUT, units_of(perimetre), ANNEE, Conventions(18))
    asked = {"lignes": "sejours.accueillis", "si": {"date_entree": date(2024, 3, 1)}}
    assert _apport(contexte, lu(TermeDeclare, asked, Endroit(()))).total.tolist() == [1]
