"""What makes a FEC unfit as a whole: it does not balance, or no establishment takes its lines."""

from __future__ import annotations

from cpomlib.entree.fec.affectation import FICHIER, en_mots
from cpomlib.entree.fec.cumul import Cumul
from cpomlib.socle import Faute, dire_centimes, pluriel

_MOIS_DITS = 5
_ORPHELINS_DITS = 50
_MOIS = (
    "", "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def desequilibre(cumul: Cumul, fichier: str) -> Faute | None:
    """Return the fault of debits that differ from credits, to the cent; None when they agree.

    The journals and months where they differ are named: that is where a line is missing.
    """
    gap = cumul.debit - cumul.credit
    if not gap:
        return None
    message = (
        f"Le fichier n’est pas équilibré : débit {dire_centimes(cumul.debit)}, "
        f"crédit {dire_centimes(cumul.credit)}, écart {dire_centimes(gap)}.{_places(cumul)}"
    )
    advice = (
        "Redemandez un export complet ; pour le lire tel quel, ajoutez « --accepter-desequilibre »."
    )
    return Faute(fichier, 0, "", "", message, advice)


def _places(cumul: Cumul) -> str:
    wrong = [(key, net) for key, net in cumul.mois.items() if net]
    worst = sorted(wrong, key=lambda item: (-abs(item[1]), item[0]))[:_MOIS_DITS]
    told = [
        f"journal « {key[0]} » en {_month(key[1])} ({dire_centimes(net)})" for key, net in worst
    ]
    more = f" et {pluriel(len(wrong) - len(told), 'autre')}" if len(wrong) > len(told) else ""
    return f" L’écart est dans : {', '.join(told)}{more}." if told else ""


def _month(number: int) -> str:
    year, month = divmod(number, 100)
    return f"{_MOIS[month]} {year}"


def orphelins(cumul: Cumul, fichier: str) -> list[Faute]:
    """Return one fault per value of the key's columns that no row of the key covers."""
    lost = [(values, sums) for values, sums in cumul.orphelins.items() if sums[2] > 0 and any(sums)]
    lost.sort(key=lambda item: (-abs(item[1][0]) - abs(item[1][1]), item[0]))
    advice = (
        "Ajoutez une ligne à la clé analytique, un « defaut », ou « exclu » si l’activité est "
        "hors du CPOM."
    )
    faults = [
        Faute(fichier, 0, "", "", _orphan(values, sums), advice)
        for values, sums in lost[:_ORPHELINS_DITS]
    ]
    rest = lost[_ORPHELINS_DITS:]
    if rest:
        charges, produits = sum(s[0] for _, s in rest), sum(s[1] for _, s in rest)
        count = pluriel(len(rest), "autre cas", "autres cas")
        message = (
            f"{count} sans établissement : {dire_centimes(charges)} de charges, "
            f"{dire_centimes(produits)} de produits."
        )
        faults.append(Faute(fichier, 0, "", "", message, advice))
    return faults


def _orphan(values: tuple[tuple[str, str], ...], sums: list[int]) -> str:
    named = {name: value for name, value in values if name != FICHIER}
    charges, produits, lines = sums
    return (
        f"Aucun établissement pour {en_mots(named) if named else 'ces lignes'} : "
        f"{dire_centimes(charges)} de charges, {dire_centimes(produits)} de produits, "
        f"{pluriel(lines, 'ligne')}."
    )
