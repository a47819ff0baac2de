"""Part 2: who is received, who asks and is not, the gap that matters."""

from __future__ import annotations

import pandas as pd

from cpomlib.calcul.regional import (
    HEBERGEMENT,
    Besoin,
    depasse_le_hasard,
    montrables,
    non_pourvues,
    parts,
    plus_grand_ecart,
    public_en_attente,
)
from cpomlib.calcul.regional import besoins as mettre_en_regard
from cpomlib.calcul.secret import regles_des_seuils
from cpomlib.dossier import Dossier, calcul
from cpomlib.droit import nomenclature
from cpomlib.rapports.diagnostic.signe.ecriture import (
    absent,
    dit,
    paragraphe,
    renvoi,
    tableau,
)
from cpomlib.rapports.diagnostic.signe.paroles import PARTIES_SIGNEES, commentaires
from cpomlib.rapports.elements import famille, mesure, phrases
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import points
from cpomlib.socle import minuscule, write

ANCRE = "besoins"
_TABLE = (
    "menages_accueillis",
    "personnes_accueillies",
    "enfants_accueillis",
    "part_via_siao",
    "part_droits_incomplets",
    "part_emploi",
)
_ICI, _REGION = "Ménages accueillis ici", "Demandes non pourvues de la région"
_QUESTION = "Qui est accueilli ici, qui demande en vain dans la région\u00a0?"
_DESSINE = 0.02
"""Share under which a public is in the data of the chart and not drawn."""
_LIMITE = (
    "Une demande n’est pas un ménage\u00a0: un même ménage peut demander plusieurs fois dans "
    "l’année. L’écart dit où regarder, pas combien de places créer."
)
SECRET_DU_PREMIER = (
    "Le secret ne laisse pas dire quel public demande le plus au-delà de sa part ici"
)


def besoins(dossier: Dossier) -> Groupe:
    """Show the publics beside the needs of the région."""
    titre = Titre(2, PARTIES_SIGNEES[ANCRE], ANCRE)
    return Groupe((titre, *_publics(dossier), *_demandes(dossier), *commentaires(dossier, ANCRE)))


def _publics(dossier: Dossier) -> tuple[Bloc, ...]:
    if dossier.valeur("menages_accueillis") is None and not dossier.secret("menages_accueillis"):
        return (absent(dossier, "Publics"),)
    return (
        paragraphe(
            dossier, f"{_accueillis(dossier)} {_profil(dossier)}".strip(), ("menages_accueillis",)
        ),
        tableau(
            dossier,
            "Ménages et personnes accueillis",
            _TABLE,
            renvoi("Les publics accueillis", "Âges, ressources, motifs, nationalités"),
        ),
    )


def _accueillis(dossier: Dossier) -> str:
    return (
        f"Accueillis en {dossier.exercice}\u00a0: "
        f"{_nombre(dossier, 'menages_accueillis', 'ménage')}, soit "
        f"{_nombre(dossier, 'personnes_accueillies', 'personne')} dont "
        f"{_nombre(dossier, 'enfants_accueillis', 'enfant')}\u00a0; ménages venus par le "
        f"SIAO\u00a0: {dit(dossier, 'part_via_siao')}."
    )


def _nombre(dossier: Dossier, indicateur: str, nom: str) -> str:
    """Write how many there are, the noun agreed."""
    value = dossier.valeur(indicateur)
    alone = value is not None and value < 2
    return f"{dit(dossier, indicateur)} {nom if alone else nom + 's'}"


def _profil(dossier: Dossier) -> str:
    """Say which public is the largest by composition, age and resources, where it may be said."""
    said = [
        f"{minuscule(label)} ({dit(dossier, name)})"
        for prefix, liste in (("part_composition_", "composition"), ("part_age_", "tranche_age"),
                              ("part_ressources_", "ressources"))
        for name, label in [_premier(dossier, prefix, liste)]
        if name
    ]  # fmt: skip
    return f"Les plus nombreux\u00a0: {', '.join(said)}." if said else ""


def _premier(dossier: Dossier, prefixe: str, liste: str) -> tuple[str, str]:
    """Return the indicator and the label of the largest modality; nothing where one is masked."""
    labels = famille(prefixe, liste)
    known = {name: dossier.valeur(name) for name in labels}
    if any(dossier.secret(name) for name in labels) or all(v is None for v in known.values()):
        return "", ""
    top = max(known, key=lambda name: known[name] or 0.0)
    return top, labels[top]


def _demandes(dossier: Dossier) -> tuple[Bloc, ...]:
    """Set the shares by composition beside those of who asked the SIAO of the région in vain."""
    found = trouver(dossier)
    if not found:
        return (
            Paragraphe(
                f"Aucune demande au SIAO n’est connue pour {dossier.annee}\u00a0: qui demande sans "
                "être accueilli ne peut pas être décrit ici.",
                role="manque",
                titre="Besoins du territoire\u00a0: à compléter.",
            ),
        )
    if _petits(dossier):
        return (_en_nombres(dossier, found),)
    titre = _constat(dossier, found)
    rows = [
        {"ligne": _nom(one), "valeur": share, "serie": name}
        for one in found
        if max(one.accueillis or 0.0, one.demandes or 0.0) >= _DESSINE
        for name, share in ((_ICI, one.accueillis), (_REGION, one.demandes))
        if share is not None
    ]
    columns = (Colonne("Composition du ménage"), Colonne(_ICI, "taux"), Colonne(_REGION, "taux"))
    data = Tableau(titre, columns, tuple((_nom(b), b.accueillis, b.demandes) for b in found))
    return (
        Figure(
            titre=titre,
            graphique=points(rows, "ligne", "valeur", serie="serie"),
            unite="Part des ménages, part des demandes, en %",
            source="séjours du gestionnaire\u00a0; demandes au SIAO d’une place d’hébergement, "
            f"région {dossier.nom_region}",
            alternative=phrases(titre),
            tableau=data,
            note=_LIMITE,
        ),
    )


def _petits(dossier: Dossier) -> bool:
    """Tell whether too few households are received for their shares to be drawn or compared."""
    return any(dossier.en_nombres(name) for name in famille("part_composition_", "composition"))


def _en_nombres(dossier: Dossier, found: tuple[Besoin, ...]) -> Tableau:
    rows = tuple(
        (_nom(one), mesure(dossier, f"part_composition_{one.modalite}", dossier.annee),
         one.demandes)
        for one in found
    )  # fmt: skip
    columns = (Colonne("Composition du ménage"), Colonne(_ICI, "nombre"), Colonne(_REGION, "taux"))
    return Tableau(_QUESTION, columns, rows, note=_LIMITE)


def trouver(dossier: Dossier) -> tuple[Besoin, ...]:
    """Return the publics housed here and asked for in the région, empty where these are unknown."""
    asked = dossier.autour.get("demandes_siao")
    if not dossier.region or asked is None or asked.empty:
        return ()
    rules = regles_des_seuils()
    key = ("non_pourvues", dossier.region, dossier.annee, dossier.publiable, rules)

    def faire() -> pd.DataFrame:
        found = non_pourvues(asked, dossier.annee, "composition", preconisations=HEBERGEMENT)
        return parts(montrables(found, rules, publiable=dossier.publiable, titre=_REGION))

    shares = calcul(dossier.autour, key, faire)
    if shares.empty or shares["part"].isna().all():
        return ()
    labels = famille("part_composition_", "composition")
    own = {
        name.removeprefix("part_composition_"): mesure(dossier, name, dossier.annee)
        for name in labels
    }
    known = {
        code: dossier.valeur(f"part_composition_{code}")
        if not dossier.secret(f"part_composition_{code}")
        else None
        for code in own
    }
    found = mettre_en_regard(known, shares)
    # one that is masked stays: it could be the greatest
    return tuple(one for one in found if (one.accueillis, one.demandes) != (0.0, 0.0))


def _constat(dossier: Dossier, found: tuple[Besoin, ...]) -> str:
    """State the widest gap with its figures, ask the question where chance may make it."""
    top = plus_grand_ecart(found)
    if top is None and public_en_attente(found) and any(one.ecart is None for one in found):
        return SECRET_DU_PREMIER
    if top is None:
        return _QUESTION
    terms = dossier.termes(f"part_composition_{top.modalite}")
    if terms is None or not depasse_le_hasard(top, terms, len(found)):
        return _QUESTION
    return (
        f"{_nom(top)}\u00a0: {write(top.demandes, 'taux')} des demandes non pourvues de la région, "
        f"{write(top.accueillis, 'taux')} des ménages accueillis ici"
    )


def _nom(one: Besoin) -> str:
    label = nomenclature("composition").libelles[one.modalite]
    return f"{label[:1].upper()}{label[1:]}"
