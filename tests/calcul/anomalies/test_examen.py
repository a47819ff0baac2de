"""What an examination gives: exact figures, digests, justifications, secrecy, French."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from calcul.anomalies.cas_moyens import OTHERS, region
from calcul.anomalies.tables import ANNEE, FAUTES, frames, ligne, mois, plain, sejour

from cpomlib.calcul.anomalies import SEVERITES, evaluer, examiner, refuser_motif, regle, regles
from cpomlib.calcul.anomalies.declarations import NATURES
from cpomlib.socle.erreurs import CommandeError, ParametreError


def un_ca(charges, annee=ANNEE):
    return [ligne("6063", charges, annee=annee), ligne("7311", 1000, "produit", annee=annee)]


def desequilibre(charges):
    lines = [{**line, "document": "be"} for line in un_ca(charges)]
    (found,) = evaluer(frames(budgets=lines), ANNEE, seulement=["be_desequilibre"])
    return found


def test_figures_are_exact():
    found = desequilibre(1234.56)
    assert found.valeurs == {
        "charges": Decimal("1234.56"),
        "produits": Decimal("1000.00"),
        "ecart": Decimal("-234.56"),
    }
    assert found.statut == "ouverte"
    assert (found.code, found.volet, found.severite) == ("be_desequilibre", "finances", "forte")


def test_a_justification_holds_for_the_figure_it_answers():
    found = desequilibre(1234.56)
    answer = replace(
        found.reponse("Report à nouveau omis", "A."), id=1, horodatage=datetime.now(UTC)
    )
    assert replace(found, justification=answer).statut == "justifiee"
    # One centime more: another figure.
    other = desequilibre(1234.57)
    assert other.empreinte != found.empreinte
    assert replace(other, justification=answer).statut == "rouverte"
    assert desequilibre(1234.56).empreinte == found.empreinte


def test_the_latest_justification_counts_whatever_their_order():
    found = desequilibre(1234.56)
    old, new = (replace(found.reponse(m, "A."), id=n) for n, m in ((1, "ancien"), (2, "nouveau")))
    lines = [{**line, "document": "be"} for line in un_ca(1234.56)]
    for given in ([old, new], [new, old]):
        (again,) = evaluer(
            frames(budgets=lines), ANNEE, seulement=["be_desequilibre"], justifications=given
        )
        assert again.justification == new
        assert again.statut == "justifiee"


def test_another_year_or_another_entity_is_not_justified():
    found = desequilibre(1234.56)
    lines = [{**line, "document": "be"} for line in un_ca(1234.56)]
    for changed in ({"annee": ANNEE - 1}, {"entite": "E2"}, {"code": "bp_desequilibre"}):
        answer = replace(found.reponse("Motif", "A."), id=1, **changed)
        (again,) = evaluer(
            frames(budgets=lines), ANNEE, seulement=["be_desequilibre"], justifications=[answer]
        )
        assert again.statut == "ouverte"


def test_a_neighbour_does_not_reopen_a_justification():
    before, after = (
        evaluer(frames(**region(30_000, *others)), ANNEE, seulement=["cout_place_et_region"])[0]
        for others in (OTHERS, (14_500, *OTHERS[1:]))
    )
    assert before.empreinte == after.empreinte


def test_the_gravest_come_first_and_the_order_is_stable():
    tables = frames(
        activite=mois([400, *[310] * 11]), sejours=[sejour(1, "2025-02-03", nb_enfants=1)]
    )
    found = evaluer(tables, ANNEE)
    assert [one.severite for one in found] == sorted(
        (one.severite for one in found), key=SEVERITES.index
    )
    assert found[0].exemples in ((), ("S001",))
    assert {one.code for one in found} >= {"occupation_mensuelle", "enfants_sans_famille"}


def test_only_the_establishments_asked_for_are_examined():
    both = [*mois(310), *mois(310, id_etablissement="E2")]
    found = evaluer(
        frames(activite=both), ANNEE, etablissements=["E2"], seulement=["occupation_annuelle"]
    )
    assert [one.entite for one in found] == ["E2"]


def test_a_gestionnaire_is_examined_whole_or_not_at_all():
    tables = frames(balances=[{"compte": "512", "debit": 5}])
    options = {"seulement": ["balance_desequilibree"]}
    assert len(evaluer(tables, ANNEE, **options)) == 1
    part = examiner(tables, ANNEE, etablissements=["E1"], **options)
    assert part.anomalies == ()
    (lack,) = part.non_evaluees
    assert lack.manque == "le périmètre ne couvre qu’une partie des établissements du gestionnaire"


SECRET = "trop peu d’établissements comparables dans la région (secret statistique)"


@pytest.mark.parametrize(
    "tables",
    [
        region(30_000, *OTHERS[:3]),  # four CHRS
        region(30_000, *OTHERS, gestionnaires=["G1", "G2", "G2", "G3", "G3", "G4"]),  # four owners
        # E1 has 300 places of 350: 85.7 % > 85 %.
        region(30_000, *OTHERS, poids=300),
    ],
    ids=["establishments", "gestionnaires", "dominance"],
)
def test_nothing_is_said_of_too_few_others(tables):
    examen = examiner(frames(**tables), ANNEE, seulement=["cout_place_et_region"])
    assert examen.anomalies == ()
    assert {one.manque for one in examen.non_evaluees} == {SECRET}


def test_another_region_and_another_category_are_not_compared():
    tables = region(30_000, *OTHERS)
    for changed in ({"region": "53"}, {"categorie": "219"}):
        moved = [
            {**row, **(changed if n else {})} for n, row in enumerate(tables["etablissements"])
        ]
        examen = examiner(
            frames(**tables | {"etablissements": moved}), ANNEE, seulement=["cout_place_et_region"]
        )
        assert "E1" in {one.entite for one in examen.non_evaluees}


def test_households_are_those_of_one_gestionnaire():
    """Pseudonyms are made by each gestionnaire: the same one elsewhere is somebody else."""
    stays = [
        sejour(1, "2025-01-03"),
        sejour(2, "2025-01-03", id_menage="M001", id_etablissement="E2"),
    ]
    apart = [
        {"id_etablissement": "E1"},
        {"id_etablissement": "E2", "id_gestionnaire": "G2"},
    ]
    rule = {"seulement": ["menage_deux_etablissements"]}
    assert evaluer(frames(sejours=stays, etablissements=apart), ANNEE, **rule) == ()
    assert len(evaluer(frames(sejours=stays), ANNEE, **rule)) == 1


def test_a_long_stay_hides_no_overlap():
    """M001 is in E1 for long, in E2 twice within: the last overlap is with the first stay."""
    stays = [
        sejour(1, "2024-01-03"),
        sejour(2, "2025-01-03", "2025-01-04", id_menage="M001", id_etablissement="E1"),
        sejour(3, "2025-03-03", "2025-06-04", id_menage="M001", id_etablissement="E2"),
    ]
    found = evaluer(frames(sejours=stays), ANNEE, seulement=["menage_deux_etablissements"])
    assert [one.entite for one in found] == ["G1"]


def prose(rule):
    return (rule.libelle, rule.message, rule.pourquoi, rule.limites, rule.que_faire)


def test_declarations_are_typographic():
    texts = [text for rule in regles().values() for text in prose(rule)]
    assert [text for text in texts if FAUTES.search(text)] == []


def test_every_rule_says_why_and_what_to_do():
    assert len(regles()) >= 40
    for rule in regles().values():
        assert all(len(text) > 5 for text in prose(rule)), rule.code
        assert set(rule.chiffres.values()) | set(rule.reperes.values()) <= set(NATURES)
        named = set(re.findall(r"\{(\w+)", rule.message))
        assert named <= set(rule.chiffres) | set(rule.reperes) | set(rule.seuils), rule.code
    assert {rule.volet for rule in regles().values()} >= {"publics", "activite", "finances", "rh"}


def test_an_unknown_rule_is_refused_with_the_nearest():
    with pytest.raises(ParametreError) as error:
        regle("occupation_annuel")
    assert plain(str(error.value)).startswith(
        "La règle « occupation_annuel » n’existe pas. Le plus proche : « occupation_annuelle »"
    )


@pytest.mark.parametrize(
    "motif, auteur, dit",
    [
        ("trop court", "A.", "--motif : Le motif est trop court pour être compris de l’autre "
         "partie. Expliquez le chiffre en 15 caractères au moins."),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "A.", "--motif : Le motif est trop court pour être compris "
         "de l’autre partie. Expliquez le chiffre en 15 caractères au moins."),
        ("Extension de dix places en mai", " ", "--auteur : Il manque l’auteur. Dites qui "
         "justifie."),
        ("Appelez le 02 40 00 00 00 pour savoir", "A.", "--motif : Cette valeur ressemble à un "
         "numéro de téléphone."),
        ("Écrire à claire@exemple.fr pour le détail", "A.", "--motif : Cette valeur ressemble à "
         "une adresse électronique."),
        ("Numéro 1 85 05 78 006 084 91 compté deux fois", "A.", "--motif : Cette valeur ressemble "
         "à un numéro de sécurité sociale."),
        ("Madame Dupont a deux séjours", "A.", "--motif : Cette valeur ressemble à un nom de "
         "personne."),
    ],
)  # fmt: skip
def test_a_reason_is_refused(motif, auteur, dit):
    with pytest.raises(CommandeError) as error:
        refuser_motif(motif, auteur)
    assert plain(str(error.value)).startswith(dit)


def test_a_reason_is_accepted():
    refuser_motif("Extension de 10 places au 1er mai 2025, arrêté n° 2025-041", "Claire Martin")
