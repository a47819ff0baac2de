"""A scenario on one sheet of paper: its hypotheses, and what they give."""

from __future__ import annotations

from datetime import date

from cpomlib.calcul.scenarios import Etat, Scenario, projeter
from cpomlib.pages.scenarios import figures, vues
from cpomlib.pages.scenarios.donnees import BANDEAU_EXEMPLE, OrigineChiffres
from cpomlib.pages.scenarios.seance import Seance
from cpomlib.rendu.blocs import Bloc, Groupe, Paragraphe, Titre
from cpomlib.rendu.documents import Enveloppe, faits
from cpomlib.rendu.documents.hypotheses import hypotheses
from cpomlib.rendu.documents.pdf import FichePdf, composer_fiche
from cpomlib.socle import NBSP, date_courte


def pdf(
    scenario: Scenario, etat: Etat, origine: OrigineChiffres, jour: date | None = None
) -> bytes:
    """Return the sheet of a scenario, as a PDF.

    Raises:
        ScenarioError: a hypothesis cannot be applied to this base.
        RapportError: the document cannot be laid out.
    """
    return composer_fiche(fiche(scenario, etat, origine, jour or date.today()))


def fiche(scenario: Scenario, etat: Etat, origine: OrigineChiffres, jour: date) -> FichePdf:
    """Return what the sheet holds.

    Args:
        scenario: its title, its hypotheses.
        etat: the base year.
        origine: whose it is, and the state of the data it was read in.
        jour: the day it is printed.
    """
    made, base = (projeter(etat, held, scenario.horizon) for held in (scenario.hypotheses, ()))
    where = vues.source(etat)
    return FichePdf(
        enveloppe=Enveloppe(
            scenario.titre,
            pied=f"{origine.nom} · état n°{NBSP}{origine.numero} de la base · imprimé le "
            f"{date_courte(jour)}",
            bandeau=BANDEAU_EXEMPLE if origine.exemple else "",
        ),
        nature=f"Scénario de CPOM · {origine.nom}",
        faits=faits(scenario),
        hypotheses=hypotheses(scenario, etat),
        chiffres=vues.chiffres(made, base),
        figures=(
            figures.resultats({scenario.titre: made}, base, where),
            figures.charges(made, where),
        ),
        tableau=vues.detail(made, "Les chiffres"),
        methode=(*vues.regles(etat), *etat.avertissements),
    )


def hypotheses_imprimees(seance: Seance, etat: Etat) -> Groupe:
    """Show the hypotheses of all that is on the table, for who prints the page itself."""
    parts: list[Bloc] = []
    for scenario in seance.scenarios:
        said = "\u00a0; ".join(f"{name}\u00a0: {value}" for name, value in faits(scenario))
        parts += [Titre(2, scenario.titre), Paragraphe(f"{said}."), hypotheses(scenario, etat)]
    return Groupe(tuple(parts))
