"""What a report states: from the verdicts to a few messages, three different families first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cpomlib.calcul.contrat import LigneSuivi
from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.verdicts.contrat import CIBLES, des_cibles
from cpomlib.calcul.verdicts.declaration import VERDICTS, RegleDonnee, RegleVerdict, Verdicts
from cpomlib.calcul.verdicts.jugement import Jugements
from cpomlib.calcul.verdicts.modele import Message, Nature, Verdict
from cpomlib.calcul.verdicts.phrases import Plume
from cpomlib.droit import seuil
from cpomlib.socle import insecable, nombre

PREMIERS = 3
"""How many messages come first, from as many families where there are."""
_OBLIGATOIRE = 10.0
"""Weight a mandatory indicator has over the others of its nature."""
_NOMBRES = (
    "Zéro", "Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix",
)  # fmt: skip
ANOMALIES, PETITS, COUVERTURE = "anomalies", "petits", "couverture"


@dataclass(frozen=True)
class EtatDesDonnees:
    """How the data of a year stands.

    Attributes:
        fortes: how many strong anomalies nobody has answered.
        touches: the indicators they make doubtful.
        manques: table → how many establishments should have sent it and did not, on how many.
        sans_couvrir: why the stays that were sent do not tell the year; empty where they do.
    """

    fortes: int = 0
    touches: tuple[str, ...] = ()
    manques: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sans_couvrir: str = ""


def rediger(
    jugements: Jugements,
    plume: Plume,
    etat: EtatDesDonnees,
    suivi: Sequence[LigneSuivi] = (),
) -> tuple[Message, ...]:
    """State what the verdicts, the data and the contract give.

    Args:
        jugements: the verdicts.
        plume: what sentences are written from.
        etat: how the data of the year stands.
        suivi: the targets of the contract for the year.

    Returns:
        The messages, the first ones from different families.
    """
    if plume.faits.ouverte:
        return ()
    declared = VERDICTS.lire()
    found = [
        *_des_chiffres(jugements, plume, declared),
        *_des_donnees(jugements, plume, etat, declared),
        *des_cibles(suivi, jugements, plume, declared.contrat),
    ]
    found.sort(key=lambda one: (declared.ordre.index(_rang(one)), -one.poids))
    return tuple(varier(found))


def _rang(message: Message) -> Nature:
    """Return among which messages one comes: missed targets after what is not known."""
    return "donnees" if _manque(message) else message.nature


def _manque(message: Message) -> bool:
    """Tell whether a message says that the contract is missed, for sure."""
    return message.donnee == CIBLES and message.nature == "vigilance"


def varier(messages: Sequence[Message]) -> list[Message]:
    """Put first the best message of each family, as many as are shown; the others follow.

    That targets of the contract are missed is always among the first.
    """
    first: list[Message] = []
    for one in messages:
        if len(first) < PREMIERS and one.famille not in {kept.famille for kept in first}:
            first.append(one)
    first[-1:] = [one for one in messages if _manque(one) and one not in first] or first[-1:]
    return [*first, *(one for one in messages if one not in first)]


def _des_chiffres(jugements: Jugements, plume: Plume, declared: Verdicts) -> Iterable[Message]:
    for name, rule in declared.toutes.items():
        verdict = jugements.verdicts[name]
        nature, situation = _situation(verdict, jugements.cotes.get(name, 0))
        if situation and situation in rule.titres:
            yield _message(rule, verdict, nature, rule.titres[situation], plume)


def _situation(verdict: Verdict, side: int) -> tuple[Nature, str]:
    """Return the nature of what is said of an indicator and its situation, empty for nothing."""
    if fiches()[verdict.indicateur].sens == "aucun":
        return "ecart", {1: "haut", -1: "bas", 0: ""}[side]
    if verdict.verdict == "favorable":
        return "force", "favorable" if verdict.niveau == "meilleur" else "ameliore"
    if verdict.verdict == "defavorable":
        return "vigilance", "defavorable" if verdict.niveau == "moins_bon" else "degrade"
    return "force", ""


def _message(
    rule: RegleVerdict, verdict: Verdict, nature: Nature, titre: str, plume: Plume
) -> Message:
    return Message(
        indicateur=rule.indicateur,
        famille=fiches()[rule.indicateur].theme,
        nature=nature,
        titre=titre,
        texte=plume.phrase(rule, verdict),
        section=rule.section,
        poids=rule.poids + (_OBLIGATOIRE if rule.obligatoire else 0),
        doute=verdict.doute,
    )


def _des_donnees(
    jugements: Jugements, plume: Plume, etat: EtatDesDonnees, declared: Verdicts
) -> Iterable[Message]:
    year, rules = str(plume.faits.annee), declared.donnees
    if etat.fortes:
        count, touched = _anomalies(etat.fortes), _touche(etat.touches, etat.fortes)
        said = rules[ANOMALIES].texte.format(nombre=count, annee=year, touche=touched)
        yield _donnee(rules[ANOMALIES], said)
    if _petits(jugements, declared):
        least = nombre(seuil("effectif_lecture_min").nombre())
        yield _donnee(rules[PETITS], rules[PETITS].texte.format(nombre=least, annee=year))
    for rule in rules.values():
        lacking = [etat.manques[name] for name in rule.tables if name in etat.manques]
        whole = next((total for missing, total in lacking if missing == total), 0)
        if whole and etat.sans_couvrir and "sejours" in rule.tables:
            told = rules[COUVERTURE]
            yield _donnee(told, told.texte.format(raison=etat.sans_couvrir, annee=year))
        elif whole:
            yield _donnee(rule, rule.texte.format(absence=_absence(whole), annee=year))


def _petits(jugements: Jugements, declared: Verdicts) -> bool:
    """Tell whether every mandatory indicator is over too few households to conclude."""
    mandatory = [name for name, rule in declared.toutes.items() if rule.obligatoire]
    return bool(mandatory) and all(jugements.verdicts[name].en_nombres for name in mandatory)


def _donnee(rule: RegleDonnee, texte: str) -> Message:
    return Message(
        "", rule.famille, "donnees", rule.titre, insecable(texte), rule.section, rule.poids,
        donnee=rule.nom,
    )  # fmt: skip


def _anomalies(count: int) -> str:
    if count == 1:
        return "Une anomalie forte reste sans réponse"
    return f"{_lettres(count)} anomalies fortes restent sans réponse"


def _lettres(count: int) -> str:
    """Write a small number that begins a sentence in letters."""
    return _NOMBRES[count] if count < len(_NOMBRES) else nombre(count)


def _touche(names: Collection[str], count: int) -> str:
    """Name the figures that anomalies make doubtful, the ones judged first."""
    if not names:
        return ""
    rules = VERDICTS.lire().toutes
    kept = sorted(names, key=lambda name: name not in rules)[:3]
    said = [f"« {fiches()[name].libelle} »" for name in kept]
    more = len(names) - len(kept)
    if more:
        said.append("un autre chiffre" if more == 1 else f"{nombre(more)} autres chiffres")
    listed = " et ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
    return f" : {'elle touche' if count == 1 else 'elles touchent'} {listed}"


def _absence(count: int) -> str:
    if count == 1:
        return "L’établissement n’a rien transmis"
    return f"Aucun des {nombre(count)} établissements n’a transmis de données"
