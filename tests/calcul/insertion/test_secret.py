"""What a version to publish keeps of the offer of insertion."""

from types import MappingProxyType

import pandas as pd
from calcul.insertion.fabrique import ANNEE, COLONNES, DEPARTEMENT, maison

from cpomlib.calcul.insertion import grille, lieux, masquees, structures
from cpomlib.calcul.secret import Regles
from cpomlib.tables import conform

TOUT = ("", "")
GRAND = dict(zip(COLONNES, (400, 300, 90, 200, 40, 30, 20, 15, 10.0, 9.0, 9_000_00), strict=True))


def made(structures_of, financeurs=MappingProxyType({}), **cells):
    """Return the masks of a département: code → (territory, type, association), cells → changed."""
    rows = {
        "etablissements": [
            maison(code) | {"id_gestionnaire": f"EJ-4500009{owner:02d}"}
            for code, (_, _, owner) in structures_of.items()
        ],
        "structures_insertion": [
            {"id_etablissement": code, "territoire": where, "type": kind}
            for code, (where, kind, _) in structures_of.items()
        ],
        "activite_insertion": [
            {"id_etablissement": code, "annee": ANNEE} | GRAND | cells.get(code, {})
            for code in structures_of
        ],
        "population_insertion": [
            {"departement": DEPARTEMENT, "territoire": where, "annee": ANNEE, "public": "rsa",
             "effectif": 90_000}
            for where in {where for where, _, _ in structures_of.values()}
        ],
        "financements": [
            {"id_etablissement": code, "annee": ANNEE, "dispositif": "x",
             "financeur": financeurs.get(code, "departement"), "montant_accorde": 10_000}
            for code in structures_of
        ],
    }  # fmt: skip
    frames = {name: conform(name, pd.DataFrame(lines)) for name, lines in rows.items()}
    known = structures(frames)
    return masquees(frames, grille(known, lieux(frames, known)), ANNEE, Regles())


def many(where, kind, count, first=0):
    return {f"S-{where}-{kind}-{rank}": (where, kind, first + rank) for rank in range(count)}


def test_five_associations_everywhere_show_everything():
    assert made(many("Nord", "aci", 5) | many("Sud", "aci", 5)) == {}


def test_fewer_than_five_associations_are_masked_and_one_more_unit_with_them():
    """Sud alone would be Nord taken from the whole: Nord is masked too."""
    hidden = made(many("Nord", "aci", 6) | many("Sud", "aci", 4, 10))
    assert hidden["Sud", "aci"] == "Moins de 5 gestionnaires ont une valeur."
    assert ("Nord", "aci") in hidden
    assert TOUT not in hidden


def test_one_association_with_several_structures_is_one():
    one = {f"S-X-{rank}": ("Nord", "aci", 1) for rank in range(8)}
    assert TOUT in made(one)


def test_a_few_persons_are_masked():
    few = many("Nord", "aci", 5)
    hidden = made(few, **{code: {"retraits": 1} for code in few})
    assert hidden[TOUT] == "Ce chiffre dirait moins de 11 personnes ou ménages."
    # what is left of another count tells of persons too: 400 received, 399 beneficiaries
    hidden = made(few, **{code: {"dont_rsa": 399} for code in few})
    assert hidden[TOUT] == "Ce chiffre dirait moins de 11 personnes ou ménages."


def test_who_does_not_say_is_found_by_difference():
    """Six received persons, five say their exits: the sixth is known by taking away."""
    held = many("Nord", "aci", 6)
    silent = {"S-Nord-aci-5": dict.fromkeys(("sortants", "emploi_durable", "emploi_transition",
                                             "sorties_positives", "retraits"))}  # fmt: skip
    assert TOUT in made(held, **silent)


def test_one_association_that_is_nearly_all_is_masked():
    held = many("Nord", "aci", 6)
    big = {"S-Nord-aci-0": {"accueillis": 40_000}}
    assert made(held, **big)[TOUT] == "Un seul gestionnaire pèse plus de 85\u00a0% du total."


def test_what_does_not_exist_is_shown():
    """A zero counts nobody: a type that a territory does not have is no secret."""
    hidden = made(many("Nord", "aci", 6) | many("Sud", "ei", 6, 20))
    assert ("Nord", "ei") not in hidden


def test_what_one_indicator_leaves_of_another_is_a_few_associations():
    """Eleven associations: six say their jobs, five of them all their exits.

    Five, six or five say or not; the sixth's jobs are what is left of one taken from the other.
    """
    held = many("Nord", "aci", 11)
    rest = dict.fromkeys(("sortants", "sorties_positives", "retraits"))
    none = rest | dict.fromkeys(("emploi_durable", "emploi_transition"))
    cells = {"S-Nord-aci-5": rest} | {f"S-Nord-aci-{rank}": none for rank in range(6, 11)}
    assert TOUT in made(held, **cells)
    assert TOUT not in made(held, **(cells | {"S-Nord-aci-5": none}))


def test_a_grant_of_the_departement_to_one_association_is_masked():
    held = many("Nord", "aci", 6)
    others = {code: "region" for code in held if code != "S-Nord-aci-0"}
    assert TOUT in made(held, financeurs=others)
    assert TOUT not in made(held, financeurs=dict.fromkeys(held, "region"))
