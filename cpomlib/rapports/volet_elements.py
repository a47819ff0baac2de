"""What the sections of the volet financier share: a cell, a gap, the texts applied."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cpomlib.calcul.volet import ACompleter, Montant
from cpomlib.droit import COMPTES, STATUTS, ValeurLue, ecrit, parametre
from cpomlib.rendu.blocs import Colonne, Paragraphe, Tableau
from cpomlib.socle import Valeur, date_courte, write

A_COMPLETER = "à compléter"
RAPPEL = "Ce rapport emploie des valeurs propres au service"
_SEUILS = "seuils/"
_ANNONCE = re.compile(r"^(Texte à consulter|Référence)\s*:\s*")
_UNITES = {"mois": "mois", "jours": "jours", "annees": "ans", "euros": "€"}


def cellule(montant: Montant, sinon: Valeur = None) -> Valeur:
    """Return an amount for a table: « à compléter » where unknown, ``sinon`` where none."""
    if isinstance(montant, ACompleter):
        return A_COMPLETER
    return sinon if montant is None else montant


def manque(absent: ACompleter, titre: str = "À compléter") -> Paragraphe:
    """Say what is missing, the text to look up, and how to supply it."""
    return Paragraphe(
        " ".join(part for part in (absent.quoi, _sentence(absent.texte)) if part),
        role="manque",
        titre=titre,
        que_faire=absent.en_clair,
    )


def textes(articles: Sequence[str]) -> Paragraphe:
    """Name the texts that a section applies."""
    said = "\u00a0; ".join(dict.fromkeys(articles))
    return Paragraphe(f"{said}.", titre="Textes appliqués\u00a0:")


def completer(manques: Sequence[ACompleter]) -> tuple[Tableau, ...]:
    """List what nobody has read or given, each with the text to look up."""
    if not manques:
        return ()
    columns = ("Ce qui manque", "Texte à consulter", "Qui le donne, et où")
    rows = tuple((m.quoi, _bare(m.texte) or "convention des parties", m.en_clair) for m in manques)
    return (Tableau("Ce qui reste à compléter", tuple(map(Colonne, columns)), rows),)


def valeurs_lues(lectures: Sequence[ValeurLue]) -> Tableau:
    """List the dated values used, their references, and which ones are the service's own."""
    columns = ("Paramètre", "Au", "Valeur", "Référence", "Statut", "Modifié par le service")
    rows = tuple(
        (
            f"{lecture.libelle} ({lecture.chemin})",
            date_courte(lecture.au) if lecture.au else "",
            _written(lecture),
            lecture.reference,
            STATUTS[lecture.statut],
            f"oui\u00a0: {lecture.surcharge.name}" if lecture.surcharge else "non",
        )
        for lecture in _together(lectures)
    )
    return Tableau(
        "Paramètres utilisés et références", tuple(map(Colonne, columns)), rows,
        note="«\u00a0À vérifier\u00a0»\u00a0: la rédaction en vigueur du texte reste à relire.",
    )  # fmt: skip


def surcharges(lectures: Sequence[ValeurLue]) -> tuple[Paragraphe, ...]:
    """Warn of the dated values that a service has changed or completed."""
    own = dict.fromkeys(
        f"«\u00a0{lecture.libelle}\u00a0»" for lecture in lectures if lecture.surcharge is not None
    )
    if not own:
        return ()
    return (Paragraphe(f"{RAPPEL}\u00a0: {', '.join(own)}.", role="avertissement"),)


def _together(lectures: Sequence[ValeurLue]) -> list[ValeurLue]:
    """Keep one line per value: the same one read for several years says nothing more."""
    seen: dict[Any, ValeurLue] = {}
    for lecture in lectures:
        key = (lecture.chemin, str(lecture.valeur), lecture.reference, lecture.surcharge)
        seen.setdefault(key, lecture)
    return list(seen.values())


def _written(lecture: ValeurLue) -> str:
    if lecture.valeur is None:
        return STATUTS[lecture.statut] if lecture.au else "aucune"
    if lecture.chemin.startswith(_SEUILS):
        form = "taux" if lecture.unite == "taux" else "nombre"
        return write(lecture.valeur, form, _UNITES.get(lecture.unite, ""))  # type: ignore[arg-type]
    if lecture.chemin.startswith(f"{COMPTES}/"):
        return "comptes " + ", ".join(c for terme in lecture.valeur for c in terme.comptes)
    if isinstance(lecture.valeur, Mapping):
        return f"{len(lecture.valeur)} cas, voir la référence"
    return ecrit(lecture.valeur, parametre(lecture.chemin).unite)


def _sentence(texte: str) -> str:
    return texte if not texte or texte.endswith(".") else f"{texte}."


def _bare(texte: str) -> str:
    """Leave out the words that the header of the column already says."""
    return _ANNONCE.sub("", texte).rstrip(".")
