"""What rebalancing would do: what moves at constant means, what a coverage asks for and costs."""

from __future__ import annotations

from cpomlib.calcul.insertion import LignePlan, Reequilibrage, couverture_visee
from cpomlib.dossier import Insertion
from cpomlib.rapports.contractuel import mots
from cpomlib.rapports.offre_insertion.offre import SOURCE
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Valeur, dire_centimes, euros_exacts, nombre, pluriel, taux

RIEN, SANS_OBJET = "Rien à rééquilibrer", "sans objet"


def constants(dossier: Insertion) -> Groupe:
    """Share the places that are there out in proportion to the beneficiaries."""
    titre = Titre(2, "À moyens constants\u00a0: ce qui se déplacerait", "moyens-constants")
    if dossier.publiable:
        return Groupe(())
    if not dossier.offre.comptable:
        return Groupe((titre, _nothing(), *_left(dossier)))
    plan = dossier.constants
    return Groupe((
        titre,
        Paragraphe(
            "Les places de chaque type sont réparties entre les territoires selon leurs "
            f"allocataires\u00a0: aucune n’est ouverte ni fermée. {_count(plan.deplacees)} "
            "changeraient de territoire."
        ),
        _coverages(plan, "Ce que chaque territoire y gagne ou y perd"),
        *_moves(plan),
        *_left(dossier),
    ))  # fmt: skip


def vises(dossier: Insertion) -> Groupe:
    """Say what the coverage aimed at asks for in each territory, and what it costs."""
    aimed, origin = couverture_visee()
    titre = Titre(2, f"Pour couvrir {taux(float(aimed))} des allocataires", "couverture-visee")
    if dossier.publiable:
        return Groupe(())
    if not dossier.offre.comptable:
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
        *_explained(dossier, plan),
        *_moves(plan),
        _coverages(plan, "Ce que chaque territoire aurait"),
    ))  # fmt: skip


def _nothing() -> Paragraphe:
    return Paragraphe(
        "Aucune structure ne dit à la fois ses places et les allocataires qu’elle accueille, ou "
        "aucun territoire n’a d’allocataires cette année.",
        role="manque", titre=RIEN,
        que_faire="Remplissez «\u00a0capacite\u00a0» et «\u00a0dont_rsa\u00a0» dans "
        "«\u00a0activite_insertion\u00a0», et «\u00a0population_insertion\u00a0».",
    )  # fmt: skip


def _count(places: int) -> str:
    return pluriel(places, "place")


def _coverages(plan: Reequilibrage, titre: str) -> Tableau:
    opened = (Colonne("Ouvertes", "nombre"),) if plan.creees else ()
    columns = (Colonne("Territoire"), Colonne("Places", "nombre"), Colonne("Venues", "nombre"),
               Colonne("Parties", "nombre"), *opened, Colonne("Après", "nombre"),
               Colonne("Couverture aujourd’hui", "taux"),
               Colonne("Couverture ensuite", "taux"))  # fmt: skip
    rows = tuple(_territory(plan, name, bool(opened)) for name in plan.avant)
    note = "La couverture est comptée sur ce qu’une place de chaque type accueille en un an."
    return Tableau(titre, columns, rows, note=note, source=SOURCE)


def _territory(plan: Reequilibrage, name: str, ouvertes: bool) -> tuple[Valeur, ...]:
    one = plan.places_de(name)
    opened = (one.creees,) if ouvertes else ()
    before, after = (told[name] for told in (plan.avant, plan.apres))
    return (name, one.places, one.venues, one.parties, *opened, one.apres,
            *(SANS_OBJET if rate is None else float(rate) for rate in (before, after)))  # fmt: skip


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
    columns = (Colonne("Territoire"), Colonne("Type"), Colonne("Allocataires", "nombre"),
               Colonne("Places qu’il faut", "nombre"), Colonne("Il y en a", "nombre"),
               Colonne("Venues", "nombre"), Colonne("À ouvrir", "nombre"),
               Colonne("Coût par an", "euros_ronds"))  # fmt: skip
    rows = tuple(_line(one, mots("type_insertion", one.type)) for one in plan.lignes if one.manque)
    return Tableau("Ce qui manque, par territoire et par type", columns,
                   (*rows, _line(plan.manques, "", "Ensemble")), lignes_total=1, source=SOURCE,
                   note="Allocataires\u00a0: à accueillir dans l’année par ce type.")  # fmt: skip


def _line(one: LignePlan, genre: str, nom: str = "") -> tuple[Valeur, ...]:
    return (nom or one.territoire, genre, one.personnes, one.besoin, one.places, one.venues,
            one.creees, _euros(one.cout))  # fmt: skip


def _euros(centimes: int | None) -> Valeur:
    return None if centimes is None else euros_exacts(centimes)


def _explained(dossier: Insertion, plan: Reequilibrage) -> tuple[Bloc, ...]:
    """Make the widest line again, step by step, so that a reader can check any other."""
    lacking = [one for one in plan.lignes if one.manque]
    if not lacking:
        return ()
    one = max(lacking, key=lambda line: (line.creees, line.territoire))
    kind, offre = dossier.offre.genres[one.type], dossier.offre
    aimed, whole = couverture_visee()[0], plan.places_de(one.territoire)
    price = "un coût que les tables ne disent pas" if kind.cout_d_une_place is None else \
        f"{dire_centimes(kind.cout_d_une_place)} la place et par an"  # fmt: skip
    return (Paragraphe(
        f"{one.territoire}, {mots('type_insertion', one.type)}\u00a0: {taux(float(aimed))} de "
        f"{nombre(offre.population[one.territoire])} allocataires font "
        f"{nombre(whole.personnes or 0)} personnes à accueillir, réparties entre les types au "
        f"plus fort reste\u00a0; la part de celui-ci dans le département est de "
        f"{taux(float(kind.part), 2)}, soit {nombre(one.personnes or 0)}. Une place y accueille "
        f"{nombre(float(kind.par_place), 3)} allocataires par an\u00a0: il en faut "
        f"{nombre(one.besoin)}, il y en a {nombre(one.places)}, {nombre(one.venues)} viennent d’un "
        f"autre territoire, {nombre(one.creees)} s’ouvrent, à {price}.",
        role="note", titre="Comment une ligne est faite.",
    ),)  # fmt: skip


def _left(dossier: Insertion) -> tuple[Bloc, ...]:
    """Say which structures, territories and types are in neither plan."""
    offre, names = dossier.offre, {one.id: one.nom for one in dossier.structures}
    told = (
        ("ne disent pas leurs places ou leurs allocataires", [names[one] for one in offre.tus]),
        ("disent n’avoir aucune place", [names[one] for one in offre.sans_place]),
        ("territoires sans population cette année", list(offre.sans_population)),
        ("types dont les places n’accueillent aucun allocataire",
         [mots("type_insertion", one) for one in offre.genres_vides]),
    )  # fmt: skip
    said = "\u00a0; ".join(f"{why}\u00a0: {', '.join(who)}" for why, who in told if who)
    if not said:
        return ()
    return (Paragraphe(f"{said[:1].upper()}{said[1:]}.", role="vigilance",
                       titre="Ce que le rééquilibrage laisse de côté."),)  # fmt: skip
