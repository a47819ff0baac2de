"""A programming in words: a contract, what could join it, a version of the arrêté."""

from __future__ import annotations

from cpomlib.calcul import peu
from cpomlib.calcul.programmation import Activite, Arrete, changements
from cpomlib.dossier import DossierRegion
from cpomlib.droit import nomenclature
from cpomlib.socle import date_courte, date_fr, nombre, pluriel, taux

NEUTRE = (
    "L’échéance légale pour conclure ({}) est passée\u00a0: un contrat qui reste à conclure est "
    "dit tel, sans jugement."
)


def activite_en_mots(one: Activite) -> str:
    """Say what could join a contract, and under whom."""
    kind = nomenclature("regime").libelle(one.regime)
    authority = nomenclature("autorite").libelle(one.autorite)
    programme = (
        nomenclature("programme").libelle(one.programme) if one.programme == "autre"
        else f"programme {one.programme}"
    )  # fmt: skip
    places = f", {pluriel(one.places, 'place')}" if one.places is not None else ""
    count = (
        pluriel(one.nombre, kind) if one.regime == "siege"
        else pluriel(one.nombre, f"établissement {kind}", f"établissements {kind}s")
    )  # fmt: skip
    return f"{count} ({authority}, {programme}{places})"


def couverture_en_mots(dossier: DossierRegion) -> str:
    """Say how far the région is under contract; past the legal day, without judging."""
    whole = dossier.couvertures[-1]
    known = whole.part_signee is not None and not peu(whole.gestionnaires)
    share = f" ({taux(whole.part_signee)})" if known else ""
    places = ""
    if whole.places is not None and whole.sous_contrat is not None:
        places = f", {pluriel(whole.sous_contrat, 'place')} sur {nombre(whole.places)}"
    said = (
        f"{pluriel(whole.gestionnaires, 'gestionnaire')} de CHRS, "
        f"dont {nombre(whole.signes)} sous contrat signé{share}{places}."
    )
    late = whole.signes < whole.gestionnaires and dossier.echeance_legale < dossier.jour
    return f"{said} {legal(dossier)}" if late else said


def legal(dossier: DossierRegion) -> str:
    """Say that the legal day is past, a neutral state."""
    return NEUTRE.format(date_courte(dossier.echeance_legale))


def tete_de_l_arrete(one: Arrete) -> str:
    """Say which version it is, its form, its date, the committee's opinion, whether it is out."""
    row = one.ligne
    form = nomenclature("forme_programmation").libelle(str(row["forme"]))
    signed = f"arrêté du {date_courte(row['date_arrete'])}" if row["date_arrete"] else "projet"
    seen = (
        f"publié le {date_courte(row['publie_le'])}" if row["publie_le"]
        else "non publié (vu de la seule région)"
    )  # fmt: skip
    return f"Version {one.version}, {form}\u00a0: {signed}, {avis(one)}, {seen}."


def avis(one: Arrete) -> str:
    """Say the opinion of the committee."""
    row = one.ligne
    who = "CDHH" if str(row["region"]) in OUTRE_MER else "CRHH"
    if row["date_avis_crhh"] is None:
        return f"avis du {who} à recueillir"
    sense = ""
    if row["avis_crhh"] is not None:
        sense = f" {nomenclature('avis_crhh').libelle(str(row['avis_crhh']))}"
    return f"avis{sense} du {who} du {date_courte(row['date_avis_crhh'])}"


OUTRE_MER = ("01", "02", "03", "04", "06")


def comite(region: str) -> str:
    """Return the committee that gives its opinion (outre-mer: CCH, art. L. 364-1)."""
    if region in OUTRE_MER:
        return "conseil départemental de l’habitat et de l’hébergement"
    return "comité régional de l’habitat et de l’hébergement"


def precedente(dossier: DossierRegion, one: Arrete) -> Arrete | None:
    """Return the version before, None for the first one."""
    return next((each for each in reversed(dossier.versions) if each.version < one.version), None)


def pris_avant(dossier: DossierRegion, one: Arrete) -> Arrete | None:
    """Return the last arrêté taken before a version: a draft binds nobody, and is replaced by none.

    Args:
        dossier: the région.
        one: the version.
    """
    taken = [each for each in dossier.versions
             if each.version < one.version and each.ligne["date_arrete"]]  # fmt: skip
    return taken[-1] if taken else None


def arrete_en_mots(one: Arrete) -> str:
    """Name an arrêté that was taken, by its number and its day."""
    row = one.ligne
    number = f" n°\u00a0{row['numero']}" if row["numero"] else ""
    return f"l’arrêté de programmation{number} du {date_fr(row['date_arrete'])}"


def changements_de(dossier: DossierRegion, one: Arrete) -> list[str]:
    """Say what a version changes of the one before."""
    before = precedente(dossier, one)
    if before is None:
        return ["Première version."]
    return changements(before, one, dossier.noms) or [
        f"Rien ne change de la version {before.version}."
    ]
