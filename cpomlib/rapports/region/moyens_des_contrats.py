"""What the contracts of a région plan, added up beside the envelopes, from the year on."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul.contrat import ArgentProgramme, EcartContrats, moyens_ecartes
from cpomlib.calcul.programmation import taire_argent
from cpomlib.dossier import DossierRegion
from cpomlib.rapports.region.elements import lieu, montant
from cpomlib.rendu.blocs import Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Secret, Valeur, dire_centimes, pluriel

TRAJECTOIRE = 5
"""Years ahead whose means are added up."""


def moyens(dossier: DossierRegion, publiable: bool = False) -> Groupe:
    """Add up what the contracts plan, beside the envelopes, from the year on."""
    span = range(dossier.annee, dossier.annee + TRAJECTOIRE)
    lines = [one for one in dossier.argent(span) if not (publiable and one.departement)]
    title = Titre(2, "Les moyens\u00a0: budgets et trajectoires", "moyens")
    if not lines:
        return Groupe((title, Paragraphe(
            "Aucun contrat signé n’a de moyens ces années-là, et aucune enveloppe n’est en base.",
            role="manque",
            que_faire="«\u00a0cpom programmation trame\u00a0» écrit le classeur des enveloppes.",
        )))  # fmt: skip
    said = (
        "Contrats signés qui couvrent l’année. Un établissement que deux contrats prévoient la "
        "même année compte une fois, dans celui qui le tient en dernier. Prévu et notifié "
        "additionnent les montants connus\u00a0; l’écart à l’enveloppe n’est donné que si tous le "
        "sont. Il finance aussi les établissements sans contrat, et ceux dont le contrat n’a pas "
        "de moyens en base."
    )
    whole = [one for one in lines if not one.departement]
    parts = [one for one in lines if one.departement and one.annee == dossier.annee + 1]
    shown = [_argent(dossier, "La région, année par année", whole, publiable, said)]
    if parts:
        note = "Un contrat de plusieurs départements compte dans chacun."
        shown.append(_argent(dossier, f"Les départements en {dossier.annee + 1}", parts, note=note))
    left = () if publiable else _ecartes(dossier, whole)
    return Groupe((title, *_depassements(dossier, lines, publiable), *shown, *left))


def _ecartes(dossier: DossierRegion, lines: Sequence[ArgentProgramme]) -> tuple[Paragraphe, ...]:
    """Say what two contracts plan of the same establishments, and that is added up once."""
    told = [
        f"{dossier.nom_du_contrat(one.contrat)}, {one.annee}\u00a0: {_laisse(one)} du contrat "
        f"{one.contrat} pour {pluriel(one.etablissements, 'établissement')}, que le contrat "
        f"{one.remplacant} prévoit aussi"
        for line in lines
        for one in moyens_ecartes(line)
    ]
    title = "Laissé de côté, pour ne pas compter deux fois\u00a0:"
    return (Paragraphe("\u00a0; ".join(told) + ".", "note", titre=title),) if told else ()


def _laisse(one: EcartContrats) -> str:
    if one.prevu is None:
        return "un montant inconnu"
    more = " au moins" if one.sans_montant else ""
    return f"{dire_centimes(one.prevu)}{more}"


def _depassements(
    dossier: DossierRegion, lines: Sequence[ArgentProgramme], publiable: bool
) -> tuple[Paragraphe, ...]:
    """Say where the contracts plan more than there is."""
    over = [one for one in lines if one.depassement
            and not (publiable and taire_argent(one, dossier.regles))]  # fmt: skip
    told = "\u00a0; ".join(
        f"{lieu(dossier, one.departement)}, programme {one.programme}, {one.annee}\u00a0: "
        f"{dire_centimes(one.depassement)} de trop"
        for one in over
    )
    title = "Ce qui est prévu dépasse l’enveloppe\u00a0:"
    return (Paragraphe(f"{told}.", role="avertissement", titre=title),) if over else ()


def _argent(
    dossier: DossierRegion,
    titre: str,
    lines: Sequence[ArgentProgramme],
    publiable: bool = False,
    note: str = "",
) -> Tableau:
    rows = tuple(_somme(dossier, one, publiable) for one in lines)
    columns = (
        Colonne("Année", "annee"), Colonne("Où"), Colonne("Programme"),
        Colonne("Contrats", "nombre"), Colonne("Prévu", "euros_ronds"),
        Colonne("Notifié", "euros_ronds"), Colonne("Lignes sans montant", "nombre"),
        Colonne("Enveloppe", "euros_ronds"), Colonne("Enveloppe moins prévu", "euros_ronds"),
    )  # fmt: skip
    return Tableau(
        titre, columns, rows,
        note=note,
        source="tables «\u00a0Moyens\u00a0» et «\u00a0Enveloppes\u00a0»",
    )  # fmt: skip


def _somme(dossier: DossierRegion, one: ArgentProgramme, publiable: bool) -> tuple[Valeur, ...]:
    head = (one.annee, lieu(dossier, one.departement), one.programme)
    told = taire_argent(one, dossier.regles) if publiable else ""
    if told:
        why = Secret(told)
        return (*head, why, why, why, why, montant(one.enveloppe), why)
    return (*head, one.contrats, montant(one.prevu), montant(one.notifie), one.sans_montant,
            montant(one.enveloppe), montant(one.reste))  # fmt: skip
