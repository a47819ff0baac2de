"""A base year small enough to be computed by hand, and hypotheses drawn at random on it.

A is a CHRS of 20 places (3R), B one of 10 (5D), C a subsidised service without place, whose
employees were not deposited.
"""

from datetime import date

import numpy as np
from hypothesis import strategies as st

from cpomlib.calcul.scenarios import Etat
from cpomlib.calcul.scenarios.types import (
    Actualisation,
    ChangementConvention,
    Cofinancement,
    Convergence,
    Emprunt,
    Etp,
    FermerPlaces,
    HypotheseFraisSiege,
    Inflation,
    Investissement,
    MasseSalariale,
    Mutualisation,
    NonReconductible,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
)

A, B, C = "440000012", "440000020", "S-100000009-AVDL"
AN = 2025
GENRES = ("3R", "5D", "logement_adapte", "hors_les_murs", "sans_gham")
FONCTIONS = ("direction", "socio_educatif")
NAN = float("nan")


def base(**changes):
    """Euros: A 100 000 + 300 000 + 100 000, B half of it, C 10 000 + 40 000 + 10 000."""
    values = {
        "gestionnaire": "100000009",
        "annee": AN,
        "ids": (A, B, C),
        "noms": ("CHRS du port", "CHRS du pont", "Service AVDL"),
        "tarifes": np.array([True, True, False]),
        "documents": ("ca", "ca", "ca"),
        "charges": np.array(
            [[100_000, 50_000, 10_000], [300_000, 150_000, 40_000], [100_000, 50_000, 10_000]],
            float,
        ),
        "dotation": np.array([480_000.0, 250_000.0, 0.0]),
        "autres_produits": np.array([[20_000, 5_000, 60_000], [1_000, 0, 0]], float),
        "produits_presence": np.array([[10_000, 0, 0], [0, 0, 0]], float),
        "non_reconductible": np.zeros((2, 3)),
        "genres": GENRES,
        "places": np.array([[20, 0, 0, 0, 0], [0, 10, 0, 0, 0], [0] * 5], float),
        "fonctions": FONCTIONS,
        "etp": np.array([[0.5, 5], [0, 3], [NAN, NAN]]),
        "couts_etp": np.array([[80_000, 50_000], [NAN, 45_000], [NAN, NAN]]),
        "conventions": {"chrs": np.array([[0.0, 5.0], [0.0, 1.0], [0.0, 0.0]])},
        "frais_siege": np.array([10_000.0, 6_000.0, 4_000.0]),
        "occupation": np.array([0.8, 0.9, NAN]),
        "reserves": np.array([1_000.0, 500.0, 0.0]),
        "tresorerie": np.array([2_000.0, 1_000.0, 0.0]),
        "part_variable": (0.7, 0.2),
    }
    return Etat(**(values | changes))


def taux(low=-0.05, high=0.05):
    return st.decimals(str(low), str(high), places=4).map(float)


def euros(low, high):
    return st.decimals(low, high, places=2).map(float)


def annees(horizon):
    return st.integers(AN + 1, AN + horizon)


def emplois():
    """Jobs of a place: not said, refused, or ETP by fonction."""
    some = (("direction", 0.0125), ("socio_educatif", 0.2))
    return st.sampled_from([None, "aucun", some, some[1:]])


def partout():
    return st.sampled_from([None, A, B])


def hypotheses(horizon):
    """Any hypothesis that can be applied alone, whatever the others of the list."""
    an = annees(horizon)
    kind = st.builds
    return st.one_of(
        kind(Actualisation, taux=taux(), etablissement=partout()),
        kind(Inflation, groupe=st.sampled_from([1, 2, 3]), taux=taux(), etablissement=partout()),
        kind(MasseSalariale, gvt=taux(), point=taux(), segur_etp=euros(0, 5000)),
        kind(OuvrirPlaces, etablissement=st.sampled_from([A, B]), gham=st.sampled_from(GENRES[:2]),
             places=st.integers(0, 20), annee=an, emplois=emplois(),
             financement_place=euros(0, 20_000) | st.just("etablissement"),
             charges_place=st.none() | euros(0, 9_000)),
        kind(FermerPlaces, etablissement=st.just(A), gham=st.just("3R"),
             places=st.integers(1, 2), annee=an, emplois=emplois(),
             financement_place=euros(0, 20_000) | st.just("etablissement")),
        kind(ChangementConvention, date_effet=st.dates(date(AN, 1, 1), date(AN + horizon, 12, 31)),
             depuis=st.just("chrs"), vers=st.just("ccn66"),
             effets=st.just((("socio_educatif", 812.5),)), finance=st.none() | taux(0, 1)),
        kind(TransformerPlaces, etablissement=st.just(A), de=st.just("3R"),
             vers=st.sampled_from(["5D", "hors_les_murs", "logement_adapte"]),
             places=st.integers(1, 2), annee=an,
             cout_place=st.none() | euros(0, 30_000),
             financement_place=st.none() | euros(0, 30_000)),
        kind(Etp, etablissement=st.just(A), fonction=st.just("socio_educatif"),
             variation=st.sampled_from([-0.5, 0.25, 1.0]), annee=an,
             cout_etp=st.none() | euros(30_000, 90_000)),
        kind(Mutualisation, groupe=st.sampled_from([1, 2, 3]),
             economie=st.sampled_from([0.02, 0.1]) | euros(1, 20_000), annee=an,
             cout_de_transition=euros(0, 10_000), etablissement=partout()),
        kind(Investissement, montant=euros(50_000, 500_000), annee=an,
             duree=st.integers(1, 20), subvention=euros(0, 50_000),
             emprunt=st.none() | kind(Emprunt, taux=taux(0, 0.05), duree=st.integers(1, 20)),
             etablissement=partout()),
        kind(Cofinancement, financeur=st.just("departement"), montant=euros(-20_000, 20_000),
             etablissement=partout()),
        kind(Convergence, mode=st.sampled_from(["avec", "sans"]),
             reste_a_converger=euros(0, 30_000)),
        kind(NonReconductible, sens=st.sampled_from(["charge", "produit"]),
             montant=euros(0, 30_000), annee=an, etablissement=partout()),
    )  # fmt: skip


def uniques():
    """Types of which a scenario holds one at most."""
    return st.lists(
        st.sampled_from(
            [
                Occupation(etablissement=A, taux=0.95),
                Occupation(etablissement=B, taux=0.5, de=AN + 1),
                HypotheseFraisSiege(cible=0.6, pas=0.05),
            ]
        ),
        unique=True,
    )


@st.composite
def scenarios(draw, most=6):
    """Return (hypotheses, horizon)."""
    horizon = draw(st.integers(1, 6))
    listed = draw(st.lists(hypotheses(horizon), max_size=most - 3)) + draw(uniques())
    return listed[:most], horizon
