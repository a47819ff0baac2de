"""Where the offer of insertion stands: the département, its territories, its types."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cpomlib.calcul.contrat import LigneSuivi
from cpomlib.calcul.indicateurs import fiches_insertion
from cpomlib.calcul.insertion import TOTAL, couverture_visee
from cpomlib.dossier import Insertion, form, nue
from cpomlib.rapports.contractuel import (
    chemin_dit,
    ecrite,
    jugement,
    libelle,
    lue,
    mots,
    notes,
    repere,
)
from cpomlib.rapports.sortie import Indicateurs
from cpomlib.rendu.blocs import (
    Bloc,
    ChiffreCle,
    ChiffresCles,
    Colonne,
    Fait,
    Figure,
    Groupe,
    Identite,
    Paragraphe,
    Tableau,
    Titre,
)
from cpomlib.rendu.graphiques.points import points
from cpomlib.socle import Secret, date_courte, taux

SOURCE = "tables partagées de l’insertion et «\u00a0Financements\u00a0»"
_CLES = ("insertion_taux_couverture", "insertion_capacite_moyenne", "insertion_taux_acces_emploi",
         "insertion_taux_sorties_dynamiques", "insertion_cout_par_accueilli",
         "insertion_subvention_departement_par_accueilli")  # fmt: skip
TERRITOIRES = {
    "insertion_allocataires": "Allocataires", "insertion_accueillis": "Accueillis",
    "insertion_taux_couverture": "Couverture",
    "insertion_capacite_moyenne": "Accueillis par structure",
    "insertion_taux_acces_emploi": "Accès à l’emploi",
    "insertion_taux_sorties_dynamiques": "Sorties dynamiques",
    "insertion_subvention_departement_par_accueilli": "Département, par accueilli",
}  # fmt: skip
TYPES = {
    "insertion_accueillis": "Accueillis", "insertion_capacite_moyenne": "Par structure",
    "insertion_taux_sorties_dynamiques": "Sorties dynamiques",
    "insertion_taux_sorties_emploi_durable": "dont emploi durable",
    "insertion_taux_sorties_emploi_transition": "dont transition",
    "insertion_taux_sorties_positives": "dont positives",
    "insertion_cout_par_accueilli": "Coût par accueilli",
    "insertion_cout_par_sortie_dynamique": "Coût par sortie dynamique",
    "insertion_taux_realisation_etp": "ETP réalisés",
}  # fmt: skip


def indicateurs(dossier: Insertion) -> Indicateurs:
    """Carry every indicator of insertion, for the whole département and the year."""
    whose = {"departement": dossier.departement, "annee": dossier.annee, "etat": dossier.etat}
    made = [
        {
            "id": name,
            "volet": fiche.volet,
            "libelle": fiche.libelle,
            "unite": fiche.unite,
            "valeur": dossier.valeur(name),
            "definition": fiche.definition,
            "source": fiche.source,
            **whose,
        }
        for name, fiche in fiches_insertion().items()
    ]
    return Indicateurs(tuple(made))


def entete(dossier: Insertion) -> Groupe:
    """Show which département it is, and its key figures."""
    figures = tuple(_figure(dossier, name) for name in _CLES)
    return Groupe((
        identite(dossier, "Offre d’insertion", "Structures d’insertion du département", (
            Fait("Structures", len(dossier.structures), "nombre"),
            Fait("Territoires", len(dossier.lieux), "nombre"),
            Fait("Allocataires", dossier.valeur("insertion_allocataires"), "nombre"),
        )),
        ChiffresCles(f"Les chiffres clés de {dossier.annee}", figures,
                     note="Les structures comptées sont celles qui remplissent les colonnes "
                     "nécessaires\u00a0; ce qui manque est dit avec la méthode."),
        *_missing(dossier),
        *annees(dossier),
    ))  # fmt: skip


def _missing(dossier: Insertion) -> tuple[Bloc, ...]:
    """Say at once that the whole is not whole: structures or territories are not in it."""
    told = filter(None, map(dossier.note, ("insertion_accueillis", "insertion_allocataires")))
    said = " ".join(told) if dossier.valeur("insertion_accueillis") is not None else ""
    return (Paragraphe(said, role="vigilance", titre="Ce total n’est pas entier."),) if said else ()


def identite(
    dossier: Insertion, nature: str, perimetre: str, faits: tuple[Fait, ...] = ()
) -> Identite:
    """Return the head of a sheet on a département."""
    return Identite(
        raison_sociale=f"Département {dossier.departement}, {dossier.nom}",
        perimetre=perimetre,
        annee=dossier.annee,
        nature=f"{nature}, département inventé" if dossier.exemple else nature,
        faits=(*faits, Fait("État des données", f"n°\u00a0{dossier.etat}")),
        depots=()
        if dossier.publiable
        else tuple(
            f"Dépôt n° {one.id} du {date_courte(one.horodatage)}, {one.auteur}, {one.fichier}"
            for one in dossier.depots
        ),
        courte=True,
    )


def _figure(dossier: Insertion, name: str) -> ChiffreCle:
    shape, unit = form(name)
    value = nue(dossier.cellule(name))
    why = value.raison if isinstance(value, Secret) else "" if value else dossier.note(name)
    shown = None if isinstance(value, Secret) else value
    return ChiffreCle(name, fiches_insertion()[name].libelle, shown, shape, unit, raison=why)


def annees(dossier: Insertion) -> tuple[Bloc, ...]:
    """Set every indicator of the département in rows, the years in columns."""
    columns = (Colonne("Indicateur"), *(Colonne(str(year), "nombre") for year in dossier.annees))
    rows = tuple(
        (fiche.libelle, *(dossier.cellule(name, annee=year) for year in dossier.annees))
        for name, fiche in fiches_insertion().items()
    )
    return (Tableau("Le département, année par année", columns, rows, source=SOURCE),)


_SANS_VERDICT = Paragraphe(
    "Ce document décrit\u00a0; il ne conclut d’aucun écart entre deux territoires, deux types ou "
    "deux années. Sur de petits nombres le hasard seul en fait de grands, et aucun test n’est fait "
    "ici. Seules les cibles d’un contrat sont jugées.",
    role="note",
    titre="Aucun écart n’est jugé.",
)  # fmt: skip


def territoires(dossier: Insertion) -> Groupe:
    """Set the territories side by side: coverage first, then what they do and cost."""
    names = [name for _, name in dossier.lieux]
    table = _lines(dossier, "Les territoires", "Territoire", TERRITOIRES,
                   {name: (name, TOTAL) for name in names})  # fmt: skip
    return Groupe((
        Titre(2, "Les territoires", "territoires"),
        *_couverture(dossier, names, table),
        _SANS_VERDICT,
        table,
        _croisee(dossier, names),
    ))  # fmt: skip


def _lines(
    dossier: Insertion, titre: str, tete: str, colonnes: Mapping[str, str],
    rangs: Mapping[str, tuple[str, str]],
) -> Tableau:  # fmt: skip
    columns = (Colonne(tete), *(Colonne(head, "nombre") for head in colonnes.values()))
    rows = [
        (name, *(dossier.cellule(one, *case) for one in colonnes)) for name, case in rangs.items()
    ]
    rows.append(("Département", *(dossier.cellule(one) for one in colonnes)))
    return Tableau(
        f"{titre} en {dossier.annee}", columns, tuple(rows), source=SOURCE, lignes_total=1
    )


def _couverture(dossier: Insertion, names: list[str], table: Tableau) -> tuple[Bloc, ...]:
    name = "insertion_taux_couverture"
    values = [(one, dossier.valeur(name, one)) for one in names]
    frame = pd.DataFrame(values, columns=["nom", "valeur"]).astype({"valeur": "float64"})
    frame = frame.assign(statut="ok").dropna(subset=["valeur"])
    if frame.empty:
        why = "Aucun territoire n’a de couverture que l’on puisse montrer."
        return (Paragraphe(dossier.note(name) or why, role="manque", titre="Couverture\u00a0:"),)
    frame = frame.sort_values("valeur", ascending=False, kind="stable")
    low, high, aimed = frame.iloc[-1], frame.iloc[0], float(couverture_visee()[0])
    return (Figure(
        titre=f"De {taux(low['valeur'])} ({low['nom']}) à {taux(high['valeur'])} "
        f"({high['nom']})\u00a0: la couverture des territoires en {dossier.annee}",
        graphique=points(frame, "nom", "valeur", repere=aimed, nom_repere="Visée"),
        unite="Allocataires accueillis sur allocataires, en %",
        source=SOURCE,
        alternative=f"Chaque territoire est un point\u00a0; la couverture visée est de "
        f"{taux(aimed)}.",
        tableau=table,
    ),)  # fmt: skip


def _croisee(dossier: Insertion, names: list[str]) -> Tableau:
    columns = (
        Colonne("Territoire"),
        *(Colonne(mots("type_insertion", kind), "nombre") for kind in dossier.types),
        Colonne("Ensemble", "nombre"),
    )
    rows = [
        (name or "Département",
         *(dossier.cellule("insertion_accueillis", name, kind) for kind in (*dossier.types, TOTAL)))
        for name in (*names, TOTAL)
    ]  # fmt: skip
    return Tableau(
        "Personnes accueillies, par territoire et par type", columns, tuple(rows), lignes_total=1,
        note="Zéro\u00a0: personne n’y est accueilli par une structure de ce type.", source=SOURCE,
    )  # fmt: skip


def types(dossier: Insertion) -> Groupe:
    """Set the types of offer side by side: results and costs are compared within one only."""
    cases = {mots("type_insertion", kind): (TOTAL, kind) for kind in dossier.types}
    return Groupe((
        Titre(2, "Les types d’offre", "types"),
        Paragraphe(
            "Les sorties dynamiques sont les sorties vers un emploi durable, un emploi de "
            "transition ou une sortie positive, rapportées aux sortants, les retraits ôtés. "
            "Un coût ne se compare qu’entre structures d’un même type."
        ),
        _lines(dossier, "Les types d’offre", "Type", TYPES, cases),
    ))  # fmt: skip


def suivi(dossier: Insertion) -> Groupe:
    """Show the targets of the scheme and of the contracts, as they are judged that year."""
    lines = () if dossier.publiable else dossier.suivi
    if not lines:
        return Groupe(())
    columns = (Colonne("Contrat"), Colonne("Indicateur"), Colonne("Départ"), Colonne("Attendu"),
               Colonne("Mesuré"), Colonne("Chemin fait", "taux"), Colonne("Jugement"))  # fmt: skip
    rows = tuple(
        (one.contrat, _target(dossier, one), ecrite(one.cible, one.reference),
         ecrite(one.cible, one.attendu), lue(one), one.avancement if chemin_dit(one) else "",
         jugement(one))
        for one in lines
    )  # fmt: skip
    return Groupe((
        Titre(2, "Où en sont les cibles", "cibles"),
        Tableau(f"Les cibles en {dossier.annee}", columns, rows,
                note=" ".join((*notes(lines), "Le départ et la cible sont ceux du contrat\u00a0; "
                               "la mesure vient des tables.")), source=SOURCE),
    ))  # fmt: skip


def _target(dossier: Insertion, line: LigneSuivi) -> str:
    """Name a target, with the structure it is of where it is of one."""
    house, name = line.cible.etablissement, libelle(line.cible)
    return repere(line, f"{name} ({dossier.nom_de(house)})" if house else name)


def methode(dossier: Insertion) -> Groupe:
    """Say how each indicator is defined, and what is missing this year."""
    columns = (Colonne("Indicateur"), Colonne("Définition"), Colonne("Limites"),
               Colonne("À savoir cette année"))  # fmt: skip
    rows = tuple(
        (fiche.libelle, fiche.definition, fiche.limites, dossier.note(name))
        for name, fiche in fiches_insertion().items()
    )
    return Groupe((
        Titre(2, "Méthode", "methode"),
        _diffusion(dossier),
        Tableau("Les indicateurs de l’insertion", columns, rows),
    ))  # fmt: skip


def _diffusion(dossier: Insertion) -> Paragraphe:
    """Say who may read the sheet, and what was masked."""
    if not dossier.publiable:
        return Paragraphe(
            "Les tables ne décrivent aucune personne\u00a0: ce sont des nombres par structure et "
            "par an. Ce document donne des chiffres que l’on peut rapporter à une structure\u00a0: "
            "il est interne au Département et à ses partenaires signataires.",
            role="avertissement", titre="Document de travail.",
            que_faire="Pour le diffuser, produisez la version diffusable.",
        )  # fmt: skip
    return Paragraphe(
        "Un territoire, un type ou leur croisement est masqué en entier (s.) s’il dit le chiffre "
        "de trop peu d’associations ou de quelques personnes, ou s’il permettait de retrouver ce "
        "qui l’est. Les cibles et le rééquilibrage, qui donnent des places par structure, n’y "
        "sont pas.",
        role="note", titre="Version diffusable.",
    )  # fmt: skip
