"""A first mapping, proposed by resemblance."""

import pandas as pd
import pytest
import yaml
from conftest import plain
from entree.siao.exports import (
    CLE,
    CORRESPONDANCE,
    ENTETE,
    KNOWN,
    LIGNES,
    PARTI,
    PRESENT,
    exported,
    faults,
    mapping,
    read,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cpomlib.entree.siao import lire_correspondance, proposer, read_siao
from cpomlib.entree.siao.proposer import ecrire_proposition
from cpomlib.socle.erreurs import CommandeError, CpomError


def test_a_mapping_is_proposed_and_works(tmp_path):
    path = exported(tmp_path, ENTETE, PRESENT, PARTI)
    text = proposer(path)
    assert "#   Prénom" in text
    assert "DUPONT" not in text
    assert "1980" not in text
    assert text.count("a_completer »") == 1  # the sentence at the top
    assert '"CHRS du Port": "a_completer"' in text
    assert '"Femme seule avec enfant(s)": "femme_enfants (à confirmer)"' in text
    done = confirmed(text).replace('"a_completer"', '"440001234"')
    by_hand = read(tmp_path, PRESENT, PARTI).frames["sejours"]
    proposed = read_siao(path, mapping(tmp_path, done), CLE, KNOWN).frames["sejours"]
    pd.testing.assert_frame_equal(proposed, by_hand)


def test_a_proposed_mapping_of_requests(tmp_path):
    text = proposer(exported(tmp_path, *LIGNES))
    assert "table: demandes_siao" in text
    assert '"Urgence": "hebergement_urgence"' in text
    assert '"Absence de place": "non_pourvue"' in text


def test_what_is_left_to_complete_is_still_unknown(tmp_path):
    text = proposer(exported(tmp_path, ENTETE, PRESENT))
    (told,) = faults(tmp_path, PRESENT, text=text)
    assert "valeur « CHRS du Port » : Ce libellé n’a pas de correspondance (1 ligne)." in told


def test_a_proposal_does_not_replace_a_file(tmp_path):
    path = exported(tmp_path, ENTETE, PRESENT)
    ecrire_proposition(path, tmp_path / "c.yaml")
    with pytest.raises(CommandeError) as refusal:
        ecrire_proposition(path, tmp_path / "c.yaml")
    assert plain(str(refusal.value)) == (
        f"{tmp_path / 'c.yaml'} : Ce fichier existe déjà : il n’est pas remplacé. "
        "Donnez un autre nom, ou supprimez-le."
    )
    with pytest.raises(CommandeError, match="ce chemin n’existe pas"):
        ecrire_proposition(path, tmp_path / "absent" / "c.yaml")
    with pytest.raises(CommandeError, match="ne vient pas d’un SIAO"):
        proposer(path, "salaries")


def confirmed(text):
    head, rules = text.split("table: ", 1)
    return f"{head}table: {rules.replace(' (à confirmer)', '')}"


def proposed(tmp_path, header, *cells):
    """Return what is proposed for the words of one column."""
    path = exported(tmp_path, header, *cells)
    rules = yaml.safe_load(proposer(path, "sejours"))["colonnes"]
    (rule,) = [rule for rule in rules.values() if rule["colonne"].startswith(header)]
    return rule.get("valeurs", {})


@pytest.mark.parametrize(
    ("column", "word", "ours"),
    [
        ("Ressources", "Aucune ressource", "sans (à confirmer)"),
        ("Ressources", "Aucune", "sans"),  # declared
        ("Ressources", "Autres ressource", "autre (à confirmer)"),
        ("Ressources", "Pas d’autres ressources", "a_completer"),
        ("Motif de sortie", "Logement non social", "a_completer"),
        ("Motif de sortie", "Logement social refusé", "a_completer"),
        ("Motif de sortie", "Refus de logement social", "a_completer"),
        ("Motif de sortie", "Hors logement social", "a_completer"),
        ("Motif de sortie", "Logements sociaux", "logement_social (à confirmer)"),
        ("Motif de sortie", "Logement social", None),  # our own label
        ("Motif de sortie", "Fin de prise en charge", "a_completer"),  # not « … par décès »
        ("Motif de sortie", "Logement ordinaire", "a_completer"),  # social or not
        ("Motif de sortie", "Résidence", "a_completer"),
        ("Motif de sortie", "Décès d’un usager", "deces (à confirmer)"),
        ("Tranche d’âge", "25-44 ans", "a_completer"),
        ("Tranche d’âge", "18-25 ans", "a_completer"),  # half in one band, half in the next
        ("Tranche d’âge", "34 ans", None),  # read as it is
        ("Composition familiale", "Personne seule avec enfants", "a_completer"),
        ("Composition familiale", "Couple avec enfant(s)", "couple_enfants (à confirmer)"),
        ("Composition familiale", "Couple sans enfants", "couple (à confirmer)"),
        ("Situation professionnelle", "Actif", "a_completer"),  # not « inactif »
        ("Nationalité", "Non européenne", "hors_ue (à confirmer)"),  # denied on both sides
    ],
)
def test_a_guess_is_marked_and_a_negation_never_mapped_to_its_contrary(
    tmp_path, column, word, ours
):
    assert proposed(tmp_path, column, word).get(word) == ours


def test_a_column_that_is_only_alike_is_marked_too(tmp_path):
    text = proposer(exported(tmp_path, "Ressource principales;Non orienté par le SIAO", "RSA;oui"))
    assert 'colonne: "Ressource principales"' in text  # the same but for a plural
    text = proposer(exported(tmp_path, "Motif de la sortie du ménage", "HLM"), "sejours")
    assert "Motif de la sortie du ménage" in text
    assert "via_siao: {colonne: a_completer}" in text


def test_the_import_refuses_a_guess_until_it_is_confirmed(tmp_path):
    text = CORRESPONDANCE.replace("HLM: logement_social", "HLM: logement_social (à confirmer)")
    text = text.replace("{colonne: Adultes}", '{colonne: "Adultes (A confirmer)"}')
    with pytest.raises(CpomError) as refusal:
        read(tmp_path, PRESENT, PARTI, text=text)
    assert plain(str(refusal.value)) == (
        f"{tmp_path / 'correspondance.yaml'} : 2 suppositions de cette correspondance à "
        "confirmer : nb_adultes : « Adultes » → nb_adultes, destination : « HLM » → "
        "logement_social. Une ressemblance peut tromper : chacune se relit. Effacez "
        "« (à confirmer) » après celles qui sont justes, corrigez les autres."
    )
    assert len(read(tmp_path, PRESENT, PARTI).frames["sejours"]) == 2


def test_a_label_of_the_sender_that_says_so_is_no_guess(tmp_path):
    text = CORRESPONDANCE.replace("{HLM:", '{"Autre (à confirmer)": autre, HLM:')
    again = PARTI.replace("HLM", "Autre (à confirmer)")
    assert read(tmp_path, again, text=text).frames["sejours"]["destination"].tolist() == ["autre"]


LABELS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=30)


@settings(max_examples=60, deadline=None)
@example(words=[""], titles=[",,", ",,"])
@given(words=st.lists(LABELS, min_size=1, max_size=6), titles=st.lists(LABELS, max_size=4))
def test_a_proposal_is_always_yaml_that_reads_back(tmp_path_factory, words, titles):
    import csv

    folder = tmp_path_factory.mktemp("p")
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(["Composition", "Ressources", *titles])
        writer.writerows([[word, word, *titles] for word in words])
    text = proposer(path, "sejours")
    (folder / "c.yaml").write_text(text, encoding="utf-8")
    mapped = lire_correspondance(folder / "c.yaml")
    assert {"id_sejour", "composition"} <= set(mapped.regles)


def test_a_death_is_read_as_one_and_not_as_another_exit(tmp_path):
    told = PARTI.replace("HLM", "Décès")
    assert read(tmp_path, PRESENT, told).frames["sejours"]["destination"].tolist()[1] == "deces"
    dead = PARTI.replace(";HLM;", ";Décédée;")
    assert '"Décédée": "deces"' in proposer(exported(tmp_path, ENTETE, PRESENT, dead))


def test_the_establishments_that_the_base_knows_are_named(tmp_path):
    path = exported(tmp_path, "Lieu;SIAO;Vers", "CHRS DU PORT;O;HLM", "Autre;N;HLM")
    houses = {"440001234": "CHRS du Port", "440001242": "Deux fois", "440001259": "Deux fois"}
    rules = yaml.safe_load(proposer(path, "sejours", houses))["colonnes"]
    assert rules["id_etablissement"]["valeurs"] == {
        "CHRS DU PORT": "440001234", "Autre": "a_completer",
    }  # fmt: skip
    assert rules["via_siao"]["valeurs"] == {"O": "oui", "N": "non"}
    assert "destination" not in rules
    said = yaml.safe_load(proposer(path, "sejours", houses, {"destination": "Vers"}))["colonnes"]
    assert said["destination"] == {"colonne": "Vers", "valeurs": {"HLM": "logement_social"}}
