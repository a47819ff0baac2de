"""A first mapping, proposed by resemblance."""

import pandas as pd
import pytest
from conftest import plain
from hypothesis import given, settings
from hypothesis import strategies as st
from sources.siao.exports import (
    CLE,
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

from cpomlib.errors import CommandeError
from cpomlib.sources.siao import lire_correspondance, proposer, read_siao
from cpomlib.sources.siao.proposer import ecrire_proposition


def test_a_mapping_is_proposed_and_works(tmp_path):
    path = exported(tmp_path, ENTETE, PRESENT, PARTI)
    text = proposer(path)
    assert "#   Prénom" in text
    assert "DUPONT" not in text
    assert "1980" not in text
    assert text.count("a_completer »") == 1  # the sentence at the top
    assert '"CHRS du Port": "a_completer"' in text
    done = text.replace('"a_completer"', '"440001234"')
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


LABELS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=30)


@settings(max_examples=60, deadline=None)
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
