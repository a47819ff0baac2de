"""Account totals as the shared tables ``balances`` and ``budgets``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cpomlib.droit import (
    SENS,
    Declaration,
    Endroit,
    GroupeDuCompte,
    Texte,
    groupes_fonctionnels,
    par_prefixe,
    refus,
)
from cpomlib.socle import Faute, dire_centimes
from cpomlib.tables import conform, empty, identifying, table

if TYPE_CHECKING:
    import pandas as pd

CHIFFRES = 15
"""Digits of an account number that the shared tables keep."""
LIBELLE_MAX = 255
SOLDE_MAX = 10**15
"""Centimes beyond which a balance cannot be true (ten thousand billion euros)."""
TIERS = (
    "Les libellés des comptes de tiers (165, 275, 40, 41, 42, 45, 46) sont ceux du plan "
    "comptable : ceux du fichier peuvent nommer des personnes."
)


def _compte(value: str, ou: Endroit) -> str:
    if not value.isdecimal():
        raise refus(value, "un numéro de compte", "Écrivez ses premiers chiffres.", ou)
    return value


@dataclass(frozen=True)
class ComptesDeTiers:
    """The accounts whose label may name a person, with the label of the chart of accounts."""

    libelles: Mapping[Annotated[str, _compte], Texte]


COMPTES_DE_TIERS = Declaration("sources/comptes_de_tiers.yaml", ComptesDeTiers)


def compte_partage(compte: str) -> str:
    """Return the account number that is shared: its leading digits, fifteen at most.

    What follows them names a third party (``411DUPONT`` is ``411``).
    """
    match = re.match("[0-9]*", compte)
    return match[0][:CHIFFRES] if match else ""


def libelles_partages(libelles: Mapping[str, str]) -> dict[str, str | None]:
    """Return the labels that may be shared, by account: no name of a person.

    Accounts of third parties take the label of the chart of accounts; a label that holds an
    address, a telephone or a social security number is dropped.
    """
    generic = COMPTES_DE_TIERS.lire().libelles
    champ = table("balances").champ("libelle")
    suspects = identifying(champ, list(dict.fromkeys(libelles.values())))
    shared: dict[str, str | None] = {}
    for compte, label in libelles.items():
        replaced = par_prefixe(compte, generic)
        kept = replaced or (None if label in suspects else label)
        shared[compte] = " ".join(kept.split())[:LIBELLE_MAX] or None if kept else None
    return shared


def balances(
    gestionnaire: str, annee: int, soldes: Mapping[str, int], libelles: Mapping[str, str]
) -> pd.DataFrame:
    """Return the table ``balances``: one row per account that does not close at zero.

    Args:
        gestionnaire: id of the gestionnaire.
        annee: exercise.
        soldes: shared account → debit − credit, in centimes.
        libelles: account → label as written.
    """
    import pandas as pd

    held = {compte: net for compte, net in sorted(soldes.items()) if net}
    if not held:
        return empty("balances")
    labels = libelles_partages({compte: libelles.get(compte, "") for compte in held})
    rows = [
        (gestionnaire, annee, compte, labels[compte], max(net, 0), max(-net, 0))
        for compte, net in held.items()
    ]
    names = ["id_gestionnaire", "annee", "compte", "libelle", "debit", "credit"]
    return conform("balances", pd.DataFrame(rows, columns=names))


@dataclass(frozen=True)
class LigneBudget:
    """One row of a budget: where, which side, which groupe, how much (centimes)."""

    etablissement: str
    non_reconductible: bool
    compte: str
    sens: str
    groupe: int
    montant: int


@dataclass(frozen=True)
class Budget:
    """A compte administratif drawn from accounts.

    Attributes:
        lignes: its rows.
        inconnus: accounts that the mapping does not cover → side.
        contraires: rows whose amount is negative (a charge account that closes on credit
            without being an account of products, or the reverse).
    """

    lignes: tuple[LigneBudget, ...]
    inconnus: Mapping[str, str]
    contraires: tuple[LigneBudget, ...]


def budget(gestion: Mapping[tuple[str, bool, str], int], annee: int) -> Budget:
    """Draw the rows of a compte administratif from the closing balances of classes 6 and 7.

    A class 6 account on its usual side is a charge, a class 7 one a product. On the other
    side, the account belongs there if the dated mapping says so (6419, 609 on credit are
    products of groupe 2; 709 on debit is a charge of groupe 1); otherwise it stays where it
    is, with a negative amount.

    Args:
        gestion: (establishment, non reconductible, shared account) → debit − credit, centimes.
        annee: exercise; the mapping is that of its last day.

    Source: arrêté du 8 août 2002 (composition des groupes fonctionnels).
    """
    groupes = {sens: groupes_fonctionnels(sens, date(annee, 12, 31)) for sens in SENS}
    lines: list[LigneBudget] = []
    unknown: dict[str, str] = {}
    for (etablissement, once, compte), net in sorted(gestion.items()):
        if not net:
            continue
        side, amount, row = _side(compte, net, groupes)
        if row is None:
            unknown[compte] = side
        else:
            lines.append(LigneBudget(etablissement, once, compte, side, row.groupe, amount))
    return Budget(tuple(lines), unknown, tuple(line for line in lines if line.montant < 0))


def _side(
    compte: str, net: int, groupes: Mapping[str, Mapping[str, GroupeDuCompte]]
) -> tuple[str, int, GroupeDuCompte | None]:
    """Return the side of an account, its amount there, and the row of the mapping."""
    usual, other = SENS if compte[0] == "6" else SENS[::-1]
    amount = net if usual == "charge" else -net
    there = par_prefixe(compte, groupes[other])
    if amount < 0 and there is not None:
        return other, -amount, there
    return usual, amount, par_prefixe(compte, groupes[usual])


def budgets(lignes: Iterable[LigneBudget], annee: int, libelles: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of a compte administratif as the table ``budgets``."""
    import pandas as pd

    kept = list(lignes)
    if not kept:
        return empty("budgets")
    labels = libelles_partages({line.compte: libelles.get(line.compte, "") for line in kept})
    rows = [
        {
            "id_etablissement": line.etablissement,
            "annee": annee,
            "document": "ca",
            "sens": line.sens,
            "groupe": line.groupe,
            "compte": line.compte,
            "libelle": labels[line.compte],
            "montant": line.montant,
            "non_reconductible": line.non_reconductible,
        }
        for line in kept
    ]
    return conform("budgets", pd.DataFrame(rows))


def prefixes_proches(compte: str, sens: str, annee: int) -> str:
    """Return a French sentence that names the known prefixes nearest to an account."""
    known = sorted(groupes_fonctionnels(sens, date(annee, 12, 31)))
    for length in range(len(compte), 0, -1):
        near = [prefix for prefix in known if prefix.startswith(compte[:length])]
        if near:
            named = ", ".join(f"« {prefix} »" for prefix in near[:8])
            return f"Préfixes connus les plus proches : {named}."
    return ""


def compte_inconnu(compte: str, sens: str, annee: int, ou: tuple[str, int], colonne: str) -> Faute:
    """Return the fault of an account that no row of the mapping covers.

    Args:
        compte: shared account.
        sens: its side.
        annee: exercise.
        ou: file and line where it is first met.
        colonne: name of the column.
    """
    word = "charges" if sens == "charge" else "produits"
    return Faute(
        ou[0],
        ou[1],
        colonne,
        compte,
        f"Aucun groupe fonctionnel n’est connu en {annee} pour ce compte de {word}.",
        f"{prefixes_proches(compte, sens, annee)} Corrigez le compte, ou complétez "
        "« groupes_fonctionnels.yaml » dans le dossier des paramètres du service.",
    )


def soldes_partages(comptes: Mapping[str, int]) -> Counter[str]:
    """Add up accounts that share the same number once what names a third party is dropped."""
    shared: Counter[str] = Counter()
    for compte, net in comptes.items():
        shared[compte_partage(compte)] += net
    return shared


def soldes_demesures(soldes: Mapping[str, int], fichier: str, colonne: str) -> list[Faute]:
    """Return the balances that are too large to be true."""
    return [
        Faute(
            fichier,
            0,
            colonne,
            compte,
            f"Le solde de ce compte est trop grand pour être vrai : {dire_centimes(net)}.",
            "Vérifiez les montants du fichier.",
        )
        for compte, net in soldes.items()
        if abs(net) > SOLDE_MAX
    ]
