"""The sentences a director reads, with their values; the messages, in their order."""

import re

import pytest

from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.verdicts import (
    VERDICTS,
    Autres,
    EtatDesDonnees,
    Faits,
    Message,
    Plume,
    Releve,
    en_nombres,
    juger,
    rediger,
    regles,
    varier,
)
from cpomlib.calcul.verdicts.phrases import compte
from cpomlib.dossier import written

AN = 2025
COUTS = (15e3, 16e3, 17e3, 17e3, 18e3, 18e3, 19e3, 20e3)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def taux(k, n, **rest):
    return Releve(k / n, k, n, **rest)


def messages(siens, autres=None, etat=None, **rest):
    facts = Faits(AN, siens, autres or {}, **rest)
    return rediger(juger(facts), Plume(facts, written, "18\u00a0mois"), etat or EtatDesDonnees())


def textes(siens, autres=None, **rest):
    return [plain(one.texte) for one in messages(siens, autres, **rest)]


def test_a_rate_is_told_by_its_count_its_total_and_what_it_is_beside():
    one = {"cpom_1_taux": taux(9, 48)}
    beside = {"cpom_1_taux": Autres(240, 600, 0, (0.4,) * 9)}
    years = dict.fromkeys((2023, 2024, 2025), one)
    assert textes(years, dict.fromkeys(years, beside)) == [
        "En 2025, 9 ménages sortis sur 48 (hors décès et droits incomplets) ont rejoint un "
        "logement ordinaire (18,8 %), contre 40,0 % chez les autres gestionnaires de la région. "
        "C’est ainsi trois années de suite."
    ]
    assert textes({2024: one, 2025: one}, {2024: beside, 2025: beside})[0].endswith(
        "C’est la deuxième année de suite."
    )


@pytest.mark.parametrize(
    ("k", "said"),
    [
        (0, "aucun des 60 ménages sortis (hors décès et droits incomplets) n’a rejoint"),
        (1, "1 ménage sorti sur 60 (hors décès et droits incomplets) a rejoint"),
        (2, "2 ménages sortis sur 60 (hors décès et droits incomplets) ont rejoint"),
    ],
)
def test_a_count_of_none_of_one_of_several_agrees(k, said):
    beside = {AN: {"cpom_1_taux": Autres(240, 600, 0, (0.4,) * 9)}}
    assert said in textes({AN: {"cpom_1_taux": taux(k, 60)}}, beside)[0]


@pytest.mark.parametrize("name", [name for name, rule in regles().items() if rule.compte])
def test_every_count_reads_whatever_it_is(name):
    told = [compte(regles()[name], k, 1_200, "18 mois") for k in (0, 1, 2, 1_100)]
    assert len(set(told)) == 4
    assert re.match("aucun des .* n(’|e )", told[0])
    assert told[1].startswith("1 ") and not re.search(r"\w(ont|aient)\b", told[1].split(" (")[0])
    assert all("1 200" in plain(one) and "{" not in one for one in told)


def test_a_course_is_told_from_where_it_began():
    known = {2023: taux(32, 60), 2024: taux(20, 60), 2025: taux(10, 60)}
    (one,) = messages({year: {"cpom_1_taux": it} for year, it in known.items()})
    assert (one.nature, one.titre) == (
        "vigilance", "Les sorties vers le logement ordinaire reculent",
    )  # fmt: skip
    assert plain(one.texte) == (
        "En 2025, 10 ménages sortis sur 60 (hors décès et droits incomplets) ont rejoint un "
        "logement ordinaire (16,7 %). Le taux était de 53,3 % en 2023 (32 sur 60)."
    )


def test_money_a_cost_a_duration():
    siens = {
        "taux_resultat": taux(-74, 1000),
        "cout_place": Releve(24_000, 24e5, 100),
        "cpom_4_taux_presence_longue": taux(115, 194),
    }
    autres = {
        "cout_place": Autres(8.0, 8.0, 0, COUTS),
        "cpom_4_taux_presence_longue": Autres(400, 1200, 0, (1 / 3,) * 9),
    }
    assert textes({AN: siens}, {AN: autres}) == [
        "Au 31 décembre 2025, 115 ménages présents sur 194 l’étaient depuis plus de 18 mois "
        "(59,3 %), contre 33,3 % chez les autres gestionnaires de la région.",
        "En 2025, le résultat représente −7,4 % des produits (équilibre : 0,0 %).",
        "En 2025, une place a coûté 24 000 €, contre 17 500 € pour la médiane des 8 autres "
        "gestionnaires de la région.",
    ]


def test_a_target_is_named():
    said = textes({AN: {"cpom_1_taux": taux(20, 50)}}, cibles={"cpom_1_taux": 0.7})
    assert said[0].endswith("(40,0 %), pour un objectif du contrat de 70,0 %.")


def test_a_doubt_follows_its_message():
    doubts = {"taux_resultat": "1 anomalie forte"}
    (one,) = messages({AN: {"taux_resultat": taux(-74, 1000)}}, doutes=doubts)
    assert (one.nature, one.doute) == ("vigilance", "1 anomalie forte")


def test_no_message_of_a_favourable_figure_that_is_doubted():
    siens = {AN: {"taux_occupation": taux(980, 1000)}}
    assert [one.nature for one in messages(siens)] == ["force"]
    assert messages(siens, doutes={"taux_occupation": "1 anomalie forte"}) == ()


@pytest.mark.parametrize(
    ("etat", "said"),
    [
        (EtatDesDonnees(1, ("taux_occupation",)),
         "Une anomalie forte reste sans réponse dans les données de 2025 : elle touche "
         "« Taux d’occupation »."),
        (EtatDesDonnees(2, ("taux_occupation", "cout_place")),
         "Deux anomalies fortes restent sans réponse dans les données de 2025 : elles touchent "
         "« Taux d’occupation » et « Coût à la place »."),
        (EtatDesDonnees(12, ("taux_occupation", "cout_place", "taux_resultat", "resultat")),
         "12 anomalies fortes restent sans réponse dans les données de 2025 : elles touchent "
         "« Taux d’occupation », « Coût à la place », « Résultat rapporté aux produits » et un "
         "autre chiffre."),
        (EtatDesDonnees(3, ()),
         "Trois anomalies fortes restent sans réponse dans les données de 2025."),
        (EtatDesDonnees(manques={"salaries": (1, 1)}),
         "L’établissement n’a rien transmis pour les salariés de 2025 : ni les effectifs, ni les "
         "absences ne peuvent être lus."),
        (EtatDesDonnees(manques={"sejours": (1, 1)}, sans_couvrir="Ils s’arrêtent en juin."),
         "Ils s’arrêtent en juin. Ni les publics de 2025, ni les quatre indicateurs "
         "obligatoires ne peuvent être lus."),
        (EtatDesDonnees(manques={"qualite": (3, 3)}),
         "Aucun des 3 établissements n’a transmis de données pour l’auto-évaluation de 2025 : la "
         "qualité du service reste à décrire."),
    ],
)  # fmt: skip
def test_what_the_data_lacks_is_said(etat, said):
    assert [plain(one.texte) for one in messages({AN: {}}, etat=etat)] == [said]


def test_a_part_that_some_sent_is_no_message():
    assert messages({AN: {}}, etat=EtatDesDonnees(manques={"salaries": (1, 3)})) == ()


def test_small_numbers_are_told_once():
    mandatory = [name for name, rule in regles().items() if rule.obligatoire]
    assert len(mandatory) == 4
    assert textes({AN: {name: taux(2, 6) for name in mandatory}}) == [
        "En 2025, les indicateurs obligatoires portent sur moins de 20 ménages : ils se lisent en "
        "nombres, et rien ne s’en conclut."
    ]


@pytest.mark.parametrize(
    ("k", "said"),
    [(0, "aucun ménage sur 6"), (1, "1 ménage sur 6"), (2, "2 ménages sur 6")],
)
def test_a_small_rate_in_counts(k, said):
    assert plain(en_nombres(k, 6, "ménage")) == said


def message(name, famille, nature="vigilance", poids=1.0):
    return Message(name, famille, nature, name, name, "finances", poids)


def test_the_first_three_come_from_different_families_then_the_others():
    families = ("economie", "economie", "equipe", "equipe", "activite", "insertion")
    known = [message(name, family) for name, family in zip("abcdef", families, strict=True)]
    assert [one.indicateur for one in varier(known)] == ["a", "c", "e", "b", "d", "f"]
    assert varier(known[:2]) == known[:2]


def test_a_trouble_comes_before_what_goes_well_and_the_mandatory_first():
    siens = {
        "cpom_1_taux": taux(9, 48),
        "taux_resultat": taux(-74, 1000),
        "taux_occupation": taux(990, 1000),
    }
    beside = {AN: {"cpom_1_taux": Autres(240, 600, 0, (0.4,) * 9)}}
    found = messages({AN: siens}, beside)
    assert [(one.indicateur, one.nature) for one in found] == [
        ("cpom_1_taux", "vigilance"), ("taux_resultat", "vigilance"), ("taux_occupation", "force"),
    ]  # fmt: skip


def test_no_machine_word_is_in_a_sentence():
    declared = VERDICTS.lire()
    said = [text for rule in declared.regles.values() for text in rule.titres.values()]
    said += [rule.titre + rule.texte for rule in declared.donnees.values()]
    names = set(fiches()) | {"None", "nan", "True", "yaml", "mid-p", "null"}
    for text in said:
        assert not names & set(re.findall(r"\w+", text)), text
        assert "'" not in text, text
