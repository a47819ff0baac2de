"""Part 6: from what is found to what a contract could aim at; what each party says; signatures."""

from __future__ import annotations

from cpomlib.calcul import piste, projete, reste, tendance
from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.verdicts import Message, cible_proposee
from cpomlib.dossier import Dossier, written
from cpomlib.rapports.contrat import cible_en_mots
from cpomlib.rapports.diagnostic.signe.declaration import (
    ObjectifDeclare,
    objectifs_declares,
    question,
)
from cpomlib.rapports.diagnostic.signe.ecriture import (
    compte,
    dit,
    menages,
    termes,
)
from cpomlib.rapports.diagnostic.signe.jugements import conclusion, retenus
from cpomlib.rapports.diagnostic.signe.paroles import (
    PARTIES_SIGNEES,
    commentaires_finaux,
    signatures,
)
from cpomlib.rendu.blocs import Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Valeur, borner, insecable, minuscule, write

ANCRE = "objectifs"
_TITRE = 90
_COLONNES = (
    "Axe et sujet",
    "Situation et écart",
    "Besoin",
    "À trancher",
    "Une cible pourrait être",
)


def objectifs(dossier: Dossier) -> Groupe:
    """Show the bridge to the objectives of the contract."""
    return Groupe(
        (
            Titre(2, PARTIES_SIGNEES[ANCRE], ANCRE, nouvelle_page="pdf"),
            Paragraphe(
                "Pour chaque indicateur obligatoire, ce que le diagnostic apporte à la discussion. "
                "Les niveaux cités sont des repères pour fixer une cible, pas des propositions de "
                "l’une des parties."
            ),
            pont(dossier),
            commentaires_finaux(dossier),
            signatures(),
        )
    )


def pont(dossier: Dossier) -> Tableau:
    """Set each subject in a row: situation, gap, need, question, what a target could be."""
    rows = tuple(_ligne(dossier, one) for one in objectifs_declares())
    rows += tuple(map(_message, autres(dossier)))
    return Tableau("Ce qui est à discuter", tuple(map(Colonne, _COLONNES)), rows)


def _ligne(dossier: Dossier, one: ObjectifDeclare) -> tuple[Valeur, ...]:
    return (
        f"{one.axe}\u00a0: {minuscule(one.sujet)}",
        situation(dossier, one.indicateur),
        besoin(dossier, one),
        insecable(one.question),
        cible(dossier, one.indicateur),
    )


def autres(dossier: Dossier) -> tuple[Message, ...]:
    """Return what the first page asks beside the mandatory indicators; a strength asks nothing."""
    told = {one.indicateur for one in objectifs_declares()}
    return tuple(
        one for one in retenus(dossier) if one.nature != "force" and one.indicateur not in told
    )


def _message(one: Message) -> tuple[Valeur, ...]:
    return (
        borner(one.titre, _TITRE),
        "Voir la première page.",
        "",
        insecable(question(one)),
        "",
    )


def situation(dossier: Dossier, indicateur: str) -> str:
    """Say where an indicator stands, what is concluded from it, and what its contract says."""
    count, rate = compte(dossier, indicateur), dit(dossier, indicateur)
    said = ", soit ".join(dict.fromkeys(filter(None, (count, rate))))
    judged, agreed = conclusion(dossier, indicateur), cible_en_mots(dossier, indicateur)
    contract = f"Contrat\u00a0: {agreed}" if agreed else ""
    return ". ".join(filter(None, (said, judged, contract)))


def besoin(dossier: Dossier, one: ObjectifDeclare) -> str:
    """Say the need an indicator lets see, in ménages."""
    known = termes(dossier, one.indicateur)
    if known is None:
        return "À établir\u00a0: les chiffres manquent, ou sont masqués."
    numbers = {"k": known[0], "n": known[1], "reste": reste(*known)}
    return one.besoin.format(**{name: write(n, "nombre") for name, n in numbers.items()})


def cible(dossier: Dossier, indicateur: str) -> str:
    """Say what a target could be, in ménages: the trend, the région’s middle and best quarter.

    What is no better than the situation is said to be reached; the trend is said where the course
    is more than chance.
    """
    known = termes(dossier, indicateur)
    if known is None or dossier.periode.ouverte:
        return "À établir."
    if dossier.en_nombres(indicateur):
        return "À fixer en nombre de ménages\u00a0: l’effectif est trop petit pour un taux."
    now, middle = dossier.valeur(indicateur), dossier.regional.get(indicateur)
    levels = [
        ("médiane régionale", middle.mediane if middle else None),
        ("meilleur quart de la région, hasard déduit", _meilleur(dossier, indicateur)),
    ]
    said = [_prolongee(dossier, indicateur, known)]
    said += [
        _repere(indicateur, name, level, now, known)
        for name, level in levels
        if level is not None and now is not None
    ]
    told = "\u00a0; ".join(filter(None, said))
    return f"{told[:1].upper()}{told[1:]}." if told else "Aucun repère ne peut être donné."


def _prolongee(dossier: Dossier, indicateur: str, termes: tuple[float, float]) -> str:
    """Say where the course of three years would lead, where it is more than chance."""
    if dossier.verdict(indicateur).cours not in {"ameliore", "degrade"}:
        return ""
    rates = {year: dossier.valeur(indicateur, year) for year in dossier.annees}
    level = tendance(dossier.annees, rates, dossier.annee + 1)
    if level is None:
        return ""
    change = projete(level, *termes).menages
    return (
        f"si la tendance se poursuit en {dossier.annee + 1}\u00a0: {written(indicateur, level)}"
        f"{_menages(change)}"
    )


def _repere(
    indicateur: str, nom: str, niveau: float, actuel: float, termes: tuple[float, float]
) -> str:
    """Say a level with what it asks in ménages, or that it is reached."""
    haut = fiches()[indicateur].sens == "haut"
    if niveau == actuel or (niveau < actuel) == haut:
        reached = "déjà atteinte" if nom.startswith("médiane") else "déjà atteint"
        return f"{nom} ({written(indicateur, niveau)}), {reached}"
    return f"{nom}\u00a0: {written(indicateur, niveau)}{_menages(piste(niveau, *termes).menages)}"


def _meilleur(dossier: Dossier, indicateur: str) -> float | None:
    """Return the rate of the best quarter of the région, where it may be said."""
    if dossier.publiable:
        return None
    found = cible_proposee(dossier.faits, indicateur)
    return None if found is None else found.taux


def _menages(change: int) -> str:
    """Say how many ménages a level would change, for as many in all."""
    if not change:
        return " (autant de ménages)"
    return f" ({menages(abs(change))} de {'plus' if change > 0 else 'moins'})"
