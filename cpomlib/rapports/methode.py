"""How the figures are made: definitions, conventions, rules, secrecy, deposits."""

from __future__ import annotations

from cpomlib import __version__
from cpomlib.calcul.indicateurs import VOLETS
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.verdicts import RegleVerdict, regles
from cpomlib.dossier import Dossier
from cpomlib.droit import Seuil, nomenclature, seuil
from cpomlib.droit.seuils import seuils
from cpomlib.rapports.lignes import lignes
from cpomlib.rapports.provenance import sources_des_publics
from cpomlib.rapports.volet_elements import valeurs_lues
from cpomlib.rendu.blocs import Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Format, date_courte, pluriel, write

ANCRE = "methode"
_SEULES = {"jours": "jour", "ans": "an"}
"""Unit → the same for one."""
_UNITES = {"mois": "mois", "jours": "jours", "annees": "ans", "euros": "€"}


def methode(dossier: Dossier) -> Groupe:
    """Show how every figure of the report is made, and from what."""
    return Groupe(
        (
            Titre(2, "La méthode", ANCRE),
            Paragraphe(
                "«\u00a0n. d.\u00a0»\u00a0: non disponible, la raison est donnée à côté. "
                "«\u00a0s.\u00a0»\u00a0: masqué par le secret statistique. Un taux sans "
                "dénominateur n’est pas "
                "nul\u00a0: il est non disponible. L’année va du 1er janvier au 31 "
                "décembre\u00a0; un mois "
                "compte 30,4375 jours. Un ménage compte une fois, quel que soit son nombre de "
                "séjours."
            ),
            _secrecy(dossier),
            *sources_des_publics(dossier),
            _deposits(dossier),
            *lignes(dossier, list(regles())),
            _thresholds(),
            *_dated(dossier),
            _rules(dossier),
            *(_fiches(dossier, volet) for volet in VOLETS),
        )
    )


def _secrecy(dossier: Dossier) -> Paragraphe:
    least, persons = seuil("seuil_etablissements"), seuil("seuil_personnes")
    share = seuil("dominance_max")
    own = (
        "Version à diffuser\u00a0: les petits effectifs du gestionnaire sont masqués."
        if dossier.publiable
        else "Les chiffres propres au gestionnaire ne sont pas masqués\u00a0: les deux parties les "
        "détiennent."
    )
    return Paragraphe(
        f"{own} Ceux de la région le sont sous "
        f"{write(least.valeur, 'nombre')} gestionnaires, sous {write(persons.valeur, 'nombre')} "
        f"personnes, ou quand un seul pèse plus de {write(share.valeur, 'taux')}. "
        f"Rapport produit par cpomlib {__version__}."
    )


def _deposits(dossier: Dossier) -> Tableau:
    columns = (
        Colonne("Dépôt"), Colonne("Date", "date"), Colonne("Auteur"), Colonne("Fichier"),
        Colonne("Format"), Colonne("Empreinte SHA-256"),
    )  # fmt: skip
    rows = tuple(
        (f"n° {d.id}", d.horodatage.date(), d.auteur, d.fichier, d.format, d.sha256[:16] + "…")
        for d in dossier.depots
    )
    last = date_courte(dossier.depots[-1].horodatage) if dossier.depots else ""
    return Tableau(
        "Les dépôts utilisés", columns, rows, note=f"Dernier dépôt pris en compte\u00a0: {last}."
    )


def valeur_du_seuil(seuil: Seuil) -> str:
    """Write what the parties agreed, with its unit; « aucune » where they set nothing."""
    if seuil.valeur is None:
        return "aucune"
    if seuil.unite == "taux":
        return write(seuil.valeur, "taux")
    unit = _UNITES.get(seuil.unite, "")
    return write(seuil.valeur, "nombre", _SEULES.get(unit, unit) if seuil.valeur == 1 else unit)


def _thresholds() -> Tableau:
    columns = ("Seuil ou convention", "Valeur", "Origine", "Référence", "Modifié par le service")
    rows = tuple(
        (
            s.libelle,
            valeur_du_seuil(s),
            s.origine,
            s.reference,
            "oui" if s.surcharge else "non",
        )
        for s in seuils().values()
    )
    return Tableau("Seuils et conventions", tuple(map(Colonne, columns)), rows)


def _dated(dossier: Dossier) -> tuple[Tableau, ...]:
    """List the dated values that the parts of the report read, in the order of the parts."""
    read = dossier.lecteur.lectures()
    return (valeurs_lues(read),) if read else ()


_COURS = {"": "non", "flux": "d’autres ménages chaque année", "stock": "des ménages qui restent"}
_VERDICTS = (
    "Un verdict vient du niveau, comparé au premier repère qui existe (objectif du contrat, norme, "
    "région), et du cours de trois années. Pour des ménages, des personnes ou des salariés, "
    "l’écart doit dépasser ce que fait le hasard (test exact, mi-p) et, dans tous les cas, "
    "atteindre l’écart utile. Ce rapport fait {tests}\u00a0: tous comptent dans la correction de "
    "Benjamini–Hochberg, à 5\u00a0%. Un montant, une durée, des équivalents temps plein, un taux "
    "d’occupation ou d’absence n’ont pas de modèle du hasard\u00a0: l’écart au repère, ou à la "
    "médiane d’au moins huit autres, est seulement constaté. Une cible du contrat est jugée par le "
    "contrat. Sous {least} au dénominateur, le taux se lit en nombres."
)


def _rules(dossier: Dossier) -> Tableau:
    columns = ("Indicateur", "Comparé à", "Cours", "Écart utile", "Ce qui peut en être dit")
    rows = tuple(
        (_label(name, rule), _marks(rule), _COURS[rule.cours], _useful(name),
         "\u00a0; ".join(rule.titres.values()))
        for name, rule in regles().items()
    )  # fmt: skip
    said = _VERDICTS.format(
        tests=pluriel(dossier.tests, "test"),
        least=write(seuil("effectif_lecture_min").valeur, "nombre"),
    )
    return Tableau("Règles des verdicts", tuple(map(Colonne, columns)), rows, note=said)


def _label(name: str, rule: RegleVerdict) -> str:
    """Name an indicator, and say where its rule comes from when it is not from the project."""
    return fiches()[name].libelle + (f" ({rule.origine})" if rule.origine else "")


def _marks(rule: RegleVerdict) -> str:
    if rule.norme:
        return seuil(rule.norme).libelle
    if rule.compte:
        return "autres gestionnaires de la région, par un test"
    return "médiane des autres gestionnaires de la région"


def _useful(name: str) -> str:
    fiche = fiches()[name]
    shape: Format = "points" if fiche.unite == "taux" else "taux"
    return write(fiche.ecart_utile, shape)


def _fiches(dossier: Dossier, volet: str) -> Tableau:
    columns = ("Indicateur", "Définition", "Source", "Limites d’interprétation")
    rows = []
    seen: set[str] = set()
    for fiche in fiches().values():
        name = fiche.famille or fiche.id
        if fiche.volet == volet and name not in seen:
            seen.add(name)
            dire = dossier.periode.dire
            rows.append(
                (dire(fiche.libelle), dire(fiche.definition), fiche.source, dire(fiche.limites))
            )
    label = nomenclature("volet").libelles.get(volet, volet)
    return Tableau(
        f"Fiches des indicateurs\u00a0: {label}", tuple(map(Colonne, columns)), tuple(rows)
    )
