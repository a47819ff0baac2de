"""Who, since when, for how long, with which establishments: guessed from the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpomlib.entree.noms import sans_accent
from cpomlib.entree.reprise.ecrit import Ecrit, PassageLu
from cpomlib.entree.reprise.mots import MotsReprise, mots
from cpomlib.entree.reprise.suppositions import sans_personne, trouve
from cpomlib.entree.reprise.valeurs import duree, jours, mois_entre
from cpomlib.entree.trame import Rangee, Trouve

FINESS = re.compile(r"(?<![0-9A-Z])(?:[0-9]{2}|2[AB])\s?[0-9]{3}\s?[0-9]{3}\s?[0-9](?![0-9])")
_EFFET = re.compile(
    r"prend effet|prennent effet|entre en vigueur|date d'effet|a compter du|conclu pour .{0,60}per"
)
_SIGNE = re.compile(r"\b(fait a|signe le|signe a)\b")
_PERIODE = re.compile(r"\bdu\b.{8,40}\bau\b")
_COMITE = re.compile(r"comite (de suivi|de pilotage)|revue (annuelle|de contrat)")
_RYTHMES = (
    ("une fois par an", 12), ("annuel", 12), ("deux fois par an", 6), ("semestriel", 6),
    ("tous les six mois", 6), ("trimestriel", 3), ("quatre fois par an", 3),
)  # fmt: skip


@dataclass(frozen=True)
class Connu:
    """What the base knows, to tell whose numbers and names are cited.

    Attributes:
        etablissements: identifier → name.
        gestionnaires: identifier → name.
        gestionnaire_de: establishment → gestionnaire.
    """

    etablissements: Mapping[str, str]
    gestionnaires: Mapping[str, str]
    gestionnaire_de: Mapping[str, str]


def entete(ecrit: Ecrit, connu: Connu, gestionnaire: str | None) -> dict[str, Trouve]:
    """Return what is guessed of the contract itself: one row of ``contrats``."""
    found: dict[str, Trouve] = {}
    for passage in ecrit.passages:
        for column, value in _one(passage):
            found.setdefault(column, trouve(value, passage.endroit, passage.texte))
    whose = _gestionnaire(ecrit, connu, gestionnaire)
    if whose is not None:
        found["id_gestionnaire"] = whose
    return found


def _one(passage: PassageLu) -> Iterator[tuple[str, object]]:
    plain = sans_accent(passage.texte)
    if "contrat pluriannuel d'objectifs et de moyens" in plain and len(passage.texte) <= 200:
        yield "intitule", sans_personne(passage.texte)
    if re.search(r"l\.?\s?313-11-2\b", plain):
        yield "cadre", "l313_11_2"
    yield from _dates(plain)
    if _COMITE.search(plain):
        rhythm = next((months for words, months in _RYTHMES if words in plain), None)
        if rhythm:
            yield "periodicite_comite_mois", rhythm


def _dates(plain: str) -> Iterator[tuple[str, object]]:
    days = list(jours(plain))
    start = _EFFET.search(plain)
    period = _PERIODE.search(plain)
    if period and len(days) == 2 and (months := mois_entre(days[0][1], days[1][1])):
        yield "date_effet", days[0][1]
        yield "duree_mois", months
        return
    if start:
        after = [day for place, day in days if place > start.start()]
        if after:
            yield "date_effet", after[0]
    if "duree" in plain and ("contrat" in plain or "conclu" in plain or start):
        months = duree(plain[plain.index("duree") :])
        if months:
            yield "duree_mois", months
    if days and _SIGNE.search(plain):
        yield "statut", "signe"


def _gestionnaire(ecrit: Ecrit, connu: Connu, said: str | None) -> Trouve | None:
    if said is not None:
        return trouve(said, "la commande", "--gestionnaire")
    cited = [
        trouve(number, passage.endroit, passage.texte)
        for passage in ecrit.passages
        for number in numeros(passage.texte)
        if number in connu.gestionnaires
    ]
    named = [
        trouve(number, passage.endroit, passage.texte)
        for passage in ecrit.passages
        for number, name in connu.gestionnaires.items()
        if nomme(passage.texte, name)
    ]
    owners = [
        trouve(connu.gestionnaire_de[one.valeur], one.endroit, one.extrait)
        for one in etablissements(ecrit.passages, connu)
    ]
    for met in (cited, named, owners):
        # two gestionnaires cited: nothing tells which one signs
        if len({one.valeur for one in met}) == 1:
            return met[0]
    return None


def numeros(texte: str) -> Iterator[str]:
    """Yield the numbers of a text that have the form of a FINESS."""
    for match in FINESS.finditer(texte):
        yield re.sub(r"\s", "", match.group())


def nomme(texte: str, nom: str) -> bool:
    """Say whether a text holds a name of two words at least, whatever its accents."""
    name = mots(nom)
    return " " in name and f" {name} " in f" {mots(texte)} "


def etablissements(passages: Sequence[PassageLu], connu: Connu) -> list[Trouve]:
    """Return the establishments of the base that a document cites, once each."""
    found: dict[str, Trouve] = {}
    for passage in passages:
        by_number = [n for n in numeros(passage.texte) if n in connu.etablissements]
        by_name = [n for n, name in connu.etablissements.items() if nomme(passage.texte, name)]
        for number in (*by_number, *by_name):
            found.setdefault(number, trouve(number, passage.endroit, passage.texte))
    return list(found.values())


def perimetre(ecrit: Ecrit, connu: Connu, effet: Trouve | None) -> Iterator[Rangee]:
    """Yield the establishments of the contract, each from its first day."""
    for one in etablissements(ecrit.passages, connu):
        cells = {"id_etablissement": one}
        yield Rangee(
            "contrat_etablissements", cells if effet is None else {**cells, "date_entree": effet}
        )


def parties(ecrit: Ecrit, words: MotsReprise, nom: str | None) -> Iterator[Rangee]:
    """Yield the parties, told by the words that begin a passage."""
    seen: set[str] = set()
    for passage in ecrit.passages:
        nature = _nature(passage, words, nom)
        said = sans_personne(passage.texte.split(",")[0])
        if nature is None or mots(said) in seen:
            continue
        seen.add(mots(said))
        cells: dict[str, object] = {
            "partie": f"P{len(seen)}", "nature": nature, "organisme": said[:200],
            "role": "autorite_tarification" if nature.startswith("prefet") else "signataire",
        }  # fmt: skip
        read = {
            name: trouve(value, passage.endroit, passage.texte) for name, value in cells.items()
        }
        yield Rangee("contrat_parties", read)


def _nature(passage: PassageLu, words: MotsReprise, nom: str | None) -> str | None:
    """Return what a party is: « Le préfet de la région…, » « Le conseil départemental…, »."""
    head = passage.texte.split(",")[0]
    begins = re.match(r"(?:et\s*:?\s*|entre\s*:?\s*)?(?:l'|la |le )?(.*)", sans_accent(head))
    if not begins or "," not in passage.texte or len(head) > 120:
        return None
    if nom and nomme(head, nom):
        return "gestionnaire"
    first = mots(begins.group(1))
    for nature, ways in words.parties.items():
        if any(first.startswith(mots(way)) for way in ways):
            return nature
    return None


def inconnus(ecrit: Ecrit, connu: Connu) -> list[PassageLu]:
    """Return the passages that cite a FINESS number the base does not know."""
    known = {*connu.etablissements, *connu.gestionnaires}
    return [one for one in ecrit.passages if set(numeros(one.texte)) - known]
