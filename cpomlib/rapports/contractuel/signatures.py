"""Whether a contract is a draft or is signed, and what is said of it and of who signed, when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cpomlib.calcul.contrat import organisme
from cpomlib.dossier import DossierContrat
from cpomlib.rapports.contractuel.elements import etat, mots
from cpomlib.rendu.blocs import Bloc, Encart, Encarts, Paragraphe
from cpomlib.socle import date_courte, pluriel

LIGNES_SIGNATURE = 5
_CONTRAT = "0"
"""The act of the table « signatures » that is the contract itself."""


def annonce(dossier: DossierContrat, manques: int) -> tuple[Bloc, ...]:
    """Say what the document is worth: a draft with so much to complete, or the text as it stands.

    Args:
        dossier: the contract.
        manques: how many points remain to be completed.
    """
    if dossier.contrat.signe:
        said = [f"L’original signé fait foi\u00a0; ceci est le texte que tient la base "
                f"le {date_courte(dossier.jour)}.", *_amendments(dossier)]  # fmt: skip
        if manques:
            count = pluriel(manques, "point n’y est pas", "points n’y sont pas")
            said.append(f"{count}\u00a0: ils sont marqués, et listés à la fin.")
        return (Paragraphe(" ".join(said), role="note", titre=f"Contrat {etat(dossier)}."),)
    if not manques:
        return ()
    said_ = "Ce qui manque est marqué dans le texte, et listé à la fin avec qui le sait."
    title = f"Projet\u00a0: {pluriel(manques, 'point à compléter', 'points à compléter')}."
    return (Paragraphe(said_, role="note", titre=title),)


def _amendments(dossier: DossierContrat) -> Iterator[str]:
    rows = sorted(dossier.contrat.de("avenants"), key=lambda row: int(row["numero"]))
    named = [
        f"n°\u00a0{row['numero']} ({mots('objet_avenant', row['objet']).lower()}"
        f"{', ' + date_courte(row['date_effet']) if row['date_effet'] else ''})"
        for row in rows
    ]
    if named:
        yield f"Avenants compris\u00a0: {', '.join(named)}."


def cases(dossier: DossierContrat) -> Iterator[Bloc]:
    """Say where and when it is signed; a box for each who signs, with its agreement once given."""
    days = {str(row["partie"]): day for row in dossier.contrat.de("signatures")
            if (day := _agreed(row))}  # fmt: skip
    last = max(days.values(), default=None) if dossier.contrat.signe else None
    when = date_courte(last) if last else "[à compléter\u00a0: date]"
    yield Paragraphe(f"Fait à [à compléter\u00a0: lieu], le {when}.")
    boxes = tuple(_box(dossier, row, days) for row in dossier.convenu.signataires)
    for rank in range(0, len(boxes), 2):
        yield Encarts("" if rank else "Date, cachet et signature", boxes[rank : rank + 2])


def _agreed(row: Mapping[str, Any]) -> date | None:
    kept = str(row["acte"]) == _CONTRAT and row["reponse"] == "accord"
    return row["repondu_le"] if kept else None


def _box(dossier: DossierContrat, row: Mapping[str, Any], days: Mapping[str, date]) -> Encart:
    title = (
        f"{organisme(dossier.convenu, row)}, "
        f"{row['qualite'] or mots('nature_partie', row['nature'])}"
    )
    day = days.get(str(row["partie"])) if dossier.contrat.signe else None
    return Encart(title, (f"Accord le {date_courte(day)}",) if day else (), LIGNES_SIGNATURE)


def manques(dossier: DossierContrat) -> list[tuple[str, str]]:
    """List what is not known of the signature: what, who knows it."""
    signing = dossier.convenu.signataires
    held = {row["nature"] for row in signing}
    roles = {"prefet_region": "l’autorité de tarification", "gestionnaire": "le gestionnaire"}
    absent = [(f"Qui signe pour {who}", who) for nature, who in roles.items() if nature not in held]
    without = [
        (f"Fonction de qui signe, {organisme(dossier.convenu, row)}", "cette partie")
        for row in signing
        if not row["qualite"]
    ]
    return [*absent, *without]


def lieu_et_date(dossier: DossierContrat) -> list[tuple[str, str]]:
    """List what is not known of where and when it is signed."""
    (said,) = (bloc.texte for bloc in cases(dossier) if isinstance(bloc, Paragraphe))
    marks = [what for what in ("lieu", "date") if f"[à compléter\u00a0: {what}]" in said]
    words = " et ".join(marks)
    return [(f"{words[:1].upper()}{words[1:]} de la signature", "les parties")] if marks else []
