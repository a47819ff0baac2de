"""The appreciations of the fiche opérateur: found by declared rules, or said by the parties."""

from __future__ import annotations

from dataclasses import dataclass

from cpomlib.calcul import moyenne, part
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, written
from cpomlib.entree import Appreciation, Saisie
from cpomlib.rapports.fiche_operateur.bareme import BaremeOperateur, RegleBilan
from cpomlib.rapports.fiche_operateur.economie import COUT, Comparaison, ecart_moyen
from cpomlib.socle import pluriel, write


@dataclass(frozen=True)
class LigneAppreciation:
    """One appreciation.

    Attributes:
        libelle: what is appreciated.
        niveau: a level of the scale, empty when nobody has said it and no rule finds it.
        appui: what the level rests on, in French.
        commentaire: what the parties wrote, empty when they did not.
    """

    libelle: str
    niveau: str
    appui: str
    commentaire: str


A_VERIFIER = "à vérifier"
Mesure = tuple[float | None, str]
"""A measure, None when it is not known, and what it rests on or what is missing."""


def atouts(
    dossier: Dossier, bareme: BaremeOperateur, saisie: Saisie
) -> tuple[LigneAppreciation, ...]:
    """Appreciate the solidité financière; the parties alone say the other atouts."""
    solidite = _definitive(dossier, _solidite(dossier, bareme))
    first = _line(dossier, "solidite_financiere", solidite, bareme, saisie)
    return (first, *(_said(name, label, saisie) for name, label in bareme.atouts.items()))


def service_rendu(
    dossier: Dossier, bareme: BaremeOperateur, saisie: Saisie, comparees: tuple[Comparaison, ...]
) -> tuple[LigneAppreciation, ...]:
    """Appreciate quality, investment and cost; the parties say the coherence."""
    found = {
        "qualite": _qualite(dossier),
        "investissement_requis": _vetuste(dossier),
        "positionnement_economique": _economie(comparees),
    }
    return (
        *(
            _line(dossier, name, _definitive(dossier, one), bareme, saisie)
            for name, one in found.items()
        ),
        _said("coherence", bareme.coherence, saisie),
    )


def bilan(dossier: Dossier, bareme: BaremeOperateur) -> tuple[tuple[RegleBilan, float | None], ...]:
    """Return each rule of the solidité financière with the value it looks at."""
    return tuple((rule, dossier.valeur(rule.indicateur)) for rule in bareme.solidite.regles)


def _definitive(dossier: Dossier, mesure: Mesure) -> Mesure:
    """Leave to the parties what no rule may judge: a year that is not over."""
    if not dossier.periode.ouverte:
        return mesure
    return None, f"{mesure[1]}. {dossier.periode.avertissement}"


def _solidite(dossier: Dossier, bareme: BaremeOperateur) -> Mesure:
    known = [(rule, value) for rule, value in bilan(dossier, bareme) if value is not None]
    if len(known) < bareme.solidite.minimum:
        lacking = dossier.raison("frng") or "Trop peu d’indicateurs de bilan."
        return None, lacking
    kept = len([rule for rule, value in known if rule.satisfaite(value)])
    rules = pluriel(kept, "règle de bilan satisfaite", "règles de bilan satisfaites")
    said = f"{rules} sur {len(known)}"
    doubts = [one.libelle for one, _ in dossier.doutes([rule.indicateur for rule, _ in known])]
    if doubts:
        said = f"{said}. Chiffres douteux\u00a0: {', '.join(doubts)}"
    return part(kept, len(known)), said


def _qualite(dossier: Dossier) -> Mesure:
    rows = dossier.frames["qualite"]
    mine = rows[
        rows["id_etablissement"].isin(dossier.structures["id_etablissement"])
        & (rows["annee"] == dossier.annee)
    ]
    if mine.empty:
        return None, f"Aucune cotation déposée pour {dossier.annee}."
    mean = moyenne(mine["cotation"])
    many = pluriel(len(mine), "réponse")
    return mean, f"Cotation moyenne de {write(mean, 'decimal2')} sur 4 ({many})"


def _vetuste(dossier: Dossier) -> Mesure:
    value = dossier.valeur("taux_vetuste")
    if value is None:
        return None, dossier.raison("taux_vetuste")
    label = fiches()["taux_vetuste"].libelle
    return value, f"{label}\u00a0: {written('taux_vetuste', value)}"


def _economie(comparees: tuple[Comparaison, ...]) -> Mesure:
    gap = ecart_moyen(comparees)
    if gap is None:
        reasons = dict.fromkeys(line.raison for line in comparees if line.raison)
        return None, " ".join(reasons) or "Aucun coût à la place."
    side = "au-dessus" if gap > 0 else "au-dessous"
    return gap, f"{write(abs(gap), 'taux')} {side} de la moyenne du territoire"


def _line(
    dossier: Dossier, nom: str, mesure: Mesure, bareme: BaremeOperateur, saisie: Saisie
) -> LigneAppreciation:
    """Give the level of the rule; what the parties say comes first, and the rule is kept beside."""
    value, said = mesure
    rule = bareme.regles[nom]
    found = "" if value is None else _niveau(dossier, nom, rule.niveau(value), bareme)
    given = saisie.appreciations.get(nom, Appreciation())
    if given.niveau and given.niveau != found:
        said = f"{said} (la règle donnerait\u00a0: {found or 'rien'})"
    return LigneAppreciation(rule.libelle, given.niveau or found, said, given.commentaire)


def _niveau(dossier: Dossier, nom: str, rang: int, bareme: BaremeOperateur) -> str:
    """Return a level; no good one is given to figures that are doubted."""
    behind = {
        "solidite_financiere": [rule.indicateur for rule in bareme.solidite.regles],
        "investissement_requis": ["taux_vetuste"],
        "positionnement_economique": [COUT],
    }
    doubted = any(name in dossier.faits.doutes for name in behind.get(nom, ()))
    return A_VERIFIER if doubted and rang < len(bareme.niveaux) - 1 - rang else bareme.niveaux[rang]


def _said(nom: str, libelle: str, saisie: Saisie) -> LigneAppreciation:
    given = saisie.appreciations.get(nom, Appreciation())
    source = "Dit par les parties" if given.niveau or given.commentaire else ""
    return LigneAppreciation(libelle, given.niveau, source, given.commentaire)
