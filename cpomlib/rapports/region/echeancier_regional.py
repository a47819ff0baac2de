"""The deadlines of the contracts of a région in a year, month by month, what is late first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cpomlib.calcul.contrat import ECHEANCES, Delai, chome
from cpomlib.dossier import DossierRegion
from cpomlib.rapports.region.elements import INTERNE, couverture, methode
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_triees
from cpomlib.socle import Valeur, date_courte, pluriel

MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre")  # fmt: skip
NOMBREUX = 5
"""Names beyond which how many there are is said first."""
STATUTS = {
    "faite": "faite", "a_venir": "à venir", "proche": "proche", "en_retard": "en retard",
    "sans_objet": "sans objet",
}  # fmt: skip
_COLUMNS = (
    Colonne("Date", "date"), Colonne("Échéance"), Colonne("Pour qui"), Colonne("Statut"),
    Colonne("Ce que vaut le silence"), Colonne("Texte"),
)  # fmt: skip


def delais(dossier: DossierRegion) -> list[Delai]:
    """Return the deadlines that apply, by date."""
    held = [one for each in dossier.delais.values() for one in each if not one.sans_objet]
    return sorted(held, key=lambda one: (one.le, one.contrat, one.nature, one.cle))


def de_l_annee(dossier: DossierRegion) -> list[Delai]:
    """Return those of the year."""
    return [one for one in delais(dossier) if one.le.year == dossier.annee]


def en_retard(dossier: DossierRegion) -> list[Delai]:
    """Return those whose day is past and that are not done, whatever their year."""
    return [one for one in delais(dossier) if one.statut(dossier.jour) == "en_retard"]


def entete(dossier: DossierRegion) -> Groupe:
    """Show which région, and how much is due."""
    due, late = de_l_annee(dossier), en_retard(dossier)
    return Groupe((
        *couverture(dossier, f"Échéancier {dossier.annee} des contrats", INTERNE),
        Paragraphe(
            f"{pluriel(len(due), 'échéance')} en {dossier.annee} pour "
            f"{pluriel(len({one.contrat for one in due}), 'contrat')}\u00a0; {len(late)} en retard "
            f"au {date_courte(dossier.jour)}, toutes années.",
        ),
    ))  # fmt: skip


def retards(dossier: DossierRegion) -> Groupe:
    """List what is late, the oldest first."""
    late = en_retard(dossier)
    shown: tuple[Bloc, ...] = (
        Paragraphe("Aucune échéance n’est en retard.", role="note"),
    ) if not late else (_tableau(dossier, "Ce qui est en retard", late),)  # fmt: skip
    return Groupe((Titre(2, "En retard", "retards"), *shown))


def calendrier(dossier: DossierRegion) -> Groupe:
    """Show how many are due each month, then list them."""
    due = de_l_annee(dossier)
    months = [(rank, [one for one in due if one.le.month == rank]) for rank in range(1, 13)]
    return Groupe((
        Titre(2, f"L’année {dossier.annee}, mois par mois", "mois"),
        *_figure(dossier, months),
        *(_tableau(dossier, MOIS[rank - 1].capitalize(), held) for rank, held in months if held),
    ))  # fmt: skip


def _figure(dossier: DossierRegion, months: Sequence[tuple[int, list[Delai]]]) -> tuple[Bloc, ...]:
    if not any(held for _, held in months):
        return (Paragraphe("Aucune échéance cette année.", role="note"),)
    rows = [{"mois": MOIS[rank - 1], "n": len(held)} for rank, held in months]
    most = max(months, key=lambda each: len(each[1]))
    said = f"{pluriel(len(most[1]), 'échéance')} en {MOIS[most[0] - 1]}"
    alone = sum(len(held) == len(most[1]) for _, held in months) == 1
    columns = (Colonne("Mois"), Colonne("Échéances", "nombre"))
    return (
        Figure(
            titre=f"Le mois le plus chargé\u00a0: {said}" if alone
            else f"Les échéances de {dossier.annee}, mois par mois",
            graphique=barres_triees(rows, "mois", "n", format="nombre", trier=False),
            unite="Nombre d’échéances",
            source="tables des contrats\u00a0; délais des textes",
            alternative=f"{'Le' if alone else 'Un'} mois le plus chargé\u00a0: {said}.",
            tableau=Tableau(
                "Échéances par mois", columns,
                tuple((str(row["mois"]), int(str(row["n"]))) for row in rows),
            ),
        ),
    )  # fmt: skip


def _tableau(dossier: DossierRegion, titre: str, held: Sequence[Delai]) -> Tableau:
    """Show deadlines, those of a kind and a day in one row."""
    kinds: dict[tuple[date, str, str, str], list[Delai]] = {}
    for one in held:
        kinds.setdefault((one.le, one.nature, one.exercice, one.statut(dossier.jour)), []).append(
            one
        )
    rows = tuple(_ligne(dossier, key, same) for key, same in kinds.items())
    return Tableau(titre, _COLUMNS, rows)


def _ligne(
    dossier: DossierRegion, cle: tuple[date, str, str, str], same: Sequence[Delai]
) -> tuple[Valeur, ...]:
    day, nature, year, state = cle
    kind = ECHEANCES.lire().natures[nature]
    off = chome(day, "")
    told = dict.fromkeys([*(one.dit for one in same), kind.silence])
    return (
        day, f"{kind.libelle}, {year}" if year else kind.libelle, _qui(dossier, same),
        f"{STATUTS[state]} ({off})" if off else STATUTS[state],
        " ".join(filter(None, told)), kind.article,
    )  # fmt: skip


def _qui(dossier: DossierRegion, same: Sequence[Delai]) -> str:
    """Name who owes it, with what tells its own apart: an action, a decision, an establishment."""
    owners: dict[str, dict[str, None]] = {}
    for one in same:
        owners.setdefault(dossier.nom_du_contrat(one.contrat), {})[one.cle] = None
    plain = {"0", "contrat"}
    many = f"{pluriel(len(owners), 'gestionnaire')}\u00a0: " if len(owners) > NOMBREUX else ""
    return many + "\u00a0; ".join(
        f"{name} ({', '.join(keys)})"
        if len(keys) > 1 or not all(key in plain or key.isdecimal() for key in keys) else name
        for name, keys in sorted(owners.items())
    )  # fmt: skip


def libelle(nature: str) -> str:
    """Return the name of a kind of deadline."""
    return ECHEANCES.lire().natures[nature].libelle


def fin(dossier: DossierRegion) -> Groupe:
    """Say where deadlines come from, and how to put them in a calendar."""
    return methode(
        dossier,
        "Une échéance suit des dates du contrat, de ses actes et de ses rencontres\u00a0; une date "
        "qui tombe un samedi, un dimanche ou un jour férié est gardée, et dite.",
        f"Le même échéancier pour un agenda\u00a0: «\u00a0cpom echeances --region {dossier.region} "
        f"--du 01/01/{dossier.annee} --au 31/12/{dossier.annee} --format ics -o cpom.ics\u00a0».",
    )
