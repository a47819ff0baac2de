"""Cross checks of the tables of a contract: what two cells, or several rows, say together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cpomlib.socle import Faute, nearest
from cpomlib.tables.cellules import Refus
from cpomlib.tables.lecture import Provenance

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables.frames import Frames

LIBRE = "L-"
"""What the code of a free indicator begins with."""
CITENT_UN_AVENANT = ("contrat_etablissements", "cibles")
CIBLE = ["id_contrat", "avenant", "id_objectif", "indicateur", "id_etablissement"]
"""What a target is, within one set; an empty part is a value like another."""
COMMUNES = ("sens", "unite", "perimetre", "annee_reference", "valeur_reference", "tolerance")
"""What all the rows of a target say alike."""


def _ordered(first: str, last: str, dit: str) -> Regle:
    """Return the rule of two dates that follow each other."""

    def rule(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
        refus = Refus(dit, "Corrigez l’une des deux dates.")
        return provenance.fautes_si(frame[last] < frame[first], last, refus, frame)

    return rule


def _signed(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    signed = frame["statut"].isin(["signe", "resilie"])
    faults: list[Faute] = []
    for column, what in (("date_effet", "sa date d’effet"), ("duree_mois", "sa durée")):
        refus = Refus(
            f"Un contrat signé doit dire {what}.", "Indiquez-la, ou laissez-le en « preparation »."
        )
        faults += provenance.manques(
            signed & ~_filled(provenance, column, frame), column, refus, frame
        )
    ended = (frame["statut"] == "resilie") & ~_filled(provenance, "date_resiliation", frame)
    refus = Refus("Un contrat résilié doit dire à quelle date.", "Indiquez la date de résiliation.")
    return faults + provenance.manques(ended, "date_resiliation", refus, frame)


def _overlapping(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """An establishment is in a contract once at a time."""
    columns = ["id_contrat", "id_etablissement", "date_entree", "date_sortie"]
    seen = frame[columns].dropna(subset=columns[:3]).sort_values("date_entree", kind="stable")
    faults: list[Faute] = []
    for _, rows in seen.groupby(columns[:2], sort=False):
        last = rows["date_sortie"].shift()
        for row in rows.index[1:][(last.isna() | (last >= rows["date_entree"])).iloc[1:]]:
            refus = Refus(
                "Cet établissement est déjà dans le contrat à cette date.",
                "Donnez à la ligne précédente sa date de sortie, ou retirez l’une des deux.",
            )
            faults += provenance.fautes([int(row)], "date_entree", refus, frame)
    return faults


def _answered(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    said, dated = (_filled(provenance, name, frame) for name in ("reponse", "repondu_le"))
    undated = Refus("Une réponse est indiquée sans sa date.", "Indiquez « repondu_le ».")
    unsaid = Refus(
        "Une date de réponse est indiquée sans réponse.", "Indiquez « accord » ou « refus »."
    )
    return [
        *provenance.manques(said & ~dated, "repondu_le", undated, frame),
        *provenance.manques(dated & ~said, "reponse", unsaid, frame),
    ]


def _extension(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    longer = (frame["objet"] == "prorogation") & ~_filled(provenance, "duree_mois", frame)
    refus = Refus("Une prorogation doit dire de combien de mois.", "Indiquez « duree_mois ».")
    return provenance.manques(longer, "duree_mois", refus, frame)


def _targets(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    refus = Refus(
        "L’année de la cible n’est pas après l’année de référence.",
        "Corrigez l’une des deux années.",
    )
    early = frame["annee"] <= frame["annee_reference"]
    unnamed = _free(frame) & ~_filled(provenance, "libelle", frame)
    named = Refus("Un indicateur libre doit avoir un libellé.", "Indiquez « libelle ».")
    return [
        *provenance.fautes_si(early, "annee", refus, frame),
        *provenance.manques(unnamed, "libelle", named, frame),
        *_twice(frame, provenance),
        *_alike(frame, provenance),
    ]


def _plain(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return columns as texts: an empty amendment is the contract itself, an empty cell a value."""
    plain = frame[columns].astype("object")
    if "avenant" in columns:
        plain["avenant"] = plain["avenant"].where(plain["avenant"].notna(), 0)
    return plain.where(plain.notna(), "").astype("str")


def _twice(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """Amendment empty and amendment 0 are the same: the key alone does not see it."""
    same = _plain(frame, [*CIBLE, "annee"]).duplicated()
    own = frame[[*CIBLE, "annee"]].duplicated()
    refus = Refus(
        "Cette cible est déjà écrite pour cette année.", "Gardez une seule des deux lignes."
    )
    return provenance.fautes_si(same & ~own, "annee", refus, frame)


def _alike(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    keys = _plain(frame, CIBLE).agg("\n".join, axis=1) if len(frame) else frame["id_contrat"]
    first = keys.groupby(keys).transform(lambda group: group.index[0]) if len(frame) else keys
    faults: list[Faute] = []
    for column in COMMUNES:
        said = _plain(frame, [column])[column]
        refus = Refus(
            "Cette valeur n’est pas la même que sur les autres lignes de la cible.",
            "Une cible a un seul sens, une seule unité, une seule référence, une seule tolérance : "
            "répétez la valeur de sa première ligne.",
        )
        if len(frame):
            other = said.to_numpy() != said.loc[first].to_numpy()
            faults += provenance.fautes_si(_mask(other, frame), column, refus, frame)
    return faults


def _mask(values: object, frame: pd.DataFrame) -> pd.Series:
    import pandas as pd

    return pd.Series(values, index=frame.index)


def _computed(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    frozen = frame["etat"] == "validee"
    given = _filled(provenance, "valeur", frame)
    refus = Refus(
        "La valeur d’un indicateur calculé n’est donnée que si elle est validée.",
        "Videz « valeur » (elle vient des tables), ou mettez l’état « validee » pour la figer.",
    )
    return provenance.fautes_si(given & ~frozen & ~_free(frame), "valeur", refus, frame)


def _free(frame: pd.DataFrame) -> pd.Series:
    return frame["indicateur"].astype("object").fillna("").str.startswith(LIBRE)


def _filled(provenance: Provenance, column: str, frame: pd.DataFrame) -> pd.Series:
    return provenance.rempli(column, frame).set_axis(frame.index)


def avenants_inconnus(
    name: str, frames: Frames, known: Frames, provenance: Provenance
) -> list[Faute]:
    """Return one fault per row that cites an amendment which its contract does not have."""
    valid: dict[str, set[str]] = {}
    for source in (frames, known):
        if "avenants" in source:
            pairs = source["avenants"][["id_contrat", "numero"]].dropna()
            for contract, number in pairs.itertuples(index=False, name=None):
                valid.setdefault(str(contract), set()).add(str(int(number)))
    frame = frames[name]
    cited = frame[["id_contrat", "avenant"]].dropna()
    faults: list[Faute] = []
    for row, contract, number in cited.itertuples(name=None):
        inside = valid.get(str(contract), set())
        if int(number) and str(int(number)) not in inside:
            faults += provenance.fautes([int(row)], "avenant", _no_amendment(inside, number), frame)
    return faults


def _no_amendment(inside: set[str], number: int) -> Refus:
    close = nearest(str(int(number)), sorted(inside))
    named = f" Le plus proche : « {close[0]} »." if close else ""
    return Refus(
        "Cet avenant n’est pas dans la table « avenants ».",
        f"Ajoutez-l’y, ou corrigez le numéro.{named}",
    )


Regle = Callable[["pd.DataFrame", Provenance], list[Faute]]
REGLES: Mapping[str, tuple[Regle, ...]] = {
    "contrats": (
        _signed,
        _ordered("date_effet", "date_resiliation", "La résiliation est avant la date d’effet."),
        _ordered("agrement_debut", "agrement_fin", "L’agrément finit avant de commencer."),
    ),
    "contrat_etablissements": (
        _ordered("date_entree", "date_sortie", "La date de sortie est avant la date d’entrée."),
        _overlapping,
    ),
    "signatures": (
        _answered,
        _ordered("recu_le", "repondu_le", "La réponse est avant la réception."),
    ),
    "avenants": (_extension,),
    "cibles": (_targets,),
    "mesures": (_computed,),
    "actions": (_ordered("date_debut", "date_fin", "L’action finit avant de commencer."),),
    "demarche": (_ordered("debut", "fin", "La tâche finit avant de commencer."),),
}
