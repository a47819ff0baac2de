"""The programming: who must sign, in what order, in which year, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cpomlib.calcul.programmation import (
    PROGRAMMATION,
    CalendrierPropose,
    CouvertureContrats,
    Recense,
)
from cpomlib.dossier import DossierRegion
from cpomlib.rapports.elements import departements_en_mots
from cpomlib.rapports.region.elements import (
    INTERNE,
    OPERATEUR,
    couverture,
    lieu,
    methode,
    montant,
    operateur,
)
from cpomlib.rapports.region.mots import activite_en_mots, couverture_en_mots
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_empilees, carte_chaleur
from cpomlib.socle import nombre, pluriel, taux

_ETATS = {"en_vigueur": "En vigueur", "a_venir": "À venir", "preparation": "En préparation",
          "echu": "Échus", "resilie": "Résiliés", "": "Sans contrat"}  # fmt: skip
_SOURCE = "tables des contrats, des établissements et des places"


def entete(dossier: DossierRegion) -> Groupe:
    """Show which région, and how far it is under contract."""
    return Groupe((
        *couverture(dossier, "Programmation des contrats", INTERNE, chiffres=True),
        Paragraphe(couverture_en_mots(dossier)),
    ))  # fmt: skip


def recensement(dossier: DossierRegion) -> Groupe:
    """List the gestionnaires, département by département, then one by one."""
    return Groupe((
        Titre(2, "Qui doit un contrat, et où il en est", "recensement"),
        _couvertures(dossier),
        *_dessin(dossier),
        _liste(dossier),
        *_activites(dossier),
    ))  # fmt: skip


def _couvertures(dossier: DossierRegion) -> Tableau:
    shown = [code for code in _ETATS if any(one.etats.get(code) for one in dossier.couvertures)]
    columns = (
        Colonne("Département"), Colonne("Gestionnaires", "nombre"),
        Colonne("dont sur plusieurs", "nombre"), Colonne("CHRS", "nombre"),
        Colonne("Places", "nombre"), *(Colonne(_ETATS[code], "nombre") for code in shown),
        Colonne("Places sous contrat", "nombre"),
    )  # fmt: skip
    rows = tuple(
        (
            lieu(dossier, one.departement), one.gestionnaires, one.interdepartementaux, one.chrs,
            one.places, *(one.etats.get(code, 0) for code in shown), one.sous_contrat,
        )
        for one in dossier.couvertures
        if one.gestionnaires or not one.departement
    )  # fmt: skip
    without = [lieu(dossier, one.departement) for one in dossier.couvertures
               if one.departement and not one.gestionnaires]  # fmt: skip
    none = f" Sans gestionnaire de CHRS\u00a0: {', '.join(without)}." if without else ""
    return Tableau(
        "Gestionnaires, CHRS et places, par département", columns, rows, lignes_total=1,
        note="Un gestionnaire présent dans plusieurs départements compte dans chacun, et une fois "
        f"dans la région.{none}",
        source=_SOURCE,
    )  # fmt: skip


def _dessin(dossier: DossierRegion) -> Iterator[Figure]:
    parts = [one for one in dossier.couvertures if one.parts is not None and one.gestionnaires]
    if not parts:
        return
    rows = [
        {"ou": lieu(dossier, one.departement), "etat": name, "part": share}
        for one in parts
        for name, share in (one.parts or {}).items()
    ]
    columns = (Colonne("Territoire"), Colonne("Places"), Colonne("Part", "taux"))
    table = tuple(
        (lieu(dossier, one.departement), name, share)
        for one in parts
        for name, share in (one.parts or {}).items()
    )
    whole = _whole(parts)
    yield Figure(
        titre=f"{whole} des places de CHRS de la région sont sous un contrat signé",
        graphique=barres_empilees(rows, "ou", "etat", "part"),
        unite="Part des places autorisées, en %",
        source=_SOURCE,
        alternative=f"{whole} des places de la région sont sous un contrat signé et non échu.",
        tableau=Tableau("Part des places sous contrat", columns, table),
    )


def _whole(parts: list[CouvertureContrats]) -> str:
    shares = parts[-1].parts or {}
    return taux(next(iter(shares.values()), None))


def _liste(dossier: DossierRegion) -> Tableau:
    rows = tuple((*operateur(one), one.nombre_chrs, one.total_places) for one in dossier.recenses)
    return Tableau(
        "Les gestionnaires de CHRS",
        (*OPERATEUR, Colonne("CHRS", "nombre"), Colonne("Places", "nombre")),
        rows,
        source=_SOURCE,
    )


def _activites(dossier: DossierRegion) -> tuple[Bloc, ...]:
    held = [one for one in dossier.recenses if one.activites]
    if not held:
        return (Paragraphe("Aucun gestionnaire de CHRS n’a d’autre activité en base.", "note"),)
    rows = tuple(
        (one.nom, "\u00a0; ".join(map(activite_en_mots, one.activites)), _cosignatures(one))
        for one in held
    )
    columns = (Colonne("Gestionnaire"), Colonne("Activités"), Colonne("Signerait aussi"))
    return (
        Tableau(
            "Ce qui pourrait entrer aux contrats, et qui signerait", columns, rows,
            note="Une autre autorité de tarification cosigne si l’un de ses établissements entre "
            "au contrat\u00a0; le préfet de département, si une activité subventionnée y entre "
            "(arrêté du 25 octobre 2019, annexe II).",
        ),
    )  # fmt: skip


def _cosignatures(one: Recense) -> str:
    names = {"departement": "conseil départemental", "ars": "ARS"}
    others = [names.get(each, each) for each in one.autorites]
    subsidised = any(each.regime == "subventionne" for each in one.activites)
    return ", ".join([*others, *(["préfet de département"] if subsidised else [])]) or "personne"


def proposer(
    dossier: DossierRegion, premiere: int = 0, derniere: int = 0, capacites: str = "",
    volontaires: str = "", fixes: str = "",
) -> CalendrierPropose:  # fmt: skip
    """Find the best calendar under what the notebook's parameters ask."""
    asked = dossier.souhaits((premiere, derniere), [capacites], [fixes])
    return dossier.proposition(asked, [volontaires])


def calendrier(dossier: DossierRegion, proposition: CalendrierPropose) -> Groupe:
    """Show who signs in which year, why, and how far the capacities go."""
    span = f"{proposition.horizon[0]} à {proposition.horizon[-1]}"
    return Groupe((
        Titre(2, f"Une année pour chaque signature, {span}", "calendrier"),
        *_tenue(proposition),
        *_charge(dossier, proposition),
        *(_annee(dossier, proposition, year) for year in proposition.horizon
          if any(line.annee == year for line in proposition.lignes)),
        *_hors(proposition),
    ))  # fmt: skip


def _tenue(proposition: CalendrierPropose) -> tuple[Paragraphe, ...]:
    if proposition.relachements:
        return (
            Paragraphe(
                " ".join(proposition.relachements), role="avertissement",
                titre="Les capacités ne suffisent pas\u00a0; le plus petit relâchement\u00a0:",
            ),
        )  # fmt: skip
    return (Paragraphe(proposition.tenue, role="note"),)


def _charge(dossier: DossierRegion, proposition: CalendrierPropose) -> tuple[Bloc, ...]:
    codes = sorted({code for code, _ in proposition.charges})
    if not codes:
        return ()
    rows = [
        {"ou": lieu(dossier, code), "annee": str(year),
         "n": proposition.charges.get((code, year), 0)}
        for code in codes for year in proposition.horizon
    ]  # fmt: skip
    columns = (Colonne("Département"), *(Colonne(str(year)) for year in proposition.horizon))
    table = tuple(
        (lieu(dossier, code), *(_sur(proposition, code, year) for year in proposition.horizon))
        for code in codes
    )
    shown = Tableau(
        "Signatures et capacités, par département et par année", columns, table,
        note="«\u00a02 sur 2\u00a0»\u00a0: signatures sur capacité\u00a0; un nombre seul, sans "
        "limite.",
    )  # fmt: skip
    signed = Counter(line.annee for line in proposition.lignes)
    told = ", ".join(f"{signed[year]} en {year}" for year in proposition.horizon if signed[year])
    return (
        Figure(
            titre=f"Signatures proposées\u00a0: {told}",
            graphique=carte_chaleur(rows, "ou", "annee", "n", format="nombre"),
            unite="Nombre de signatures",
            source="proposition ci-dessous",
            note="Une signature sur plusieurs départements compte dans chacun.",
            alternative=f"{pluriel(len(proposition.lignes), 'signature')} sur "
            f"{pluriel(len(proposition.horizon), 'an')}.",
            tableau=shown,
        ),
        # without any capacity it would say again what is drawn
        *((shown,) if proposition.capacites else ()),
    )


def _sur(proposition: CalendrierPropose, code: str, year: int) -> str:
    count = proposition.charges.get((code, year), 0)
    limit = proposition.capacites.get((code, year))
    return str(count) if limit is None else f"{count} sur {limit}"


def _annee(dossier: DossierRegion, proposition: CalendrierPropose, year: int) -> Tableau:
    lines = [line for line in proposition.lignes if line.annee == year]
    rows = tuple(
        (
            line.recense.nom, departements_en_mots(line.recense.departements),
            line.recense.nombre_chrs, montant(line.volume), nombre(line.priorite.note, 2),
            line.motif,
        )
        for line in lines
    )  # fmt: skip
    columns = (
        Colonne("Gestionnaire"), Colonne("Départements"), Colonne("CHRS", "nombre"),
        Colonne("Volume", "euros_ronds"), Colonne("Priorité"), Colonne("Pourquoi cette année"),
    )  # fmt: skip
    return Tableau(
        f"{year}\u00a0: {pluriel(len(rows), 'signature')}", columns, rows,
        note="Volume\u00a0: produits du groupe I (tarification) des CHRS, comptes de "
        f"{dossier.annee_connue}." if year == proposition.lignes[0].annee else "",
    )  # fmt: skip


def _hors(proposition: CalendrierPropose) -> tuple[Tableau, ...]:
    if not proposition.hors:
        return ()
    rows = tuple((one.nom, why) for one, why in proposition.hors)
    columns = (Colonne("Gestionnaire"), Colonne("Pourquoi"))
    return (Tableau("Hors de l’horizon", columns, rows),)


def criteres(dossier: DossierRegion, proposition: CalendrierPropose) -> Groupe:
    """Print the criteria, and what each brings to every mark."""
    declared = PROGRAMMATION.lire().criteres
    rules = tuple(
        (each.libelle, nombre(each.poids, 1), f"{each.de:g} à {each.a:g}".replace(".", ","),
         each.pourquoi, each.source)
        for each in declared
    )  # fmt: skip
    heads = ("Critère", "Poids", "Échelle", "Pourquoi", "Source")
    columns = (
        Colonne("Gestionnaire"),
        *(Colonne(each.libelle) for each in declared),
        Colonne("Priorité"),
    )
    rows = tuple(
        (
            line.recense.nom,
            *("–" if each.valeur is None else nombre(each.apport, 2)
              for each in line.priorite.details),
            nombre(line.priorite.note, 2),
        )
        for line in proposition.lignes
    )  # fmt: skip
    return Groupe((
        Titre(2, "D’où vient la priorité", "criteres"),
        Tableau("Les critères et leur poids", tuple(map(Colonne, heads)), rules,
                note="La note est la moyenne des critères, pesée, de 0 à 1\u00a0; une valeur "
                "inconnue ou sans objet (–) compte pour 0."),
        Tableau("Ce que chaque critère apporte à chaque note", columns, rows),
    ))  # fmt: skip


def fin(dossier: DossierRegion) -> Groupe:
    """Say how the calendar is found."""
    return methode(
        dossier,
        "Le calendrier est l’optimum exact d’un programme en nombres entiers (HiGHS)\u00a0: il "
        "dépasse le moins possible les capacités, puis fait attendre le moins possible ceux qui "
        "ont la plus haute priorité (note multipliée par les années d’attente)\u00a0; à égalité, "
        "l’ordre des noms décide. Un gestionnaire présent dans plusieurs départements compte dans "
        "la capacité de chacun.",
        "Un contrat en cours se renégocie au plus tard douze mois avant son échéance (arrêté du "
        "25 octobre 2019, art. 2)\u00a0: sa signature est programmée entre cette date et "
        "l’échéance.",
    )
