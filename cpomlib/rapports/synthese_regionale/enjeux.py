"""The operators at stake, each with its reasons; the rules that were applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from cpomlib.calcul.anomalies import Anomalie, douteux
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.regional import Enjeux, RegleEnjeu, Signal, regles
from cpomlib.dossier import Territoire, enjeux_de, written
from cpomlib.droit import seuil
from cpomlib.rapports.contrat import contrat_en_mots
from cpomlib.rapports.publiable import PROVISOIRE
from cpomlib.rapports.synthese_regionale.operateurs import lien_diagnostic
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Secret, Valeur, nombre, pluriel, taux, write

Anomalies: TypeAlias = Mapping[str, tuple[Anomalie, ...]]
"""Gestionnaire → its anomalies of the year."""
DOUTEUX = " (chiffre douteux\u00a0: voir la qualité des données de son diagnostic)"
_NOTE = (
    "Une règle qui s’applique est une raison de regarder de près, pas un jugement. Les règles, "
    "leurs seuils et leurs sources sont donnés plus bas."
)


def operateurs_a_enjeux(territoire: Territoire) -> Groupe:
    """List who deserves a closer look, why, and by which rules; nobody while the year goes on."""
    titre = Titre(2, "Les opérateurs à enjeux", "enjeux")
    if territoire.periode.ouverte:
        said = f"{territoire.periode.avertissement} {PROVISOIRE}"
        return Groupe((titre, Paragraphe(said, role="manque", titre="Aucune règle appliquée.")))
    held = territoire.anomalies
    found = enjeux_de(territoire, held)
    return Groupe(
        (
            titre,
            Paragraphe(_NOTE),
            *(
                _compte(territoire, found)
                if territoire.publiable
                else _liste(territoire, found, held)
            ),
            *_regles(territoire, found),
        )
    )


def _liste(territoire: Territoire, found: Enjeux, held: Anomalies) -> tuple[Bloc, ...]:
    if not found.signaux:
        return (Paragraphe("Aucune règle ne relève d’opérateur cette année."),)
    columns = (Colonne("Opérateur"), Colonne("Contrat"), Colonne("Raisons"))
    contracts = {one.id: contrat_en_mots(one) for one in territoire.recenses}
    rows = tuple(
        (
            lien_diagnostic(who, territoire.gestionnaires[who]),
            contracts.get(who, "sans CHRS"),
            " ".join(raison(territoire, s, held.get(who, ())) for s in signals),
        )
        for who, signals in found.signaux.items()
    )
    titre = (
        f"{pluriel(len(rows), 'opérateur')} à enjeux sur "
        f"{pluriel(len(territoire.gestionnaires), 'gestionnaire')}"
    )
    return (
        Tableau(titre, columns, rows, note="Le plus de poids d’abord. Le nom mène au diagnostic."),
    )


def raison(territoire: Territoire, signal: Signal, held: Sequence[Anomalie]) -> str:
    """Write a reason with its code, and that its figure is doubtful where it is."""
    doubts = any(douteux(held, (signal.regle.indicateur,)))
    said = f"{signal.regle.code}\u00a0: {phrase(territoire, signal)}"
    return f"{said}{DOUTEUX}" if doubts else said


def phrase(territoire: Territoire, signal: Signal) -> str:
    """Write the reason of a signal, its figures in French form."""
    regle = signal.regle
    longue = territoire.conventions.seuil_presence_longue_mois
    return regle.motif.format(
        valeur=_figure(regle, signal.valeur),
        repere=_figure(regle, signal.repere),
        part=taux(signal.part) if signal.part is not None else "",
        duree_longue=write(longue, "nombre", "mois"),
    )


def _figure(regle: RegleEnjeu, value: float) -> str:
    return written(regle.indicateur, value) if regle.indicateur else nombre(value)


def _compte(territoire: Territoire, found: Enjeux) -> tuple[Bloc, ...]:
    """Say how often each rule fires, without a name: a few gestionnaires would be known by it."""
    least, total = territoire.regles.seuil_etablissements, len(territoire.gestionnaires)
    most = len(territoire.gestionnaires) - least
    why = f"La règle s’applique à moins de {least} gestionnaires, ou à tous sauf moins de {least}."
    fired = [signal.regle.code for signals in found.signaux.values() for signal in signals]
    rows = []
    for regle in regles():
        n = fired.count(regle.code)
        shown: Valeur = n if n == 0 or least <= n <= most else Secret(why)
        rows.append((regle.libelle, shown))
    columns = (Colonne("Règle"), Colonne("Gestionnaires", "nombre"))
    return (Tableau("Combien de gestionnaires chaque règle relève-t-elle\u00a0?", columns,
                    tuple(rows), note=f"Sur {pluriel(total, 'gestionnaire')}."),)  # fmt: skip


def _regles(territoire: Territoire, found: Enjeux) -> tuple[Bloc, ...]:
    columns = tuple(map(Colonne, ("Règle", "Seuil", "Pourquoi", "Source", "Évaluée")))
    rows = tuple(
        (
            f"{regle.code}\u00a0: {regle.libelle}",
            seuil_ecrit(regle),
            regle.pourquoi,
            regle.source,
            f"Non\u00a0: {found.non_evaluees[regle.code]}"
            if regle.code in found.non_evaluees
            else "Oui",
        )
        for regle in regles()
    )
    return (Tableau("Les règles des opérateurs à enjeux", columns, rows),)


def seuil_ecrit(regle: RegleEnjeu) -> str:
    """Write what a rule compares with: « plus de 15,0 % », « au-delà de 1,5 écart… »."""
    side = "plus de" if regle.quand == "dessus" else "moins de"
    if regle.methode == "clotures":
        return f"{nombre(regle.coefficient, 1)}\u00a0écart interquartile au-delà des quartiles"
    if regle.methode == "hasard":
        return "écart au reste de la région que le hasard n’explique pas"
    if regle.methode == "part_regionale":
        return f"{side} {taux(regle.seuil)} de la région"
    if regle.methode == "anomalies":
        return f"{side} {nombre(regle.seuil)}, gravité {regle.gravite}"
    shown = written(regle.indicateur, regle.seuil)
    years = f", {regle.annees}\u00a0ans de suite" if regle.annees > 1 else ""
    name = f" ({seuil(regle.nom_seuil).libelle})" if regle.nom_seuil else ""
    return f"{fiches()[regle.indicateur].libelle}\u00a0: {side} {shown}{years}{name}"
