"""What the signed parts share: rates beside their counts, short tables, references to the annex."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul import en_comptes
from cpomlib.dossier import Dossier, written
from cpomlib.rapports.elements import mesure, repere
from cpomlib.rapports.lignes import ANCRE as LIGNES
from cpomlib.rendu.blocs import Colonne, Paragraphe, Tableau
from cpomlib.socle import Lien, Secret, Valeur, minuscule, pluriel

SECTIONS = {
    "publics": "besoins",
    "activite": "resultats",
    "indicateurs-obligatoires": "indicateurs",
    "finances": "moyens",
    "bilan": "moyens",
    "volet-financier": "moyens",
    "rh": "equipes",
}
"""Anchor of a part of the annex → anchor of the signed part that says it."""

REPERE = "Médiane régionale"


def termes(dossier: Dossier, indicateur: str, annee: int = 0) -> tuple[float, float] | None:
    """Return the numerator and the denominator of a rate, None where missing or masked."""
    return dossier.termes(indicateur, annee)


def compte(dossier: Dossier, indicateur: str, annee: int = 0) -> str:
    """Write « 45 sur 125 », empty where it may not be said."""
    known = termes(dossier, indicateur, annee)
    return "" if known is None else en_comptes(indicateur, known)


def dit(dossier: Dossier, indicateur: str, annee: int = 0) -> str:
    """Write a value inside a sentence: « s. » when masked, « n. d. » when missing."""
    year = annee or dossier.annee
    if dossier.en_nombres(indicateur, year):
        return compte(dossier, indicateur, year)
    masked = dossier.secret(indicateur, year)
    value: Valeur = Secret(masked) if masked else dossier.valeur(indicateur, year)
    return written(indicateur, value)


def tableau(
    dossier: Dossier, titre: str, indicateurs: Sequence[str], annexe: str, *, note: str = ""
) -> Tableau:
    """Set indicators over three years beside the region; what goes with them is in the annex."""
    columns = [Colonne("Indicateur"), *dossier.colonnes()]
    columns += [Colonne(REPERE, "nombre")] if dossier.region else []
    rows = []
    for name in indicateurs:
        cells = [mesure(dossier, name, year) for year in dossier.annees]
        rows.append(
            (vers_les_lignes(dossier, dossier.libelle(name)), *cells, *_region(dossier, name))
        )
    said = (note, a_verifier(dossier, indicateurs), annexe)
    return Tableau(titre, tuple(columns), tuple(rows), note=" ".join(filter(None, said)))


def a_verifier(dossier: Dossier, indicateurs: Sequence[str]) -> str:
    """Name the figures of the year that are doubted, empty when none is."""
    doubted = [
        minuscule(dossier.libelle(name))
        for name in indicateurs
        if name in dossier.faits.doutes and dossier.valeur(name) is not None
    ]
    return f"À vérifier pour {dossier.exercice}\u00a0: {', '.join(doubted)}." if doubted else ""


def paragraphe(dossier: Dossier, texte: str, indicateurs: Sequence[str]) -> Paragraphe:
    """Return a sentence that states figures, with those of them that are doubted."""
    return Paragraphe(" ".join(filter(None, (texte, a_verifier(dossier, indicateurs)))))


def vers_les_lignes(dossier: Dossier, texte: str) -> str:
    """Return the name of a figure, that leads in the page to the rows it comes from."""
    return texte if dossier.publiable else Lien(texte, f"#{LIGNES}")


def _region(dossier: Dossier, indicateur: str) -> tuple[Valeur, ...]:
    return (repere(dossier, indicateur),) if dossier.region else ()


def renvoi(partie: str, quoi: str = "Le détail") -> str:
    """Return the sentence that refers to a part of the annex."""
    return f"{quoi}\u00a0: annexe technique, «\u00a0{partie}\u00a0»."


def absent(dossier: Dossier, quoi: str) -> Paragraphe:
    """Say that a part lacks its data, in words for who signs."""
    return Paragraphe(
        f"Aucun chiffre n’est disponible pour {dossier.exercice}\u00a0: les données n’ont pas été "
        "transmises, ou ne le permettent pas. Ce point est à compléter avant la signature.",
        role="manque",
        titre=f"{quoi}\u00a0: à compléter.",
    )


def menages(nombre: float) -> str:
    """Write a number of ménages."""
    return pluriel(round(nombre), "ménage")
