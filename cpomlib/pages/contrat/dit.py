"""What the page says of a target, in words."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul.contrat import CibleSuivie, Mesuree, PorteeCible, en_points
from cpomlib.calcul.indicateurs import fiches
from cpomlib.socle import NBSP, euros_ronds, nombre, taux

SENS = {
    "hausse": "en hausse", "baisse": "en baisse", "maintien": "à maintenir",
    "plancher": "au moins", "plafond": "au plus",
}  # fmt: skip


def unite_de(cible: CibleSuivie) -> str:
    """Return the unit of a target."""
    known = fiches().get(cible.indicateur)
    return known.unite if known else cible.unite


def libelle_de(cible: CibleSuivie) -> str:
    """Return what a target is called."""
    known = fiches().get(cible.indicateur)
    return known.libelle if known else cible.libelle or cible.indicateur


def court(libelle: str) -> str:
    """Return a name short enough for a card: « Taux de sortie… » is « Sortie… »."""
    for head in ("Taux de ", "Taux d’", "Part des ", "Part de "):
        if libelle.startswith(head):
            rest = libelle[len(head) :]
            return rest[:1].upper() + rest[1:]
    return libelle


def gens_de(cible: CibleSuivie) -> str:
    """Return what a rate counts: ménages, personnes, séjours."""
    known = fiches().get(cible.indicateur)
    return known.denominateur.split()[0] if known and known.denominateur else "unités"


def ecrite(value: float | None, unite: str) -> str:
    """Write a value in its unit; « n. d. » where there is none."""
    if value is None:
        return "n. d."
    if unite == "taux":
        return taux(value, 0 if round(value, 2) == round(value, 6) else 1)
    if unite == "euros":
        return euros_ronds(value)
    return nombre(value, 0 if value == int(value) else 1)


def comptee(mesure: Mesuree) -> str:
    """Write a rate in counts, empty for what is none."""
    if not mesure.effectif or mesure.numerateur is None or not mesure.denominateur:
        return ""
    return f"{nombre(mesure.numerateur)} sur {nombre(mesure.denominateur)}"


def titre(portee: PorteeCible, cible: CibleSuivie) -> str:
    """Say at once what a target means: « 38 % en 2028 : 7 ménages de plus par an »."""
    head = f"{ecrite(portee.valeur, unite_de(cible))} en {portee.annee}"
    if portee.de_plus is not None:
        return f"{head}{NBSP}: {_gens(portee.de_plus, gens_de(cible), portee.mesuree_en)}"
    if portee.ecart is None:
        return head
    return f"{head}{NBSP}: {_ecart(portee, unite_de(cible))}"


def _gens(count: int, gens: str, year: int | None) -> str:
    word = gens if abs(count) > 1 else gens.removesuffix("s")
    if count == 0:
        return f"autant de {gens} qu’en {year}"
    return f"{nombre(abs(count))} {word} de {'plus' if count > 0 else 'moins'} par an"


def _ecart(portee: PorteeCible, unite: str) -> str:
    gap = portee.ecart or 0.0
    if not round(gap, 6):
        return f"comme en {portee.mesuree_en}"
    way = "plus" if gap > 0 else "moins"
    said = (
        f"{nombre(en_points(abs(gap)), 1)} points" if unite == "taux" else ecrite(abs(gap), unite)
    )
    return f"{said} de {way} qu’en {portee.mesuree_en}"


def resume(cible: CibleSuivie, reference: float | None) -> str:
    """Say a target on one line: « 36 % en 2025 → 46 % en 2028 »."""
    unit = unite_de(cible)
    start = f"{ecrite(reference, unit)} en {cible.annee_reference}"
    if cible.derniere is None:
        return f"{start}, sans cible"
    year, value = cible.derniere
    return f"{start} → {ecrite(value, unit)} en {year}"


def sous_titre(cible: CibleSuivie, mesurees: Sequence[tuple[int, Mesuree]], ou: str) -> str:
    """Say what is measured, where, and how to set it."""
    last = ""
    if mesurees:
        year, one = mesurees[-1]
        counted = comptee(one)
        shown = ecrite(one.valeur, unite_de(cible))
        last = f"{NBSP}: {shown}{f' ({counted})' if counted else ''} en {year}"
    return f"{libelle_de(cible)}, {ou}{last}."
