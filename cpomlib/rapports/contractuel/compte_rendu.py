"""The minutes of a meeting, which are the relevé de décision: what is agreed, what stays open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cpomlib.dossier import DossierContrat
from cpomlib.droit import nomenclature
from cpomlib.rapports.contractuel.elements import absent, couverture, garni, jour, mots, objectif
from cpomlib.rendu.blocs import Bloc, Colonne, Encart, Encarts, Groupe, Paragraphe, Tableau
from cpomlib.rendu.blocs import Titre as Heading
from cpomlib.socle import CommandeError, date_courte, pluriel

LIGNES = 4
A_FAIRE = ("decision", "a_approfondir", "reorientation")
"""The natures of what somebody has to do."""
_TITRES = {
    "decision": "Décisions",
    "convergence": "Points de convergence",
    "divergence": "Points de divergence",
    "a_approfondir": "À approfondir",
    "reorientation": "Réorientations",
}


def rencontre(dossier: DossierContrat, le: str = "") -> Mapping[str, Any] | None:
    """Return the meeting that the minutes are of: that of a day, else the last one by the day.

    Raises:
        CommandeError: there is none on that day; names those there are.
    """
    held = sorted(dossier.contrat.de("rencontres"), key=lambda row: row["date"])
    if le:
        found = [row for row in held if row["date"].isoformat() == le]
        if not found:
            days = ", ".join(date_courte(row["date"]) for row in held) or "aucune"
            raise CommandeError(
                f"Aucune rencontre le {le}.", que_faire=f"Rencontres du contrat\u00a0: {days}."
            )
        return found[-1]
    past = [row for row in held if row["date"] <= dossier.jour]
    return past[-1] if past else None


def entete(dossier: DossierContrat, le: str = "") -> Groupe:
    """Show which meeting, who writes, whether it is validated."""
    met = rencontre(dossier, le)
    cover = couverture(dossier, "Compte rendu, relevé de décision")
    if met is None:
        todo = (
            "Remplissez les tables «\u00a0Rencontres\u00a0» et «\u00a0Relevés de décisions\u00a0»."
        )
        told = "Aucune rencontre tenue n’est dans la base."
        return Groupe((cover, absent("Rencontre", told, todo)))
    writer = nomenclature("redacteur").libelles.get(str(met["redacteur"]), "à dire")
    valid = f"validé le {date_courte(met['validee_le'])}" if met["validee_le"] else "à valider"
    said = (
        f"Rencontre du {date_courte(met['date'])}\u00a0: "
        f"{mots('nature_rencontre', met['nature']).lower()}. "
        f"Rédigé par\u00a0: {writer}\u00a0; {valid}."
    )
    return Groupe((cover, Paragraphe(said)))


def releves(dossier: DossierContrat, le: str = "") -> Groupe:
    """List what was said, by nature; a nature of which nothing was said is not there."""
    met = rencontre(dossier, le)
    if met is None:
        return Groupe(())
    rows = _of(dossier, met["date"])
    if not rows:
        todo = "Écrivez-les dans la table «\u00a0Relevés de décisions\u00a0»."
        return Groupe((absent("Relevé", "Rien n’est noté de cette rencontre.", todo),))
    shown: list[Bloc] = []
    for nature, title in _TITRES.items():
        mine = [row for row in rows if row["nature"] == nature]
        if mine:
            shown += [Heading(2, title), _table(dossier, title, mine)]
    return Groupe(tuple(shown))


def ouverts(dossier: DossierContrat, le: str = "") -> Groupe:
    """List the decisions of earlier meetings that are not carried out."""
    met = rencontre(dossier, le)
    before = met["date"] if met else dossier.jour
    return a_rappeler(dossier, before, "Décisions antérieures encore ouvertes")


def a_rappeler(dossier: DossierContrat, avant: date, titre: str) -> Groupe:
    """List what was decided before a day and is not carried out, nothing where all is."""
    rows = a_executer(dossier, avant)
    if not rows:
        return Groupe(())
    return Groupe((Heading(2, titre), _table(dossier, titre, rows, dates=True)))


def a_executer(dossier: DossierContrat, avant: date) -> list[Mapping[str, Any]]:
    """Return what earlier meetings decided and nobody has closed, the earliest due first."""
    rows = [
        row
        for row in dossier.contrat.de("releves")
        if row["date"] < avant
        and row["nature"] in A_FAIRE
        and (row["close_le"] is None or row["close_le"] > dossier.jour)
    ]
    return sorted(rows, key=lambda row: (row["echeance"] or date.max, row["date"], row["numero"]))


def validation(dossier: DossierContrat, le: str = "") -> Groupe:
    """Leave each side the place to validate."""
    met = rencontre(dossier, le)
    if met is None or met["validee_le"]:
        return Groupe(())
    boxes = (Encart("Pour l’État", lignes=LIGNES), Encart("Pour le gestionnaire", lignes=LIGNES))
    return Groupe((Encarts("Validation du compte rendu", boxes),))


def _of(dossier: DossierContrat, day: date) -> list[Mapping[str, Any]]:
    rows = [row for row in dossier.contrat.de("releves") if row["date"] == day]
    return sorted(rows, key=lambda row: int(row["numero"]))


def _table(
    dossier: DossierContrat, titre: str, rows: list[Mapping[str, Any]], *, dates: bool = False
) -> Tableau:
    columns = [Colonne("Rencontre")] if dates else []
    columns += [Colonne(one) for one in ("N°", "Texte", "Objectif", "Qui", "Pour le", "Fait le")]
    return garni(
        f"{titre}\u00a0: {pluriel(len(rows), 'point')}",
        columns,
        tuple(
            (*((date_courte(row["date"]),) if dates else ()), str(row["numero"]), row["texte"],
             _aim(dossier, row), row["responsable"] or _who(row),
             jour(row["echeance"]) if row["echeance"] else "",
             date_courte(row["close_le"]) if row["close_le"] else "")
            for row in rows
        ),
    )  # fmt: skip


def _who(row: Mapping[str, Any]) -> str:
    """Ask who does it of what is to be done; of an agreement nobody is asked anything."""
    return "à dire" if row["nature"] in A_FAIRE else ""


def _aim(dossier: DossierContrat, row: Mapping[str, Any]) -> str:
    aim = objectif(dossier, row["id_objectif"])
    return f"{aim['id_objectif']} {aim['intitule']}" if aim else ""
