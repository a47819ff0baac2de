"""Dotation globalisée commune, and affectations between establishments of a contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from cpomlib.calcul.budget.regle import ZERO, Nombre, Regle
from cpomlib.socle import euros

DGC = Regle("Dotation globalisée commune", "CASF, art. R. 314-43-1")
CROISEES = Regle("Affectations croisées", "arrêté du 25 octobre 2019, annexe II, III 1 c")

CRITERES: Mapping[str, str] = {
    "personne_morale": "la même personne morale",
    "autorite": "la même autorité de tarification",
    "financement": "le même financement",
}
CHAMPS_CROISEES = ("de", "vers", "montant", "bop_de", "bop_vers", "statut")
STATUTS_PRIVES = ("association", "fondation", "prive")
STATUTS = (*STATUTS_PRIVES, "public", "autre")


def verifier_dgc(
    etablissements: Mapping[str, Mapping[str, str]],
    repartition: Mapping[str, Nombre],
    total: Nombre,
) -> dict[str, Decimal]:
    """Check that establishments may share one dotation and that its shares make it up.

    Args:
        etablissements: by establishment, its ``personne_morale`` (SIREN or name), its
            ``autorite`` (tariff authority) and its ``financement`` (the limitative dotation).
        repartition: provisional share of each establishment, euros.
        total: the common dotation, euros.

    Returns:
        The shares in euros, to the cent, in the order of ``etablissements``; they sum to
        ``total``.

    Raises:
        RegleBudgetaireError: fewer than two establishments, a difference of legal person,
            authority or financing, an establishment without a share (or the reverse), a negative
            share, or a sum that is not the dotation.

    Source: CASF, art. R. 314-43-1.
    """
    if len(etablissements) < 2:
        raise DGC.erreur(
            "une dotation commune réunit au moins deux établissements.",
            "Ajoutez les établissements du périmètre, ou fixez une dotation propre.",
            etablissements=list(etablissements),
        )
    for critere, nom in CRITERES.items():
        _same(critere, nom, etablissements)
    seuls = sorted(set(etablissements) ^ set(repartition))
    if seuls:
        manque = "n’a pas de part" if seuls[0] in etablissements else "n’est pas au périmètre"
        raise DGC.erreur(
            f"l’établissement « {seuls[0]} » {manque}.",
            "La répartition nomme les établissements de la dotation, tous et eux seuls.",
            etablissement=seuls[0],
        )
    parts = {e: DGC.positif(repartition[e], f"part de « {e} »") for e in etablissements}
    _same_sum(parts, DGC.positif(total, "dotation commune"))
    return parts


def memes_bop(affectations_croisees: Iterable[Mapping[str, object]]) -> dict[str, Decimal]:
    """Check affectations between income statements and return what each one gives or receives.

    Args:
        affectations_croisees: one mapping per transfer: ``de`` and ``vers`` (establishments),
            ``montant`` (euros), ``bop_de`` and ``bop_vers`` (budget opérationnel de programme of
            each), ``statut`` of the manager (``association``, ``fondation``, ``prive``,
            ``public``, ``autre``).

    Returns:
        Net euros by establishment, negative when it gives; the sum is zero.

    Raises:
        RegleBudgetaireError: a transfer crosses two BOP, the manager is not a private one, a
            value is missing, the amount is negative, or an establishment gives to itself.

    Source: model contract (arrêté du 25 octobre 2019, annexe II, III 1 c).
    """
    nets: dict[str, Decimal] = {}
    for rang, ligne in enumerate(affectations_croisees, start=1):
        de, vers, montant = _crossing(rang, ligne)
        nets[de] = nets.get(de, ZERO) - montant
        nets[vers] = nets.get(vers, ZERO) + montant
    return nets


def _same(critere: str, nom: str, etablissements: Mapping[str, Mapping[str, str]]) -> None:
    valeurs: dict[str, str] = {}
    for etablissement, faits in etablissements.items():
        if not faits.get(critere):
            raise DGC.erreur(
                f"l’établissement « {etablissement} » n’indique pas « {critere} ».",
                "Renseignez-le : la dotation commune en dépend.",
                etablissement=etablissement,
            )
        valeurs.setdefault(faits[critere], etablissement)
    if len(valeurs) > 1:
        (un, chez_un), (autre, chez_autre) = list(valeurs.items())[:2]
        raise DGC.erreur(
            f"les établissements n’ont pas {nom} : « {un} » pour « {chez_un} », « {autre} » pour "
            f"« {chez_autre} ».",
            "Faites une dotation par groupe homogène.",
            **{critere: list(valeurs)},
        )


def _same_sum(parts: Mapping[str, Decimal], total: Decimal) -> None:
    somme = sum(parts.values(), ZERO)
    if somme != total:
        raise DGC.erreur(
            f"les parts totalisent {euros(somme)} et la dotation est de {euros(total)}, soit "
            f"{euros(abs(total - somme))} d’écart.",
            "Corrigez la répartition : elle doit faire la dotation, au centime.",
            repartition=dict(parts),
            total=total,
        )


def _crossing(rang: int, ligne: Mapping[str, object]) -> tuple[str, str, Decimal]:
    for champ in CHAMPS_CROISEES:
        if ligne.get(champ) in (None, ""):
            raise CROISEES.erreur(
                f"l’affectation n° {rang} n’indique pas « {champ} ».",
                "Renseignez cette valeur.",
                ligne=dict(ligne),
            )
    de, vers = str(ligne["de"]), str(ligne["vers"])
    montant = CROISEES.positif(ligne["montant"], f"montant de l’affectation n° {rang}")
    statut = CROISEES.choix(ligne["statut"], "statut", STATUTS)
    if statut not in STATUTS_PRIVES:
        raise CROISEES.erreur(
            f"l’affectation n° {rang} vient d’un gestionnaire de statut « {statut} », et seuls "
            "les gestionnaires privés peuvent affecter entre établissements.",
            "Affectez le résultat dans le budget qui l’a produit.",
            statut=statut,
        )
    if ligne["bop_de"] != ligne["bop_vers"]:
        raise CROISEES.erreur(
            f"l’affectation n° {rang}, de « {de} » vers « {vers} », passe du BOP "
            f"« {ligne['bop_de']} » au BOP « {ligne['bop_vers']} ».",
            "Restez dans un même budget opérationnel de programme.",
            bop_de=ligne["bop_de"],
            bop_vers=ligne["bop_vers"],
        )
    if de == vers:
        raise CROISEES.erreur(
            f"l’affectation n° {rang} part de « {de} » et y revient.",
            "Indiquez deux établissements différents.",
            de=de,
            vers=vers,
        )
    return de, vers, montant
