"""Reading an export of a SIAO through a mapping, into stays or counts of requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.entree.lecture import LectureFichier
from cpomlib.entree.noms import plie
from cpomlib.entree.siao.ages import tranches
from cpomlib.entree.siao.cle import pseudonymes
from cpomlib.entree.siao.correspondance import (
    A_CONFIRMER,
    DEMANDES,
    PSEUDONYMES,
    Correspondance,
    RegleColonne,
    champs_cibles,
)
from cpomlib.entree.siao.demandes import compter
from cpomlib.entree.siao.dire import messages, reserves
from cpomlib.entree.siao.export import Export, lire_export
from cpomlib.entree.siao.sejours import SEJOURS, verifier
from cpomlib.entree.siao.traduire import MotInconnu, fautes_inconnus, montrables, mots, traduite
from cpomlib.socle import CpomError, DonneesError, Faute, pluriel, suggestion
from cpomlib.tables import Champ, ColonneLue, montrable, table

if TYPE_CHECKING:
    from cpomlib.tables import Frames

INCONNU = "inconnu"
"""What an unknown destination is, since a stay that has ended must have one."""


@dataclass(frozen=True)
class Traduction:
    """The export in our words.

    Attributes:
        colonnes: our columns, as text.
        fautes: what stands in the way.
        vides: our column → words counted as not given, with their rows.
    """

    colonnes: dict[str, ColonneLue]
    fautes: list[Faute]
    vides: dict[str, list[MotInconnu]]


def read_siao(
    path: Path,
    correspondance: Correspondance,
    cle: bytes | None,
    known: Frames | None = None,
    *,
    non_renseigne: bool = False,
) -> LectureFichier:
    """Read stays or requests exported by a SIAO.

    Args:
        path: the export, CSV or XLSX.
        correspondance: from the sender's columns and words to ours.
        cle: the key of the pseudonyms; None only where nothing is pseudonymised.
        known: the structure the base holds, to resolve establishments.
        non_renseigne: count an unknown word of an optional column as not given.

    Returns:
        ``sejours``, or ``demandes_siao`` counted by département, year, composition and
        preconisation. The sender's numbers are replaced by pseudonyms; names, telephones and
        the like are dropped.

    Raises:
        FichierError: the file may not be opened.
        DonneesError: a word without a mapping, a value that cannot be read, a broken rule:
            all of them at once.
        CpomError: a column of the mapping is not in the export.
    """
    _require_confirmed(correspondance)
    wanted = correspondance.colonnes
    births = [rule.colonne for rule in correspondance.regles.values() if rule.naissance_au]
    export = lire_export(path, wanted, correspondance.feuille, births)
    _require_columns(path, correspondance, export)
    if not len(export.lignes):
        raise CpomError(
            "Cet export n’a aucune ligne.", ou=path.name, que_faire="Refaites l’export."
        )
    translated = _translate(path, correspondance, export, cle, known or {}, non_renseigne)
    return _lecture(path, correspondance, export, translated, known or {})


def _lecture(
    path: Path,
    correspondance: Correspondance,
    export: Export,
    translated: Traduction,
    known: Frames,
) -> LectureFichier:
    judge = compter if correspondance.table == DEMANDES else verifier
    result = judge(path.name, translated.colonnes, export.lignes, known)
    senders = {rule.cible: rule.colonne for rule in correspondance.regles.values()}
    told = {(fault.ligne, fault.colonne) for fault in translated.fautes}
    faults = [replace(f, colonne=senders.get(f.colonne) or f.colonne) for f in result.fautes]
    silent = {fault.colonne for fault in translated.fautes}
    faults = [
        fault
        for fault in faults
        if (fault.ligne, fault.colonne) not in told
        and not (fault.colonne in silent and fault.valeur == "")
    ]
    if translated.fautes or faults:
        raise DonneesError([*translated.fautes, *faults])
    count = len(export.lignes)
    return LectureFichier(
        f"siao-{correspondance.table}",
        {correspondance.table: result.frame},
        count,
        count - sum(result.ecartees.values()),
        messages=messages(correspondance, export, translated.vides, result.frame, known),
        ecartees=result.ecartees,
        absentes={SEJOURS: frozenset(table(SEJOURS).colonnes) - set(translated.colonnes)}
        if correspondance.table == SEJOURS
        else {},
        reserves=reserves(path.name, translated.vides),
    )


def _require_confirmed(correspondance: Correspondance) -> None:
    """Refuse a mapping that still holds guesses: each is confirmed by somebody, one by one."""
    pending = [
        (rule.cible, label, ours)
        for rule in correspondance.regles.values()
        for label, ours in rule.a_confirmer
    ]
    if not pending:
        return
    shown = montrables([label for _, label, _ in pending])
    told = ", ".join(
        f"{target} : «\u00a0{label}\u00a0» → {ours}"
        for label, (target, _, ours) in zip(shown, pending, strict=True)
    )
    raise CpomError(
        f"{pluriel(len(pending), 'supposition')} de cette correspondance à confirmer : {told}.",
        ou=correspondance.fichier,
        pourquoi="Une ressemblance peut tromper : chacune se relit.",
        que_faire=f"Effacez «\u00a0{A_CONFIRMER}\u00a0» après celles qui sont justes, corrigez les "
        "autres.",
    )


def _require_columns(path: Path, correspondance: Correspondance, export: Export) -> None:
    present = {plie(name) for name in export.colonnes}
    for rule in correspondance.regles.values():
        if rule.colonne and plie(rule.colonne) not in present:
            raise CpomError(
                f"La colonne «\u00a0{rule.colonne}\u00a0» n’est pas dans l’export.",
                ou=path.name,
                pourquoi=f"La correspondance la demande pour «\u00a0{rule.cible}\u00a0».",
                que_faire=suggestion(
                    rule.colonne, [montrable(None, name) for name in export.colonnes]
                ),
            )


def _translate(
    path: Path,
    correspondance: Correspondance,
    export: Export,
    cle: bytes | None,
    known: Frames,
    non_renseigne: bool,
) -> Traduction:
    fields = {champ.nom: champ for champ in champs_cibles(correspondance.table)}
    result = Traduction({}, _irregular(path, export), {})
    late: list[RegleColonne] = []
    for target, rule in correspondance.regles.items():
        column = _source(export, rule)
        if target in PSEUDONYMES:
            names = pseudonymes(_key(cle), PSEUDONYMES[target], column.textes)
            result.colonnes[target] = ColonneLue(column.codes, names)
        elif rule.naissance_au or rule.age:
            late.append(rule)
        else:
            default = INCONNU if non_renseigne and target == "destination" else ""
            made, unknown = traduite(fields[target], rule, column, export.lignes, default)
            result.colonnes[target] = made
            _judge(path, fields[target], rule, unknown, known, non_renseigne, result)
    for rule in late:
        _age(path, export, rule, result)
    return result


def _source(export: Export, rule: RegleColonne) -> ColonneLue:
    import numpy as np

    if not rule.colonne:
        return ColonneLue(np.zeros(len(export.lignes), dtype="int64"), [rule.constante])
    by_name = {plie(name): column for name, column in reversed(export.colonnes.items())}
    return export.colonnes.get(rule.colonne) or by_name[plie(rule.colonne)]


def _key(cle: bytes | None) -> bytes:
    if cle is None:
        raise CpomError(
            "Il faut une clé pour remplacer les numéros par des pseudonymes.",
            que_faire="Indiquez-la par « --cle FICHIER ».",
        )
    return cle


def _judge(
    path: Path,
    champ: Champ,
    rule: RegleColonne,
    unknown: list[MotInconnu],
    known: Frames,
    non_renseigne: bool,
    result: Traduction,
) -> None:
    if not unknown:
        return
    if non_renseigne and not champ.requis:
        result.vides[champ.nom] = unknown
        return
    result.fautes.extend(
        fautes_inconnus(path.name, champ, rule.colonne, unknown, _choices(champ, rule, known))
    )


def _choices(champ: Champ, rule: RegleColonne, known: Frames) -> Mapping[str, str]:
    """Return what an unknown word may mean: label → our value."""
    choices = {**mots(champ), **rule.valeurs}
    if champ.nom == "id_etablissement" and "etablissements" in known:
        rows = known["etablissements"]
        choices |= dict(zip(rows["nom"], rows["id_etablissement"], strict=True))
    return choices


def _age(path: Path, export: Export, rule: RegleColonne, result: Traduction) -> None:
    import pandas as pd

    entries = pd.Series(pd.NaT, index=range(len(export.lignes)))
    if "date_entree" in result.colonnes:
        column = result.colonnes["date_entree"]
        days = pd.to_datetime(
            pd.Series(column.textes, dtype="str"), format="%Y-%m-%d", errors="coerce"
        )
        entries = days.take(column.codes).reset_index(drop=True)
    bands, refused = tranches(rule, _source(export, rule), entries)
    result.colonnes[rule.cible] = bands
    if refused:
        line = int(export.lignes[refused[0]])
        message = f"L’âge ne peut pas être calculé ({pluriel(len(refused), 'ligne')})."
        advice = "Corrigez la date de naissance ou l’âge, qui ne sont pas montrés ici."
        result.fautes.append(Faute(path.name, line, rule.colonne, "", message, advice))


def _irregular(path: Path, export: Export) -> list[Faute]:
    from cpomlib.entree.tables import MAL_COUPEE

    return [
        Faute(
            path.name,
            line,
            "",
            "",
            f"La ligne a {pluriel(count, 'cellule')}, l’en-tête en a {len(export.entete)}.",
            MAL_COUPEE,
        )
        for line, count in list(export.irregulieres.items())[:200]
    ]
