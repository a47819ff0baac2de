"""Random stays, employees and budgets around one year, dense enough to collide."""

from datetime import date, timedelta

from calcul.indicateurs.builders import ANNEE
from hypothesis import strategies as st

from cpomlib.tables.schema import table

JOURS = [
    date(ANNEE - 1, 12, 31), date(ANNEE, 1, 1), date(ANNEE, 2, 29), date(ANNEE, 6, 1),
    date(ANNEE, 12, 30), date(ANNEE, 12, 31), date(ANNEE + 1, 1, 1), date(ANNEE - 3, 3, 1),
]  # fmt: skip
ETABLISSEMENTS = ["E1", "E2", "E3"]


def modality(name, column):
    field = table(name).champ(column)
    chosen = st.sampled_from(field.categories)
    return chosen if field.requis else st.none() | chosen


@st.composite
def stay(draw, menages):
    entree = draw(st.sampled_from(JOURS) | st.dates(date(ANNEE - 3, 1, 1), date(ANNEE + 1, 1, 31)))
    length = draw(st.none() | st.sampled_from([0, 1, 91, 487, 548, 549]) | st.integers(0, 900))
    gone = length is not None
    row = {
        "id_etablissement": draw(st.sampled_from(ETABLISSEMENTS)),
        "id_menage": draw(menages),
        "date_entree": entree,
        "date_sortie": entree + timedelta(days=length) if gone else None,
        "nb_adultes": draw(st.integers(0, 2)),
        "nb_enfants": draw(st.integers(0, 3)),
        "destination": draw(st.sampled_from(table("sejours").champ("destination").categories))
        if gone
        else None,
        "refus_logement": draw(st.none() | st.booleans()),
    }
    for column in ("droits_incomplets", "via_siao", "dls_active"):
        row[column] = draw(st.booleans())
    for column in ("composition", "tranche_age", "nationalite", "ressources", "emploi", "motif"):
        row[column] = draw(modality("sejours", column))
    return row


@st.composite
def stays(draw, min_size=1, max_size=12):
    rows = draw(
        st.lists(stay(st.sampled_from(["M1", "M2", "M3", "M4"])),
                 min_size=min_size, max_size=max_size)
    )  # fmt: skip
    names = draw(st.permutations([f"S{n:02d}" for n in range(len(rows))]))
    drawn = [{**row, "id_sejour": name} for row, name in zip(rows, names, strict=True)]
    return [*drawn, *(known_before(name) for name in ETABLISSEMENTS)]


def known_before(etablissement):
    """A stay over long before the year: what the stays of the establishment say of it is whole."""
    begun = date(ANNEE - 6, 1, 1)
    return {
        "id_sejour": f"avant-{etablissement}", "id_etablissement": etablissement,
        "id_menage": f"avant-{etablissement}", "date_entree": begun,
        "date_sortie": begun + timedelta(90), "destination": "autre", "nb_adultes": 1,
        "nb_enfants": 0, "composition": "homme_seul", "tranche_age": "25_34",
        "droits_incomplets": False, "via_siao": True, "dls_active": False,
    }  # fmt: skip


@st.composite
def staff(draw):
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(ETABLISSEMENTS), st.sampled_from("ABCDE")),
            unique=True,
            min_size=1,
            max_size=9,
        )
    )
    return [
        {
            "id_etablissement": etablissement,
            "id_salarie": salarie,
            "annee": ANNEE,
            "etp": draw(st.sampled_from([0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0])),
            "anciennete": draw(st.none() | st.sampled_from([0.0, 0.5, 3.25, 12.0])),
            "cout_employeur": draw(st.integers(0, 9_000_000)),
            **{
                column: draw(modality("salaries", column))
                for column in ("fonction", "contrat", "tranche_age", "sexe")
            },
        }
        for etablissement, salarie in keys
    ]


@st.composite
def budget(draw):
    return [
        {
            "id_etablissement": draw(st.sampled_from(ETABLISSEMENTS)),
            "annee": ANNEE,
            "document": "ca",
            "sens": draw(st.sampled_from(["charge", "produit"])),
            "groupe": draw(st.integers(1, 3)),
            "compte": f"6{number:03d}",
            "montant": draw(st.integers(-500_000, 90_000_000)),
            "non_reconductible": draw(st.booleans()),
        }
        for number in range(draw(st.integers(1, 8)))
    ]
