"""The tables of the contract: its establishments, its objectives, its means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpomlib.calcul import peu, sur
from cpomlib.calcul.contrat import (
    CibleSuivie,
    autrement_comptees,
    base_budgetaire,
    reference_de,
    toutes_les_cibles,
    trajectoire,
)
from cpomlib.dossier import DossierContrat
from cpomlib.droit import libelle_categorie, nom_departement
from cpomlib.rapports.contractuel.elements import (
    A_COMPLETER,
    axe,
    ecrite,
    montant,
    mots,
    nommee,
    texte,
)
from cpomlib.rapports.contractuel.rubriques import ou
from cpomlib.rendu.blocs import Bloc, Colonne, Tableau
from cpomlib.socle import NBSP, Valeur, taux
from cpomlib.tables import CATEGORIE_CHRS

MISSIONS = {
    "publics": "Publics",
    "missions": "Actions",
    "accueil_urgence": "Accueil en urgence",
    "concours_siao": "Concours au SIAO et à la veille sociale",
}
_TARIF = "l’autorité de tarification et le gestionnaire"


def etablissements(dossier: DossierContrat) -> Tableau:
    """List the establishments of the contract, what each is, since when it is in."""
    convenu = dossier.convenu
    some_left = any(row["date_sortie"] for row in convenu.tenus)
    columns = [Colonne("Établissement"), Colonne("Catégorie"), Colonne("Identifiant"),
               Colonne("Département"), Colonne("Arrêté d’autorisation"),
               Colonne("Places", "nombre"), Colonne("Entrée", "date")]  # fmt: skip
    columns += [Colonne("Sortie", "date")] if some_left else []
    return Tableau(
        "Établissements, services et activités du contrat",
        tuple(columns),
        tuple(_house(dossier, row, some_left) for row in convenu.tenus),
    )


def _house(dossier: DossierContrat, row: Mapping[str, Any], sorties: bool) -> tuple[Valeur, ...]:
    convenu, house = dossier.convenu, str(row["id_etablissement"])
    regime = convenu.trait(house, "regime")
    decree = row["arrete_autorisation"] or ("sans objet" if _free(regime) else A_COMPLETER)
    places = convenu.capacites.get(house)
    left: tuple[Valeur, ...] = (row["date_sortie"] or "",) if sorties else ()
    return (
        convenu.nom(house),
        _category(convenu.trait(house, "categorie"), regime),
        house,
        nom_departement(convenu.trait(house, "departement")),
        decree,
        ("sans objet" if _free(regime) else A_COMPLETER) if places is None else places,
        row["date_entree"],
        *left,
    )


def _free(regime: str) -> bool:
    """Tell whether an establishment is out of the régime of the authorisation."""
    return regime in {"subventionne", "declare"}


def _category(code: str, regime: str) -> str:
    """Say what an establishment is, and under which régime."""
    name = "CHRS" if code == CATEGORIE_CHRS else libelle_categorie(code)
    return ", ".join(filter(None, (name, mots("regime", regime).lower())))


def missions(dossier: DossierContrat) -> tuple[Bloc, ...]:
    """Say of each CHRS what the habilitation asks for (arrêté, article 4)."""
    rows = tuple(
        (dossier.convenu.nom(str(row["id_etablissement"])), *(texte(row[m]) for m in MISSIONS))
        for row in dossier.convenu.chrs
    )
    if not rows:
        return ()
    columns = (Colonne("CHRS"), *map(Colonne, MISSIONS.values()))
    return (Tableau("Publics et missions des CHRS", columns, rows),)


def objectifs(dossier: DossierContrat) -> Tableau:
    """List the objectives, each with its indicators and where they must be at the end."""
    columns = tuple(map(Colonne, ("N°", "Objectif", "Indicateur", "Départ", "Cible finale")))
    targets: dict[str, list[CibleSuivie]] = {}
    for one in toutes_les_cibles(dossier.contrat):
        targets.setdefault(one.objectif, []).append(one)
    rows = [
        line
        for row in dossier.objectifs
        for line in _objective(dossier, row, targets.get(str(row["id_objectif"]), []))
    ]
    note = " ".join(_otherwise(dossier, [one for held in targets.values() for one in held]))
    return Tableau("Objectifs et cibles", columns, tuple(rows), note=note)


def _otherwise(dossier: DossierContrat, cibles: Sequence[CibleSuivie]) -> Iterator[str]:
    """Say why the annexed diagnostic does not give the starting point of some targets."""
    last = max((year for one in cibles for year, _ in one.points), default=dossier.annee)
    told = autrement_comptees(dossier.contrat, last, [one.indicateur for one in cibles])
    if told:
        yield (
            f"Départ et cibles comptent avec ce que les parties conviennent ({', '.join(told)} "
            "dans le diagnostic partagé, où tous se comparent)\u00a0: leurs taux diffèrent."
        )


def _objective(
    dossier: DossierContrat, row: Mapping[str, Any], cibles: list[CibleSuivie]
) -> list[tuple[Valeur, ...]]:
    head = (str(row["id_objectif"]), str(row["intitule"]))
    if not cibles:
        told = axe(row) if row["niveau"] == "strategique" else ""
        return [(*head, f"Axe\u00a0: {told}" if told else "", "", "")]
    lines = [(nommee(dossier, one), depart(dossier, one), finale(one)) for one in cibles]
    # a row is headed by its number, those of a second indicator too
    return [(head[0], head[1] if not rank else "", *line) for rank, line in enumerate(lines)]


def depart(dossier: DossierContrat, cible: CibleSuivie) -> str:
    """Say from what a target starts."""
    start = reference_de(dossier.contrat, cible, dossier.mesures)
    if start is None:
        waits = cible.annee_reference >= dossier.jour.year
        return f"à mesurer en {cible.annee_reference}" if waits else A_COMPLETER
    return f"{ecrite(cible, start)} ({_compte(dossier, cible)}{cible.annee_reference})"


def _compte(dossier: DossierContrat, cible: CibleSuivie) -> str:
    """Write the counts of a rate that one starts from, where it is of too few to be read alone."""
    if cible.reference is not None:
        return ""
    held = dossier.mesures.de(dossier.contrat.id, cible, cible.annee_reference)
    if not held.effectif or held.numerateur is None or not peu(held.denominateur):
        return ""
    return f"{sur(held.numerateur, held.denominateur or 0).replace(' ', NBSP)}, "


def finale(cible: CibleSuivie) -> str:
    """Say where a target must be, and when; one without value is only followed."""
    if cible.derniere is None:
        return "suivi, sans cible"
    year, value = cible.derniere
    return f"{mots('sens_cible', cible.sens)}\u00a0: {ecrite(cible, value)} ({year})"


def base(dossier: DossierContrat) -> tuple[Bloc, ...]:
    """Show the base of each establishment and what is planned each year."""
    known = base_budgetaire(dossier.convenu)
    if known.annee is None:
        return ()
    columns = (Colonne("Établissement"), Colonne("Régime"), Colonne("Évolution"),
               Colonne("Base", "euros"), Colonne("Groupe I", "euros"),
               Colonne("Groupe II", "euros"), Colonne("Groupe III", "euros"))  # fmt: skip
    rows = [
        (dossier.convenu.nom(row["id_etablissement"]),
         mots("regime_moyens", row["regime"]) or A_COMPLETER, _evolution(row),
         montant(row["base_budgetaire"], A_COMPLETER),
         *(montant(row[f"groupe_{n}"], "") for n in (1, 2, 3)))
        for row in known.lignes
    ]  # fmt: skip
    total = ("Ensemble", "", "", *(montant(one, "") for one in known.totaux.values()))
    table = Tableau(
        f"Base budgétaire de {known.annee}", columns, (*rows, total), lignes_total=1,
        note="Groupe I\u00a0: exploitation courante\u00a0; II\u00a0: personnel\u00a0; "
        "III\u00a0: structure.",
    )  # fmt: skip
    return (table, *_planned(dossier))


def _evolution(row: Mapping[str, Any]) -> str:
    if row["regime"] == "subvention":
        return "Avenant annuel"
    if not row["modalite"]:
        return A_COMPLETER
    # the rate of the endowment is published each year: what is written of it is only supposed
    supposed = "hypothèse\u00a0: " if row["modalite"] == "taux_drl" else ""
    rate = f" ({supposed}{taux(row['taux'], 2)})" if row["taux"] is not None else ""
    return f"{mots('modalite_moyens', row['modalite'])}{rate}"


def _planned(dossier: DossierContrat) -> tuple[Bloc, ...]:
    """Show the amounts of each year, where there are several."""
    planned = trajectoire(dossier.convenu)
    years = list(planned.get("", {}))
    if len(years) < 2 or not any(amount for one in planned.values() for amount in one.values()):
        return ()
    rows = tuple(
        (dossier.convenu.nom(house) if house else "Ensemble",
         *(montant(amounts.get(year), "") for year in years))
        for house, amounts in planned.items()
    )  # fmt: skip
    columns = (Colonne("Établissement"), *(Colonne(str(year), "euros") for year in years))
    note = "Montants que le contrat prévoit\u00a0; l’autorité notifie chaque année le montant."
    return (Tableau("Montants prévus", columns, rows, note=note, lignes_total=1),)


def manques(dossier: DossierContrat) -> list[tuple[str, str, str]]:
    """List what the tables of the contract do not know: what, who knows it, in which part."""
    convenu = dossier.convenu
    found = [
        (f"{what}, {convenu.nom(house)}", who, ou(where))
        for what, house, who, where in (*_unknown_houses(dossier), *_unknown_base(dossier))
    ]
    starts = [
        (f"Valeur de départ, {nommee(dossier, one)}", "les parties", ou("objectifs"))
        for one in toutes_les_cibles(dossier.contrat)
        if depart(dossier, one) == A_COMPLETER
    ]
    return [*found, *starts]


def _unknown_houses(dossier: DossierContrat) -> Iterator[tuple[str, str, str, str]]:
    convenu, who, where = dossier.convenu, "le gestionnaire", "perimetre"
    for row in convenu.tenus:
        house = str(row["id_etablissement"])
        if _free(convenu.trait(house, "regime")):
            continue
        if not row["arrete_autorisation"]:
            yield "Arrêté d’autorisation", house, who, where
        if convenu.capacites.get(house) is None:
            yield "Capacité", house, who, where
    for row in convenu.chrs:
        blank = [_small(said) for name, said in MISSIONS.items() if not row[name]]
        if blank:
            told = ", ".join(blank)
            yield f"{told[:1].upper()}{told[1:]}", str(row["id_etablissement"]), who, where


def _unknown_base(dossier: DossierContrat) -> Iterator[tuple[str, str, str, str]]:
    for row in base_budgetaire(dossier.convenu).lignes:
        house = str(row["id_etablissement"])
        if row["base_budgetaire"] is None:
            yield "Base budgétaire", house, _TARIF, "finances_base"
        if row["regime"] is None:
            yield "Régime et mode d’évolution", house, _TARIF, "finances_evolution"


def _small(texte: str) -> str:
    return f"{texte[:1].lower()}{texte[1:]}"
