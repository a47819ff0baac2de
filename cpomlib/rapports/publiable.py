"""The version of a report that may be published: the gestionnaire's own small counts are masked.

A gestionnaire and the State hold its figures, so its own report masks none of them. A version
for others must not say that three of the persons received are in such a case. The masks are put
on the dossier, before any block is made: no table, chart, sentence or file can say more. The
rows about persons leave the dossier too, so that nothing made from it can count them again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cpomlib.calcul import PERIMETRES, Perimetre, par_etablissement
from cpomlib.calcul.anomalies import Examen
from cpomlib.calcul.indicateurs import compute
from cpomlib.calcul.secret import ReferenceRegionale, porte_sur_des_personnes, regles_des_seuils
from cpomlib.calcul.secret import masquer as masquer_valeurs
from cpomlib.dossier import Dossier, diffusables
from cpomlib.dossier import gestionnaire as dossiers
from cpomlib.rendu.blocs import Paragraphe
from cpomlib.socle import Periode
from cpomlib.tables import CATEGORIE_CHRS, table

_PERSONNES = ("publics", "rh")
_CLES = ("annee", "id_etablissement")
ANOMALIES_NON_REPRISES = (
    "Les anomalies et leurs justifications ne sont pas reprises dans la version à diffuser\u00a0: "
    "elles citent des effectifs."
)
REGION_NON_REPRISE = "Référence régionale non reprise dans la version à diffuser."
COMPARABLES_NON_REPRIS = (
    "Les gestionnaires comparables ne sont pas repris dans la version à diffuser\u00a0: ce "
    "gestionnaire y est situé par ses chiffres."
)


def load(
    base: str, gestionnaire: str, annee: int, region: str = "", perimetre: str = "tous",
    etat: int = 0, publiable: bool = False, jour: str = "",
) -> Dossier:  # fmt: skip
    """Read the dossier of a gestionnaire (:func:`cpomlib.dossier.gestionnaire.load`).

    Args:
        base: address of the base.
        gestionnaire: its id.
        annee: the year diagnosed.
        region: code of the region, empty for none.
        perimetre: ``tous`` or ``chrs``.
        etat: the number of the state of the base; 0 for the current one.
        publiable: mask its own small counts, for a version to publish.
        jour: the day the year is looked at; today when empty.
    """
    dossier = dossiers.load(base, gestionnaire, annee, region, perimetre, etat, jour)
    return masquer(dossier) if publiable else dossier


def masquer(dossier: Dossier) -> Dossier:
    """Return the dossier that may be published.

    Raises:
        SecretError: the masks do not hold; nothing may be published.
    """
    scopes = perimetres(dossier)
    asked = next(name for name, (labels, _) in scopes.items() if _asked(dossier) in labels)
    masked = {year: _masked(dossier, scopes, year) for year in dossier.annees}
    shown = replace(
        dossier,
        resultats={
            year: _laid(dossier.resultats[year].reset_index(), rows, asked).set_index("id")
            for year, rows in masked.items()
        },
        par_etablissement=_laid(dossier.par_etablissement, masked[dossier.annee], ""),
        frames={name: _without_persons(name, frame) for name, frame in dossier.frames.items()},
        autour={},
        regional={name: _reference(name, known) for name, known in dossier.regional.items()},
        examen=Examen((), ()),
        publiable=True,
    )
    return replace(shown, juges=diffusables(dossier, shown))


PROVISOIRE = "Ni constat, ni évolution, ni rang n’en est tiré\u00a0: rien n’y est encore définitif."


def annee_en_cours(periode: Periode) -> tuple[Paragraphe, ...]:
    """Say at the top of a report that its year is not over, and what that means."""
    if not periode.ouverte:
        return ()
    said = f"{periode.avertissement} {PROVISOIRE}"
    title = "Année incomplète." if periode.finie else "Année en cours."
    return (Paragraphe(said, role="avertissement", titre=title),)


DE_TRAVAIL = "Document de travail, données non diffusables."


def avertissement(dossier: Dossier) -> tuple[Paragraphe, ...]:
    """Say at the top of a report what to beware of: an open year, who may hold it."""
    unfinished = annee_en_cours(dossier.periode)
    if not dossier.publiable:
        held = (
            "Réservé au gestionnaire et au service de l’État signataire\u00a0: de petits effectifs "
            "n’y sont pas masqués."
        )
        return (*unfinished, Paragraphe(held, role="note", titre=DE_TRAVAIL))
    least = regles_des_seuils().seuil_personnes
    return (
        *unfinished,
        Paragraphe(
            f"Tout nombre de moins de {least} personnes ou ménages, tout nombre qui permettrait "
            "d’en calculer un, et les taux qui en viennent sont masqués et notés «\u00a0s.\u00a0». "
            "Les anomalies et la comparaison aux gestionnaires proches ne sont pas reprises.",
            role="avertissement",
            titre="Version à diffuser.",
        ),
    )


def _reference(indicateur: str, known: ReferenceRegionale) -> ReferenceRegionale:
    """Leave out what the région says of persons.

    Set beside the reports of the others, a median or a rank would place a number that is masked.
    """
    if known.statut != "ok" or not porte_sur_des_personnes(indicateur):
        return known
    return ReferenceRegionale(known.n, None, None, "secret", REGION_NON_REPRISE, "")


Portee = tuple[list[str], frozenset[str]]
"""Names of the perimeters a report can be asked for that come to the same establishments."""


def perimetres(dossier: Dossier) -> Mapping[str, Portee]:
    """List every perimeter that a report on this gestionnaire can be asked for.

    The masks are chosen for all of them together, whichever is asked for.
    """
    known = dossier.frames["etablissements"]
    found: dict[frozenset[str], list[str]] = {}
    for region in ["", *sorted(set(known["region"].dropna()))]:
        inside = known[known["region"] == region] if region else known
        for perimetre in PERIMETRES:
            kept = inside[inside["categorie"] == CATEGORIE_CHRS] if perimetre == "chrs" else inside
            ids = frozenset(kept["id_etablissement"])
            if ids:
                found.setdefault(ids, []).append(f"{region}/{perimetre}")
    return {labels[0]: (labels, ids) for ids, labels in found.items()}


def _asked(dossier: Dossier) -> str:
    return f"{dossier.region}/{dossier.perimetre}"


def _masked(dossier: Dossier, scopes: Mapping[str, Portee], annee: int) -> pd.DataFrame:
    """Compute the year for every perimeter and establishment, and mask all at once."""
    known = dossier.frames["etablissements"]
    units = par_etablissement(known)
    members = units.etablissements
    totals = [
        members[members["id_etablissement"].isin(ids)].assign(unite=name)
        for name, (_, ids) in scopes.items()
    ]
    every = Perimetre(pd.concat([members, *totals], ignore_index=True), units.gestionnaires)
    rows = compute(dossier.frames, every, annee, dossier.conventions)
    return masquer_valeurs(rows, {name: sorted(ids) for name, (_, ids) in scopes.items()})


def _laid(rows: pd.DataFrame, masked: pd.DataFrame, unite: str) -> pd.DataFrame:
    """Put the masks on rows of results; ``unite`` names the perimeter in ``masked``."""
    keys = ["unite", "id"]
    wanted = masked.loc[masked["statut"] == "secret", [*keys, "raison"]]
    if unite:
        wanted = wanted[wanted["unite"] == unite].assign(unite=rows["unite"].iloc[0])
    reasons = wanted.set_index(keys)["raison"]
    said = reasons.reindex(pd.MultiIndex.from_frame(rows[keys])).to_numpy()
    hidden = pd.notna(said) & (rows["statut"] == "ok").to_numpy()
    # what has no value may still have a numerator and a denominator, which count persons
    known = {name: porte_sur_des_personnes(name) for name in rows["id"].unique()}
    persons = rows["id"].map(known).to_numpy(dtype=bool)
    empty = hidden | (persons & (rows["statut"] != "ok").to_numpy())
    numbers = {name: rows[name].mask(empty) for name in ("numerateur", "denominateur", "valeur")}
    reason = rows["raison"].mask(hidden, pd.Series(said, index=rows.index))
    return rows.assign(**numbers, statut=rows["statut"].mask(hidden, "secret"), raison=reason)


def _without_persons(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep of a table about persons only which establishments supplied it."""
    if table(name).volet not in _PERSONNES:
        return frame
    kept: Sequence[str] = [column for column in _CLES if column in frame.columns]
    return frame[kept].drop_duplicates(ignore_index=True)
