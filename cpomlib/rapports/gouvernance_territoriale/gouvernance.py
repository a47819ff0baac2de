"""Where a territory stands on each axis, between the parties, and what answers its weak axis."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from cpomlib.calcul.gouvernance import (
    Regard,
    en_cours,
    grille_gouvernance,
    lire_grille,
)
from cpomlib.calcul.gouvernance import reponses as practices
from cpomlib.dossier import Insertion
from cpomlib.rapports.contractuel import mots
from cpomlib.rapports.offre_insertion import identite
from cpomlib.rapports.sortie import Indicateurs
from cpomlib.rendu.blocs import Bloc, Colonne, Fait, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques.points import points
from cpomlib.socle import Valeur, nombre

SOURCE = "table partagée «\u00a0Gouvernance du territoire\u00a0»"
BORNES = ("La partie qui cote le plus bas", "La partie qui cote le plus haut")
VUES = {"etat": "État", "departement": "Département", "association": "Associations",
        "personnes": "Personnes concernées"}  # fmt: skip


def indicateurs(dossier: Insertion) -> Indicateurs:
    """Carry no indicator: a rating is what a party says, no measure."""
    return Indicateurs(())


def entete(dossier: Insertion) -> Groupe:
    """Show which territories were rated and by whom; what is missing where nobody did."""
    held = dossier.territoires_cotes
    said = ", ".join(name for _, name in held) or "aucun"
    head = identite(dossier, "Gouvernance territoriale", f"Territoires cotés\u00a0: {said}",
                    (Fait("Territoires cotés", len(held), "nombre"),))  # fmt: skip
    if held:
        return Groupe((head, Paragraphe(
            "Chaque partie cote chaque question de 1 (absent) à 4 (acquis). La position d’un axe "
            "est la moyenne des parties, chacune comptant autant, quel que soit le nombre de "
            "questions qu’elle a cotées. Elle sert à en parler, pas à classer des territoires.",
            role="note", titre="Comment lire.",
        )))  # fmt: skip
    return Groupe((head, Paragraphe(
        f"Aucun territoire n’est coté en {dossier.annee}.", role="manque",
        titre="Grille de gouvernance",
        que_faire="Déposez «\u00a0gouvernance\u00a0» avec «\u00a0cpom importer tables\u00a0».",
    )))  # fmt: skip


def regards(dossier: Insertion) -> Sequence[tuple[str, Regard]]:
    """Return each territory rated with its grid."""
    grid = grille_gouvernance()
    return [
        (place[1], lire_grille(dossier.frames, place, dossier.annee, grid))
        for place in dossier.territoires_cotes
    ]


def positions(dossier: Insertion) -> Groupe:
    """Show each axis from each point of view."""
    return Groupe(tuple(
        bloc
        for name, seen in regards(dossier)
        for bloc in (Titre(2, f"{name}\u00a0: où en est le territoire", f"positions-{name}"),
                     *_drawn(name, seen, dossier.annee), _axes(seen), *_absent(seen))
    ))  # fmt: skip


def _axes(seen: Regard) -> Tableau:
    grid = grille_gouvernance()
    columns = (Colonne("Axe"), *(Colonne(VUES[one], "decimal") for one in seen.parties),
               Colonne("Ensemble", "decimal"), Colonne("L’an dernier", "decimal"),
               Colonne("Écart entre parties", "decimal"), Colonne("Questions cotées"))  # fmt: skip
    rows = tuple(
        (grid.axes[one.axe].titre, *(_mark(one.par_partie.get(who)) for who in seen.parties),
         _mark(one.moyenne), _mark(one.avant), _mark(one.ecart),
         f"{one.repondues} sur {one.questions}")
        for one in seen.positions
    )  # fmt: skip
    others = [grid.axes[one.axe].titre for one in seen.positions if one.autres_avant]
    note = f"L’an dernier, d’autres parties avaient coté\u00a0: {', '.join(others)}." \
        if others else ""  # fmt: skip
    return Tableau("Les axes, vus de chaque partie", columns, rows, source=SOURCE, note=note)


def _absent(seen: Regard) -> tuple[Bloc, ...]:
    """Say whose point of view is missing: the mean is of the others alone."""
    if not seen.absentes:
        return ()
    who = ", ".join(VUES[one] for one in seen.absentes)
    return (Paragraphe(f"{who}\u00a0: aucune cotation. L’ensemble est la moyenne des autres.",
                       role="vigilance", titre="Points de vue qui manquent."),)  # fmt: skip


def _weak(seen: Regard) -> str:
    """Name the weak axis, or the axes where several are equal."""
    grid = grille_gouvernance()
    named = [f"«\u00a0{grid.axes[one].titre}\u00a0»" for one in seen.faibles]
    return f"l’axe le plus faible est {named[0]}" if len(named) == 1 else \
        f"les axes les plus faibles sont, à égalité, {', '.join(named)}"  # fmt: skip


def _mark(value: Fraction | None) -> Valeur:
    return None if value is None else float(value)


def _drawn(name: str, seen: Regard, annee: int) -> tuple[Bloc, ...]:
    grid = grille_gouvernance()
    rows = [
        (grid.axes[one.axe].titre, told, float(value))
        for one in seen.positions
        if one.par_partie
        for told, value in zip(BORNES, one.bornes, strict=True)
    ]
    if not rows or not seen.faibles:
        return ()
    frame = pd.DataFrame(rows, columns=["axe", "vue", "valeur"]).assign(statut="ok")
    return (Figure(
        titre=f"{name} en {annee}\u00a0: {_weak(seen)}",
        graphique=points(frame, "axe", "valeur", serie="vue", format="decimal"),
        unite="Cotation moyenne, de 1 (absent) à 4 (acquis)",
        source=SOURCE,
        alternative="Chaque axe va de la partie qui le cote le plus bas à celle qui le cote le "
        "plus haut\u00a0; le tableau dit lesquelles.",
        tableau=_axes(seen),
    ),)  # fmt: skip


def desaccords(dossier: Insertion) -> Groupe:
    """List the questions that the parties do not see alike, with what they say of them."""
    return Groupe(tuple(bloc for name, seen in regards(dossier) for bloc in _seen(name, seen)))


def _seen(name: str, seen: Regard) -> tuple[Bloc, ...]:
    grid = grille_gouvernance()
    titre = Titre(2, f"{name}\u00a0: ce que les parties ne voient pas de même", f"ecarts-{name}")
    if not seen.desaccords:
        said = f"Aucune question n’est cotée avec {nombre(grid.desaccord)} points d’écart ou plus."
        return (titre, Paragraphe(said))
    columns = (Colonne("Question"), *(Colonne(VUES[one], "nombre") for one in seen.parties),
               Colonne("Ce qui est dit"))  # fmt: skip
    rows = tuple(
        (grid.axes[one.axe].questions[one.question],
         *(one.cotes.get(who) for who in seen.parties),
         " ".join(f"{VUES[who]}\u00a0: {text}" for who, text in one.commentaires.items()))
        for one in seen.desaccords
    )  # fmt: skip
    return (titre, Tableau("Les écarts", columns, rows, source=SOURCE))


def reponses(dossier: Insertion) -> Groupe:
    """Offer the practices that answer the weak axis of each territory."""
    return Groupe(tuple(bloc for name, seen in regards(dossier) for bloc in _answers(name, seen)))


def _answers(name: str, seen: Regard) -> tuple[Bloc, ...]:
    if not seen.faibles:
        return ()
    titre = Titre(2, f"{name}\u00a0: ce qui répond à l’axe le plus faible", f"reponses-{name}")
    return (titre, *(bloc for axe in seen.faibles for bloc in _practices(axe)))


def _practices(code: str) -> tuple[Bloc, ...]:
    grid = grille_gouvernance()
    axe = grid.axes[code]
    columns = tuple(map(Colonne, ("Pratique", "Ce que c’est", "Nature", "Leviers")))
    rows = tuple(
        (one.titre, one.description, grid.natures[one.nature],
         ", ".join(grid.leviers[each].titre.lower() for each in one.leviers))
        for one in practices(code, grid).values()
    )  # fmt: skip
    return (
        Paragraphe(f"{axe.titre}\u00a0: {axe.description}"),
        Tableau("Des pratiques", columns, rows,
                note="Les axes, les leviers et les pratiques suivent l’évaluation nationale de "
                "2013\u00a0; un service en ajoute dans «\u00a0gouvernance.yaml\u00a0»."),
    )  # fmt: skip


def experiences(dossier: Insertion) -> Groupe:
    """Show what is under way, and what it gave."""
    grid = grille_gouvernance()
    rows = tuple(
        (str(one.action["intitule"]), grid.natures[grid.pratiques[one.pratique].nature],
         mots("etat_action", one.action["etat"]), one.action["avancement"],
         str(one.action["commentaire"] or ""))
        for one in en_cours(dossier.contrats.values(), grid)
    )  # fmt: skip
    titre = Titre(2, "Ce qui est en cours, ce que cela a donné", "experiences")
    if not rows:
        return Groupe((titre, Paragraphe(
            "Aucune action d’un contrat du département ne porte le code d’une pratique.",
            role="note")))  # fmt: skip
    columns = (Colonne("Action"), Colonne("Nature"), Colonne("État"),
               Colonne("Avancement", "taux"), Colonne("Ce que cela a donné"))  # fmt: skip
    return Groupe((titre, Tableau("Les expérimentations", columns, rows,
                                  source="table «\u00a0Actions\u00a0» des contrats")))  # fmt: skip


def grille(dossier: Insertion) -> Groupe:
    """Give the whole grid, question by question, as each party rated it."""
    return Groupe(tuple(
        bloc
        for name, seen in regards(dossier)
        for bloc in (Titre(2, f"{name}\u00a0: la grille entière", f"grille-{name}"), _whole(seen))
    ))  # fmt: skip


def _whole(seen: Regard) -> Tableau:
    grid = grille_gouvernance()
    columns = (Colonne("Axe"), Colonne("Question"),
               *(Colonne(VUES[one], "nombre") for one in seen.parties))  # fmt: skip
    rows = tuple(
        (axe.titre, text,
         *(seen.cotes.get((who, code, question)) for who in seen.parties))
        for code, axe in grid.axes.items()
        for question, text in axe.questions.items()
    )  # fmt: skip
    return Tableau("La grille", columns, rows, source=SOURCE)
