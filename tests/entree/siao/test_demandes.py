"""Requests exported by a SIAO: counted, never listed."""

import pytest
from conftest import plain
from entree.siao.exports import CLE, DEMANDES, LIGNES, exported, mapping

from cpomlib.entree.siao import read_siao
from cpomlib.socle.erreurs import DonneesError
from cpomlib.tables.check import check


def test_requests_are_counted(tmp_path):
    path = exported(tmp_path, *LIGNES)
    lecture = read_siao(path, mapping(tmp_path, DEMANDES), None)
    rows = lecture.frames["demandes_siao"].astype("object").to_numpy().tolist()
    assert rows == [
        ["44", 2024, "homme_seul", "hebergement_urgence", 1, 1, 0],
        ["44", 2025, "homme_seul", "hebergement_urgence", 4, 1, 1],  # two still pending
        ["44", 2025, "couple", "logement_adapte", 1, 1, 0],
    ]
    assert check(lecture.frames) == []
    assert [plain(line) for line in lecture.messages] == [
        "Retirées à l’entrée, car elles désignent directement des personnes : « Nom ».",
        "Colonnes sans correspondance, non lues : « N° demande ».",
        "Porte sur les demandes de ces départements et années : 44 en 2024, 44 en 2025.",
    ]


def test_a_request_written_twice_counts_once(tmp_path):
    text = DEMANDES + "  id_demande: {colonne: N° demande}\n"
    lecture = read_siao(exported(tmp_path, *LIGNES), mapping(tmp_path, text), CLE)
    assert lecture.frames["demandes_siao"]["demandes"].tolist() == [1, 3, 1]
    assert dict(lecture.ecartees) == {"demande déjà comptée (même numéro)": 1}
    assert (lecture.lues, lecture.gardees) == (6, 5)


def test_a_request_without_an_answer(tmp_path):
    text = DEMANDES.replace("    vide: en_attente\n", "")
    with pytest.raises(DonneesError) as refusal:
        read_siao(exported(tmp_path, *LIGNES), mapping(tmp_path, text), None)
    assert [plain(str(fault)) for fault in refusal.value.fautes] == [
        "export.csv, ligne 5, colonne « Suite » : La suite donnée est vide sur 2 "
        "lignes. Dites ce que vaut une cellule vide : « vide: en_attente »."
    ]
