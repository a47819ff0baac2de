"""The photographie des publics: who is housed, and who asked in vain, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cpomlib.calcul import effectif_lu
from cpomlib.calcul.indicateurs import sejours_couvrants
from cpomlib.calcul.regional import (
    HEBERGEMENT,
    ecarts,
    effectifs,
    en_attente,
    montrables,
    non_pourvues,
    premier,
    presents,
)
from cpomlib.calcul.secret import ENSEMBLE
from cpomlib.dossier import Territoire
from cpomlib.droit import nomenclature
from cpomlib.rapports.territoire import SOURCE, couverture
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import EN_NOMBRES, carte_chaleur
from cpomlib.rendu.graphiques.points import points
from cpomlib.socle import (
    Secret,
    Valeur,
    date_fr,
    is_missing,
    minuscule,
    nombre,
    write,
    write_signed,
)

_CHIFFRES = ("menages_presents_31_12", "part_via_siao", "places_financees", "taux_occupation")
INDECIS = (
    "Le secret ne laisse pas dire quel public attend le plus\u00a0: un effectif masqué pourrait "
    "l’emporter."
)
_INDECIS_NOTE = (
    "Un public n’est nommé que si aucun de ceux dont l’effectif est masqué ne peut le dépasser."
)
SANS_PART = "–"
SEJOURS = "table partagée «\u00a0Séjours\u00a0»"
_HEBERGES = "Ménages hébergés (programme 177)"
_DEMANDES = "Demandes d’hébergement non pourvues"
_LIMITES = (
    "Une demande non pourvue n’est pas un ménage\u00a0: un même ménage peut demander plusieurs "
    "fois dans l’année, et les ménages hébergés sont ceux d’un seul jour. Un écart dit où "
    "regarder, pas combien de places créer. Les demandes ne portent que la composition du ménage "
    "et la préconisation\u00a0: l’âge, les ressources et le motif ne sont connus que des ménages "
    "hébergés."
)


@dataclass(frozen=True, eq=False)
class Photographie:
    """The counts of a snapshot, masked where they must be.

    Attributes:
        accueillis: ménages present on 31 December, by département and composition.
        demandes: unmet requests of the year for a place of hébergement, by the same.
        ecarts: their shares side by side (:func:`cpomlib.calcul.regional.photographie.ecarts`).
        menages: one row per ménage present (never shown).
        ecartes: who is left out, whose stays do not cover the year; empty for nobody.
    """

    territoire: Territoire
    accueillis: pd.DataFrame
    demandes: pd.DataFrame
    ecarts: pd.DataFrame
    menages: pd.DataFrame
    ecartes: str = ""


def photographier(territoire: Territoire) -> Photographie:
    """Take the snapshot of a région."""
    stays, left_out = sejours_couvrants(territoire.frames, territoire.periode)
    people = presents(stays, territoire.structures, territoire.periode.fin)
    housed = montrable(territoire, effectifs(people, "composition"), _HEBERGES)
    wanted = non_pourvues(
        territoire.demandes, territoire.annee, "composition", preconisations=HEBERGEMENT
    )
    asked = montrable(territoire, wanted, _DEMANDES)
    return Photographie(territoire, housed, asked, ecarts(housed, asked), people, left_out)


def montrable(territoire: Territoire, table: pd.DataFrame, titre: str) -> pd.DataFrame:
    """Mask the counts of 1 to 10 ménages, and in a publishable version those of few operators."""
    return montrables(table, territoire.regles, publiable=territoire.publiable, titre=titre)


def premiere_page(territoire: Territoire) -> Groupe:
    """Show which région, its key figures, and what the snapshot cannot say."""
    return Groupe(
        (
            *couverture(territoire, "Photographie des publics", _CHIFFRES),
            Paragraphe(
                f"Un effectif de 1 à {territoire.regles.plus_grand_masque} ménages est masqué "
                "(s.), dans toutes les versions, et avec lui ce qui permettrait de le recalculer.",
                role="note",
                titre="Secret.",
            ),
            Paragraphe(_LIMITES, role="note", titre="Lire cette photographie."),
        )
    )


def cote_a_cote(photo: Photographie) -> Groupe:
    """Set both publics side by side for the région, then the gaps of every département."""
    titre = Titre(2, "Qui est hébergé, qui demande en vain\u00a0?", "cote-a-cote")
    both = photo.ecarts
    whole = both[(both["departement"] == ENSEMBLE) & (both["modalite"] != ENSEMBLE)]
    if photo.accueillis.empty or photo.demandes.empty or whole["ecart"].isna().all():
        return Groupe((titre, _manque(photo)))
    return Groupe((titre, _region(photo, _ordered(whole)), *_carte(photo), *_constats(photo)))


def _manque(photo: Photographie) -> Paragraphe:
    year = photo.territoire.annee
    missing = [
        name
        for name, table in ((_HEBERGES, photo.accueillis), (_DEMANDES, photo.demandes))
        if table.empty
    ]
    said = f"Rien n’est déposé pour {year}\u00a0: {', '.join(missing).lower()}."
    return Paragraphe(
        said
        if missing
        else "Trop peu de ménages ou de demandes pour en comparer les parts, ou le secret ne "
        "laisse rien montrer.",
        role="manque",
        titre="Photographie\u00a0:",
    )


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    labels = libelles("composition")
    rank = {code: place for place, code in enumerate(labels)}
    shown = rows.assign(nom=rows["modalite"].map(labels), rang=rows["modalite"].map(rank))
    return shown.dropna(subset=["rang"]).sort_values("rang")


def _region(photo: Photographie, rows: pd.DataFrame) -> Figure:
    long = pd.concat(
        [
            rows[["nom", f"part_{side}", f"statut_{side}"]]
            .set_axis(["nom", "part", "statut"], axis="columns")
            .assign(groupe=g)
            for side, g in (("accueillis", _HEBERGES), ("demandes", _DEMANDES))
        ]
    ).sort_values("nom", kind="stable", key=lambda names: names.map(list(rows["nom"]).index))
    top = premier(rows)
    found = "" if top is None else (
        f"{top['nom']}\u00a0: {write(top['part_demandes'], 'taux')} des demandes non pourvues, "
        f"contre {write(top['part_accueillis'], 'taux')} des ménages hébergés"
    )  # fmt: skip
    titre = found or "Part de chaque composition parmi les hébergés et les demandes non pourvues"
    return Figure(
        titre=titre,
        graphique=points(_sans_part(long, "part"), "nom", "part", serie="groupe"),
        unite="Part de chaque composition de ménage, région, en %",
        source=f"{SEJOURS}\u00a0; {SOURCE}",
        alternative=f"{found}." if found else INDECIS,
        tableau=tableau_cote_a_cote(photo, ENSEMBLE, titre),
        note=f"Ménages présents le {date_fr(photo.territoire.periode.fin)} dans les établissements "
        "du programme 177, chacun compté une fois dans la région\u00a0; demandes "
        f"d’hébergement d’urgence et d’insertion de l’année. {photo.ecartes}".rstrip(),
    )


def _sans_part(rows: pd.DataFrame, nom: str) -> pd.DataFrame:
    """Have a chart write a dash where there are too few for a share."""
    few = rows[nom].isna() & (rows["statut"] == "ok")
    status = rows["statut"].mask(few, EN_NOMBRES)
    return rows.assign(statut=status, dit=few.map({True: SANS_PART, False: ""}))


def tableau_cote_a_cote(photo: Photographie, departement: str, titre: str) -> Tableau:
    """Set counts, shares and gap of each composition in a row, the total last."""
    rows = photo.ecarts[photo.ecarts["departement"] == departement]
    listed = _ordered(rows)
    total = rows[rows["modalite"] == ENSEMBLE].assign(nom="Ensemble")
    columns = (
        Colonne("Composition"), Colonne("Hébergés", "nombre"), Colonne("en part", "taux"),
        Colonne("Non pourvues", "nombre"), Colonne("en part", "taux"), Colonne("Écart", "points"),
    )  # fmt: skip
    lines = tuple(_line(row) for row in pd.concat([listed, total]).to_dict("records"))
    return Tableau(titre, columns, lines, lignes_total=len(total),
                   note="Écart\u00a0: part des demandes moins part des hébergés. "
                   f"«\u00a0{SANS_PART}\u00a0»\u00a0: moins de {nombre(effectif_lu())} ménages ou "
                   "demandes, trop peu pour une part.")  # fmt: skip


def _line(row: dict[str, object]) -> tuple[Valeur, ...]:
    cells: list[Valeur] = [str(row["nom"])]
    hidden = ""
    for side in ("accueillis", "demandes"):
        why = str(row[f"raison_{side}"])
        hidden = hidden or why
        counted: Valeur = row[f"valeur_{side}"]  # type: ignore[assignment]
        cells += [Secret(why)] * 2 if why else [counted, _part(row, f"part_{side}")]
    if row["modalite"] == ENSEMBLE:
        return (*cells, "")
    return (*cells, Secret(hidden) if hidden else _part(row, "ecart"))


def _part(row: dict[str, object], nom: str) -> Valeur:
    """Return a share or a gap; a dash where there are too few for one."""
    return SANS_PART if is_missing(row[nom]) else row[nom]  # type: ignore[return-value]


def _carte(photo: Photographie) -> tuple[Bloc, ...]:
    """Shade the gap of each composition in each département, every gap written."""
    rows = _ordered(photo.ecarts[photo.ecarts["departement"] != ENSEMBLE])
    rows = rows.assign(ou=rows["departement"].map(photo.territoire.departements))
    rows = rows.sort_values(["rang", "departement"])
    if rows["ecart"].isna().all():
        return ()
    hidden = rows["ecart"].isna() & (rows[["raison_accueillis", "raison_demandes"]] != "").any(
        axis=1
    )
    frame = _sans_part(rows.assign(statut=hidden.map({True: "secret", False: "ok"})), "ecart")
    top = premier(rows)
    found = "" if top is None else (
        f"Le plus grand écart\u00a0: {minuscule(top['nom'])}, {top['ou']}, "
        f"{write_signed(top['ecart'], 'points')}"
    )  # fmt: skip
    titre = found or "Écart de chaque composition, département par département"
    columns = (Colonne("Composition"), *(Colonne(n, "points") for n in rows["ou"].unique()))
    cells = {(row["nom"], row["ou"]): _line(row)[-1] for row in rows.to_dict("records")}
    lines = tuple(
        (name, *(cells.get((name, where)) for where in rows["ou"].unique()))
        for name in rows["nom"].unique()
    )
    return (
        Figure(
            titre=titre,
            graphique=carte_chaleur(
                frame, "nom", "ou", "ecart_points", format="decimal", signe=True
            ),
            unite="Part des demandes moins part des hébergés, en points",
            source=f"{SEJOURS}\u00a0; {SOURCE}",
            alternative=f"{found}." if found else INDECIS,
            tableau=Tableau(titre, columns, lines),
        ),
    )


def _constats(photo: Photographie) -> tuple[Bloc, ...]:
    """Name, for each département, the public whose share asked most exceeds its share housed.

    Where a masked one could exceed it, the answer is masked too.
    """
    said: list[tuple[Valeur, ...]] = []
    for code, name in photo.territoire.departements.items():
        rows = _ordered(photo.ecarts[photo.ecarts["departement"] == code])
        if rows["ecart"].isna().all() or not en_attente(rows):
            continue
        top = premier(rows)
        told = (
            (Secret(INDECIS),) * 4
            if top is None
            else (str(top["nom"]), top["part_demandes"], top["part_accueillis"], top["ecart"])
        )
        said.append((name, *told))
    columns = (
        Colonne("Département"), Colonne("Public le plus en attente"),
        Colonne("Part des demandes", "taux"), Colonne("Part des hébergés", "taux"),
        Colonne("Écart", "points"),
    )  # fmt: skip
    titre = "Quel public attend le plus, département par département\u00a0?"
    return (Tableau(titre, columns, tuple(said), note=_INDECIS_NOTE),) if said else ()


def par_departement(photo: Photographie) -> Groupe:
    """Give the counts and the gaps of each département."""
    places = photo.territoire.departements
    known = set(photo.ecarts["departement"])
    return Groupe(
        (
            Titre(2, "Département par département", "departements"),
            *(
                tableau_cote_a_cote(photo, code, name)
                for code, name in places.items()
                if code in known
            ),
        )
    )


def libelles(liste: str) -> dict[str, str]:
    """Return code → label of a list, with a capital."""
    known = nomenclature(liste).libelles
    return {code: label[:1].upper() + label[1:] for code, label in known.items()}
