"""What stands between the braces of a clause; « ? » stands for a piece that nobody has given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from cpomlib.calcul.contrat.conditions_clauses import (
    BUDGETAIRES,
    FINANCES,
    SANS_CONTRADICTOIRE,
)
from cpomlib.calcul.contrat.conventions import valeur_convenue
from cpomlib.calcul.contrat.convenu import Convenu
from cpomlib.calcul.contrat.delais import Delais
from cpomlib.calcul.contrat.modele import Ligne, plus_mois
from cpomlib.calcul.contrat.prorogation import AVANT_TERME, prorogation, terme_actuel
from cpomlib.droit import nom_departement, nom_region, nomenclature, seuil
from cpomlib.socle import date_fr, pluriel, taux

INCONNU = "\0"
"""Stands for what is unknown inside a value: the clause says what it is, and who knows it."""
Dire = Callable[[Convenu], str | None]


def liste(noms: Iterable[str]) -> str | None:
    """Return « a, b et c », None for nothing."""
    *first, last = [*noms] or [""]
    return " et ".join(filter(None, (", ".join(first), last))) or None


def jour(value: date | None) -> str | None:
    """Return a day in words."""
    return date_fr(value) if value else None


def _duree(months: int | None) -> str | None:
    if not months:
        return None
    years, rest = divmod(months, 12)
    return pluriel(months, "mois", "mois") if rest else pluriel(years, "an")


def _noms(convenu: Convenu, rows: Iterable[Ligne]) -> str | None:
    return liste(convenu.nom(row["id_etablissement"]) for row in rows)


def _dates(convenu: Convenu, colonne: str) -> str | None:
    """Return the establishments that a later day is known of, each with it and its amendment."""
    effet = convenu.contrat.effet
    found = []
    for row in convenu.tenus:
        day = row[colonne]
        if day is None or (colonne == "date_entree" and (effet is None or day <= effet)):
            continue
        by = f", avenant n°\u00a0{row['avenant']}" if row["avenant"] else ""
        found.append(f"{convenu.nom(row['id_etablissement'])} (le {jour(day)}{by})")
    return liste(found)


def _par_modalite(modalite: str | None, *, avec_taux: bool = False) -> Dire:
    def said(convenu: Convenu) -> str | None:
        rows = [
            row for row in convenu.moyens()
            if row["modalite"] == modalite and row["regime"] in FINANCES
        ]  # fmt: skip
        if modalite is None and not rows:
            paid = convenu.subventionnees
            rows = [row for row in convenu.tenus if row not in paid]
        return liste(_au_taux(convenu, row, avec_taux) for row in rows)

    return said


def _au_taux(convenu: Convenu, row: Ligne, avec_taux: bool) -> str:
    name = convenu.nom(row["id_etablissement"])
    if not avec_taux:
        return name
    rate = row["taux"]
    return f"{name} ({INCONNU if rate is None else taux(rate, 2)} par an)"


def _sans_contradictoire(convenu: Convenu) -> str | None:
    """Return the establishments whose tariff one of the ways sets whole; « tous » for all."""
    tariffed = [row for row in convenu.moyens() if row["regime"] in FINANCES]
    rows = [row for row in tariffed if row["modalite"] in SANS_CONTRADICTOIRE]
    if rows and len(rows) == len(tariffed):
        return "tous les établissements tarifés"
    return _noms(convenu, rows)


def _groupes(colonne: str, *, avec_programme: bool = False) -> Dire:
    def said(convenu: Convenu) -> str | None:
        held = convenu.groupes(colonne)
        named = [
            f"{liste(map(convenu.nom, houses))} (groupe {code}"
            f"{_programme(convenu, houses) if avec_programme else ''})"
            for code, houses in held.items()
        ]
        return "\u00a0; ".join(named) or None

    return said


def _programme(convenu: Convenu, houses: Iterable[str]) -> str:
    codes = sorted({convenu.trait(house, "programme") for house in houses} - {""})
    return f", programme {liste(codes) or INCONNU}"


def _conventions(convenu: Convenu) -> str | None:
    rows = sorted(convenu.contrat.de("conventions_contrat"), key=lambda row: str(row["cle"]))
    return "\u00a0; ".join(_convention(row) for row in rows) or None


def _convention(row: Ligne) -> str:
    key = str(row["cle"])
    name = seuil(key).libelle
    return f"{name[:1].lower()}{name[1:]}, {valeur_convenue(key, float(row['valeur']))}"


def _pdalhpd(convenu: Convenu) -> str | None:
    """Return the plan of each département, with the day of its decree where an act gives it.

    An act is of the département of its establishment; of the only one where there is one.
    """
    acts = convenu.actes("pdalhpd")
    known = {convenu.trait(row["id_etablissement"] or "", "departement"): row["fait_le"]
             for row in acts}  # fmt: skip
    alone = known.get("") if len(convenu.departements) == 1 else None
    said = [
        f"{nom_departement(code)}, arrêté le {jour(known.get(code) or alone) or INCONNU}"
        for code in convenu.departements
    ]
    return "\u00a0; ".join(said) or None


def _fait(nature: str) -> Dire:
    return lambda one: jour(next((r["fait_le"] for r in one.actes(nature) if r["fait_le"]), None))


def _documents(convenu: Convenu) -> str | None:
    """Return the acts whose day was agreed: what, of which exercice, for when."""
    labels = nomenclature("nature_acte")
    rows = [(nature, row) for nature in BUDGETAIRES for row in convenu.actes(nature)
            if row["attendu_le"]]  # fmt: skip
    said = [
        f"{labels.libelle(nature)}{_exercice(row)}, le {jour(row['attendu_le'])}"
        for nature, row in rows
    ]
    return "\u00a0; ".join(dict.fromkeys(said)) or None


def _exercice(row: Ligne) -> str:
    return f" {row['exercice']}" if row["exercice"] else ""


def _autorites(convenu: Convenu) -> str | None:
    labels = nomenclature("autorite")
    return liste(
        f"{convenu.nom(row['id_etablissement'])} "
        f"({labels.libelle(convenu.trait(row['id_etablissement'], 'autorite'))})"
        for row in convenu.ayant("autorite", "departement", "ars", "autre")
    )


def _services(convenu: Convenu) -> str | None:
    count = len(convenu.tenus)
    return pluriel(count, "établissement ou service", "établissements et services")


def _limite(convenu: Convenu) -> str | None:
    end = convenu.contrat.terme_initial
    return jour(plus_mois(end, -AVANT_TERME)) if end else None


def _comptes(convenu: Convenu) -> str | None:
    month, day = map(int, Delais(convenu.jour).compte_administratif.split("-"))
    return date_fr(date(convenu.jour.year, month, day)).rsplit(" ", 1)[0]


def _exemplaires(convenu: Convenu) -> str | None:
    return pluriel(len(convenu.signataires), "exemplaire") if convenu.signataires else None


def _region(convenu: Convenu) -> str | None:
    codes = {convenu.trait(row["id_etablissement"], "region") for row in convenu.tenus} - {""}
    return liste(map(nom_region, sorted(codes)))


def _organismes(convenu: Convenu) -> str | None:
    return liste(organisme(convenu, row) for row in convenu.signataires)


def organisme(convenu: Convenu, row: Ligne) -> str:
    """Return the name of a party; the gestionnaire has the one it deposits its data under."""
    own = row["nature"] == "gestionnaire"
    name = (convenu.raison_sociale if own else "") or str(row["organisme"])
    alike = [one for one in convenu.signataires if one["organisme"] == row["organisme"]]
    where = str(row["territoire"] or "") if len(alike) > 1 else ""
    return f"{name} – {nom_departement(where)}" if where else name


def _periode(months: int | None) -> str | None:
    """Say how often: « tous les ans », « tous les 6 mois », « tous les 2 ans »."""
    said = _duree(months)
    return {"1 an": "tous les ans", "1 mois": "tous les mois"}.get(
        (said or "").replace("\u00a0", " "), f"tous les {said}" if said else None
    )


VALEURS: dict[str, Dire] = {
    "gestionnaire": lambda one: one.raison_sociale or None,
    "identifiant": lambda one: one.contrat.gestionnaire,
    "statut": lambda one: nomenclature("statut").libelle(one.statut) if one.statut else None,
    "region": _region,
    "departements": lambda one: liste(map(nom_departement, one.departements)),
    "departements_chrs": lambda one: liste(
        map(
            nom_departement,
            sorted({one.trait(r["id_etablissement"], "departement") for r in one.chrs}),
        )
    ),
    "services": _services,
    "chrs_oublies": lambda one: f"{liste(one.chrs_oublies)} {INCONNU}",
    "subventionnees": lambda one: _noms(one, one.subventionnees),
    "autres_autorites": _autorites,
    "sorties": lambda one: _dates(one, "date_sortie"),
    "entrees": lambda one: _dates(one, "date_entree"),
    "precedent": lambda one: one.contrat.ligne["contrat_precedent"],
    "arrete_programmation": lambda one: one.contrat.ligne["arrete_programmation"],
    "pdalhpd": _pdalhpd,
    "deliberation": _fait("deliberation_ca"),
    "annee_diagnostic": lambda one: _annee(one.contrat.ligne["annee_diagnostic"]),
    "diagnostic_valide": lambda one: jour(one.contrat.ligne["diagnostic_valide_le"]),
    "conventions": _conventions,
    "premiere_annee": lambda one: _annee(one.premiere_annee),
    "taux_drl": _par_modalite("taux_drl"),
    "formule_fixe": _par_modalite("formule_fixe", avec_taux=True),
    "avenant_annuel": _par_modalite("avenant_annuel"),
    "equation_ou_plafond": _par_modalite("equation_ou_plafond"),
    "sans_modalite": _par_modalite(None),
    "sans_contradictoire": _sans_contradictoire,
    "groupes_dgc": _groupes("groupe_dgc"),
    "groupes_affectation": _groupes("groupe_affectation", avec_programme=True),
    "date_comptes": _comptes,
    "documents_convenus": _documents,
    "periodicite": lambda one: _periode(one.contrat.ligne["periodicite_comite_mois"]),
    "cosignataires": lambda one: liste(
        organisme(one, row)
        for row in one.signataires
        if row["nature"] not in {"prefet_region", "gestionnaire"}
    ),
    "signataires": _organismes,
    "limite_prorogation": _limite,
    "duree_prorogation": lambda one: _duree(prorogation(one.contrat, one.jour).mois),
    "terme": lambda one: jour(terme_actuel(one.contrat, one.jour)),
    "effet": lambda one: jour(one.contrat.effet),
    "duree": lambda one: _duree(one.contrat.duree),
    "exemplaires": _exemplaires,
    # what no table holds: the parties write it in textes_contrat, or in the document
    "contexte": lambda _: None,
    "presentation": lambda _: None,
    "modalite": lambda _: None,
    "affectation": lambda _: None,
    "bases": lambda _: None,
}
"""Name between the braces of a clause → what it says, None where it is unknown."""


def _annee(value: int | None) -> str | None:
    return None if value is None else str(int(value))
