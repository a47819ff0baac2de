"""The arrêté de programmation: its visas, its articles, the list in both forms, what changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cpomlib.calcul.programmation import NOMINATIVE, AnneeProgrammee, Arrete, par_annee, version_de
from cpomlib.dossier import DossierRegion
from cpomlib.droit import nomenclature
from cpomlib.rapports.elements import departements_en_mots
from cpomlib.rapports.region.elements import A_COMPLETER, montant
from cpomlib.rapports.region.mots import (
    arrete_en_mots,
    changements_de,
    comite,
    pris_avant,
    tete_de_l_arrete,
)
from cpomlib.rendu.blocs import (
    Bloc,
    Colonne,
    Encart,
    Encarts,
    Fait,
    Groupe,
    Identite,
    Paragraphe,
    Tableau,
    Titre,
)
from cpomlib.socle import Valeur, date_fr, pluriel

NATURE = "Arrêté de programmation pluriannuelle des contrats"
_CAHIER = (
    "Vu l’arrêté du 25 octobre 2019 fixant le contenu du cahier des charges du contrat "
    "pluriannuel d’objectifs et de moyens prévu à l’article L. 313-11-2 du code de l’action "
    "sociale et des familles\u00a0;"
)
_LOI = (
    "Vu la loi n°\u00a02018-1021 du 23 novembre 2018 portant évolution du logement, de "
    "l’aménagement et du numérique, notamment le V de son article 125\u00a0;"
)
LIGNES_SIGNATURE = 5
_NOUVEL_AVIS = "nouvel avis du {} (celui-ci est d’avant l’arrêté que cette version remplace)"


def version(dossier: DossierRegion, numero: int = 0) -> Arrete:
    """Return the version asked for, the last one for 0."""
    return version_de(dossier.versions, numero)


def entete(dossier: DossierRegion, arrete: Arrete) -> Groupe:
    """Show which version it is, and what remains to be completed."""
    row = arrete.ligne
    lacking = _lacking(dossier, arrete)
    cover = Identite(
        raison_sociale=f"Préfecture de la région {dossier.nom}",
        perimetre="Centres d’hébergement et de réinsertion sociale",
        annee=arrete.annees[0] if arrete.annees else dossier.annee,
        nature=f"{NATURE}, région inventée" if dossier.exemple else NATURE,
        faits=(
            Fait("Numéro", row["numero"] or A_COMPLETER),
            Fait("Version", arrete.version, "nombre"),
            Fait("Forme", nomenclature("forme_programmation").libelle(str(row["forme"]))),
            Fait("Date", date_fr(row["date_arrete"]) if row["date_arrete"] else A_COMPLETER),
        ),
        courte=True,
    )
    draft = [
        Paragraphe(
            ", ".join(lacking) + ".", role="note",
            titre=f"{'À compléter' if row['date_arrete'] else 'Projet. À compléter'}\u00a0:",
        )
    ] if lacking else []  # fmt: skip
    return Groupe((cover, *draft))


def _lacking(dossier: DossierRegion, arrete: Arrete) -> list[str]:
    row = arrete.ligne
    names = {
        "numero": "numéro (secrétariat général)", "date_arrete": "date (préfet de région)",
        "date_avis_crhh": f"avis du {comite(dossier.region)} (président du comité)",
    }  # fmt: skip
    before, seen = pris_avant(dossier, arrete), row["date_avis_crhh"]
    again = before is not None and seen is not None and seen <= before.ligne["date_arrete"]
    return [
        *(said for name, said in names.items() if row[name] is None),
        *([_NOUVEL_AVIS.format(comite(dossier.region))] if again else []),
        "autorité qui propose, voies et délais de recours (service juridique)",
    ]


def visas(dossier: DossierRegion, arrete: Arrete) -> Groupe:
    """Say under which texts it is taken, and after which opinion."""
    before = pris_avant(dossier, arrete)
    return Groupe((
        Titre(2, "Visas", "visas", numerote=False),
        Paragraphe(f"Le préfet de la région {dossier.nom},"),
        Paragraphe("Vu le code de l’action sociale et des familles, notamment son article "
                   "L. 313-11-2\u00a0;"),
        Paragraphe(_LOI),
        Paragraphe(_CAHIER),
        Paragraphe(_opinion(dossier, arrete)),
        *([Paragraphe(f"Vu {arrete_en_mots(before)}\u00a0;")] if before else []),
        Paragraphe(f"Sur proposition de {A_COMPLETER}\u00a0;"),
        Paragraphe("Arrête\u00a0:"),
    ))  # fmt: skip


def _opinion(dossier: DossierRegion, arrete: Arrete) -> str:
    row = arrete.ligne
    day = date_fr(row["date_avis_crhh"]) if row["date_avis_crhh"] else A_COMPLETER
    sense = row["avis_crhh"] and nomenclature("avis_crhh").libelle(str(row["avis_crhh"]))
    said = f"l’avis {sense}" if sense else "l’avis"
    return f"Vu {said} du {comite(dossier.region)} en date du {day}\u00a0;"


def articles(dossier: DossierRegion, arrete: Arrete) -> Groupe:
    """Write the articles, the list of those who sign among them."""
    shown: list[Bloc] = []
    for rank, (title, blocs) in enumerate(_articles(dossier, arrete), 1):
        shown += [Titre(2, f"Article {rank}. {title}", f"article-{rank}", numerote=False), *blocs]
    return Groupe(tuple(shown))


def _articles(dossier: DossierRegion, arrete: Arrete) -> Iterator[tuple[str, Sequence[Bloc]]]:
    years = par_annee(arrete)
    span = _span([one.annee for one in years])
    yield "Objet", [Paragraphe(
        "Les contrats pluriannuels d’objectifs et de moyens des gestionnaires de centres "
        f"d’hébergement et de réinsertion sociale de la région {dossier.nom} sont conclus selon la "
        f"programmation du présent arrêté, pour {span}."
    )]  # fmt: skip
    named = [one for one in years if one.nominative]
    others = [one for one in years if not one.nominative]
    yield (
        f"Programmation nominative, {_span([one.annee for one in named])}",
        [_named(dossier, one) for one in named],
    )
    if others:
        yield f"Programmation en nombre et en volume, {_span([one.annee for one in others])}", [
            _counted(dossier, others),
            Paragraphe("La liste des gestionnaires de chacune de ces années est arrêtée par une "
                       "modification du présent arrêté."),
        ]  # fmt: skip
    yield "Modification", [Paragraphe(
        "Le présent arrêté peut être modifié à tout moment, après un nouvel avis du "
        f"{comite(dossier.region)}."
    )]  # fmt: skip
    before = pris_avant(dossier, arrete)
    if before is not None:
        yield "Remplacement", [Paragraphe(f"Le présent arrêté remplace {arrete_en_mots(before)}.")]
    yield "Publication et recours", [Paragraphe(
        "Le présent arrêté est publié au recueil des actes administratifs. Voies et délais de "
        f"recours\u00a0: {A_COMPLETER}."
    )]  # fmt: skip


def _span(years: Sequence[int]) -> str:
    if not years:
        return "aucune année"
    return str(years[0]) if len(years) == 1 else f"{years[0]} à {years[-1]}"


def _named(dossier: DossierRegion, year: AnneeProgrammee) -> Tableau:
    rows: list[tuple[Valeur, ...]] = [
        (
            dossier.noms.get(row["id_gestionnaire"], row["id_gestionnaire"]),
            row["id_gestionnaire"],
            departements_en_mots((row["departements"] or "").split()),
            row["nombre_chrs"], montant(row["volume"]),
        )
        for row in year.lignes
    ]  # fmt: skip
    rows.append(("Total", "", "", year.chrs, montant(year.volume)))
    columns = (
        Colonne("Gestionnaire"), Colonne("Identifiant"), Colonne("Départements"),
        Colonne("CHRS", "nombre"), Colonne("Volume annuel", "euros_ronds"),
    )  # fmt: skip
    return Tableau(f"Contrats à conclure en {year.annee}", columns, tuple(rows), lignes_total=1)


def _counted(dossier: DossierRegion, years: Sequence[AnneeProgrammee]) -> Tableau:
    rows = tuple(
        (
            one.annee,
            departements_en_mots(_codes(one)),
            one.chrs,
            montant(one.volume),
        )
        for one in years
    )
    columns = (
        Colonne("Année", "annee"), Colonne("Départements"), Colonne("CHRS", "nombre"),
        Colonne("Volume annuel", "euros_ronds"),
    )  # fmt: skip
    return Tableau("Contrats à conclure les années suivantes", columns, rows)


def _codes(year: AnneeProgrammee) -> list[str]:
    return sorted({code for row in year.lignes for code in (row["departements"] or "").split()})


def signature(dossier: DossierRegion) -> Groupe:
    """Leave the place to date and sign."""
    box = Encart("Le préfet de région", ("Fait à", "le"), LIGNES_SIGNATURE)
    return Groupe((Encarts("", (box,)),))


def presentation(dossier: DossierRegion, arrete: Arrete) -> Groupe:
    """Say, on a page that is not signed, where the version comes from and what it changes."""
    lines = changements_de(dossier, arrete)
    form = "" if arrete.ligne["forme"] == NOMINATIVE else (
        " Une modification la rendra nominative chaque année.")  # fmt: skip
    why = [Paragraphe(str(arrete.ligne["objet"]))] if arrete.ligne["objet"] else []
    return Groupe((
        Titre(2, "Présentation (hors arrêté)", "presentation", nouvelle_page=True, numerote=False),
        Paragraphe(f"{tete_de_l_arrete(arrete)}{form}"),
        *why,
        Titre(3, "Ce que cette version change", "changements", numerote=False),
        *(Paragraphe(line) for line in lines),
        _versions(dossier),
        Paragraphe(
            f"{pluriel(len(arrete.actives), 'ligne')}. Volume annuel\u00a0: ce que chaque ligne "
            "écrit\u00a0; une proposition y met ce que l’État paie aux CHRS (produits du groupe I, "
            "derniers comptes connus). Les motifs de chaque année sont dans le document "
            "«\u00a0Programmation des contrats\u00a0», interne au service.",
            role="note",
        ),
    ))  # fmt: skip


def _versions(dossier: DossierRegion) -> Tableau:
    rows = tuple(
        (one.version, str(one.ligne["numero"] or ""), one.ligne["date_arrete"],
         one.ligne["date_avis_crhh"], one.ligne["publie_le"])
        for one in dossier.versions
    )  # fmt: skip
    columns = (
        Colonne("Version", "nombre"), Colonne("Numéro"), Colonne("Date", "date"),
        Colonne("Avis du comité", "date"), Colonne("Publiée", "date"),
    )  # fmt: skip
    return Tableau("Les versions de l’arrêté", columns, rows)
