"""What rebalancing would do: what moves at constant means, what a coverage asks for and costs."""

from __future__ import annotations

from cpomlib.calcul.insertion import LignePlan, Reequilibrage, couverture_visee
from cpomlib.dossier import Insertion
from cpomlib.rapports.contractuel import mots
from cpomlib.rapports.offre_insertion.offre import SOURCE
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Valeur, dire_centimes, euros_exacts, nombre, pluriel, taux

RIEN = "Rien à rééquilibrer"


def constants(dossier: Insertion) -> Groupe:
    """Share the places that are there out in proportion to the beneficiaries."""
    titre = Titre(2, "À moyens constants\u00a0: ce qui se déplacerait", "moyens-constants")
    if dossier.publiable:
        return Groupe(())
    if not _countable(dossier):
        return Groupe((titre, _nothing()))
    plan = dossier.constants
    return Groupe((
        titre,
        Paragraphe(
            "Les places de chaque type sont réparties entre les territoires selon leurs "
            f"allocataires\u00a0: aucune n’est ouverte ni fermée. {_count(plan.deplacees)} "
            "changeraient de territoire."
        ),
        _coverages(plan, "Ce que chaque territoire y gagne"),
        *_moves(plan),
    ))  # fmt: skip


def vises(dossier: Insertion) -> Groupe:
    """Say what the coverage aimed at asks for in each territory, and what it costs."""
    aimed, origin = couverture_visee()
    titre = Titre(2, f"Pour couvrir {taux(float(aimed))} des allocataires", "couverture-visee")
    if dossier.publiable:
        return Groupe(())
    if not _countable(dossier):
        return Groupe((titre, _nothing()))
    plan = dossier.vises
    cost = "un coût que les tables ne disent pas" if plan.cout is None else \
        f"{dire_centimes(plan.cout)} par an"  # fmt: skip
    return Groupe((
        titre,
        Paragraphe(
            f"Il faudrait ouvrir {_count(plan.creees)}, pour {cost} au coût moyen d’une place de "
            f"chaque type, une fois {_count(plan.deplacees)} déplacées là où un territoire en a "
            "au-delà de ce qu’il lui faut."
        ),
        Paragraphe(f"Couverture visée\u00a0: {origin}.", role="note", titre="D’où elle vient."),
        _lacking(plan),
        _explained(dossier, plan),
        *_moves(plan),
    ))  # fmt: skip


def _countable(dossier: Insertion) -> bool:
    return bool(dossier.offre.genres and dossier.offre.population)


def _nothing() -> Paragraphe:
    return Paragraphe(
        "Aucune structure ne dit à la fois ses places et les allocataires qu’elle accueille, ou "
        "aucun territoire n’a de population cette année.",
        role="manque", titre=RIEN,
        que_faire="Remplissez «\u00a0capacite\u00a0» et «\u00a0dont_rsa\u00a0» dans "
        "«\u00a0activite_insertion\u00a0», et «\u00a0population_insertion\u00a0».",
    )  # fmt: skip


def _count(places: int) -> str:
    return pluriel(places, "place")


def _coverages(plan: Reequilibrage, titre: str) -> Tableau:
    columns = (Colonne("Territoire"), Colonne("Places", "nombre"), Colonne("Venues", "nombre"),
               Colonne("Parties", "nombre"), Colonne("Après", "nombre"),
               Colonne("Couverture aujourd’hui", "taux"),
               Colonne("Couverture ensuite", "taux"))  # fmt: skip
    rows = tuple(
        (name, *plan.places_de(name), float(plan.avant[name]), float(plan.apres[name]))
        for name in plan.avant
    )
    note = "La couverture est comptée sur ce qu’une place de chaque type accueille en un an."
    return Tableau(titre, columns, rows, note=note, source=SOURCE)


def _moves(plan: Reequilibrage) -> tuple[Bloc, ...]:
    if not plan.mouvements:
        return ()
    columns = (Colonne("Type"), Colonne("De"), Colonne("Vers"), Colonne("Places", "nombre"))
    rows = tuple(
        (mots("type_insertion", one.type), one.depuis, one.vers, one.places)
        for one in plan.mouvements
    )
    return (Tableau("Ce qui se déplacerait", columns, rows),)


def _lacking(plan: Reequilibrage) -> Tableau:
    columns = (Colonne("Territoire"), Colonne("Type"), Colonne("À accueillir", "nombre"),
               Colonne("Places qu’il faut", "nombre"), Colonne("Il y en a", "nombre"),
               Colonne("Venues", "nombre"), Colonne("À ouvrir", "nombre"),
               Colonne("Coût par an", "euros_ronds"))  # fmt: skip
    rows = tuple(_line(one) for one in plan.lignes if one.manque)
    total = ("Département", "", None, None, None, plan.deplacees, plan.creees, _euros(plan.cout))
    return Tableau("Ce qui manque, par territoire et par type", columns, (*rows, total),
                   lignes_total=1, source=SOURCE)  # fmt: skip


def _line(one: LignePlan) -> tuple[Valeur, ...]:
    return (one.territoire, mots("type_insertion", one.type), one.personnes, one.besoin,
            one.places, one.venues, one.creees, _euros(one.cout))  # fmt: skip


def _euros(centimes: int | None) -> Valeur:
    return None if centimes is None else euros_exacts(centimes)


def _explained(dossier: Insertion, plan: Reequilibrage) -> Paragraphe:
    """Make the widest line again, step by step, so that a reader can check any other."""
    one = max(plan.lignes, key=lambda line: (line.creees, line.territoire))
    kind = dossier.offre.genres[one.type]
    aimed = couverture_visee()[0]
    people = dossier.offre.population[one.territoire]
    return Paragraphe(
        f"{one.territoire}, {mots('type_insertion', one.type)}\u00a0: {taux(float(aimed))} de "
        f"{nombre(people)} allocataires, dont {taux(float(kind.part))} par ce type (sa part dans "
        f"le département), font {nombre(one.personnes or 0)} personnes à accueillir. Une place y "
        f"accueille {nombre(float(kind.par_place), 2)} personnes par an\u00a0: il faut "
        f"{_count(one.besoin)}, il y en a {nombre(one.places)}.",
        role="note", titre="Comment une ligne est faite.",
    )  # fmt: skip
