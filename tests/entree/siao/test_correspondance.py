"""The mapping file, and the lists of words of a service: what is badly written is refused."""

import pytest
from conftest import plain
from entree.siao.exports import CORRESPONDANCE, ENTETE, PRESENT, exported, mapping

from cpomlib.entree.siao import lire_correspondance, proposer
from cpomlib.socle.erreurs import ParametreError
from cpomlib.socle.projet import parameters_dir


@pytest.mark.parametrize(
    ("before", "after", "refusal"),
    [
        ("table: sejours", "table: stays", " : La table « stays » ne vient pas d’un SIAO. Valeurs "
         "connues : « sejours », « demandes_siao »."),
        ("  sexe:", "  sexes:", ", colonnes : La clé « sexes » n’est pas connue. "
         "Le plus proche : « sexe »."),
        ("  nb_adultes: {colonne: Adultes}\n", "", ", colonnes : La clé « nb_adultes » manque. "
         "Ajoutez une ligne « nb_adultes: … »."),
        ("{colonne: Adultes}", "", ", colonnes, nb_adultes : Cette colonne obligatoire n’a pas de "
         "correspondance. Écrivez « colonne: … » ou « constante: … »."),
        ("{colonne: Adultes}", "{colonne: Adultes, constante: 1}", ", colonnes, nb_adultes : Il "
         "faut « colonne » ou « constante », et une seule des deux. Écrivez « colonne: nom de la "
         "colonne de l’export »."),
        ("{Aucune: sans}", "sans", ", colonnes, ressources : « valeurs » n’est pas une liste de "
         "correspondances. Écrivez « valeurs: {libellé de l’export: notre valeur} »."),
        ("{Aucune: sans}", "{Aucune: rien}", ", colonnes, ressources : La valeur « rien » n’est "
         "pas dans notre liste. Valeurs connues : « salaire », « chomage », « rsa », « aah », "
         "« retraite », « autre », « sans »."),
        ("dates: JJ/MM/AAAA", "dates: jour", ", colonnes, date_entree : Le format de date « jour » "
         "n’est pas connu. Écrivez-le avec JJ, MM et AAAA, par exemple JJ/MM/AAAA."),
        ("dates: JJ/MM/AAAA", "dates: 5", ", colonnes, date_entree : Le format de date « 5 » "
         "n’est pas connu. Écrivez-le avec JJ, MM et AAAA, par exemple JJ/MM/AAAA."),
        ("naissance_au: entree", "naissance_au: hier", ", colonnes, tranche_age : « hier » n’est "
         "pas un jour. Écrivez « entree », ou un jour AAAA-MM-JJ."),
        ("{colonne: Sexe,", "{colonne: Sexe, age: true,", ", colonnes, sexe : « naissance_au » et "
         "« age » ne servent qu’à la tranche d’âge. Retirez-les."),
        ("{colonne: N° menage}", "{colonne: NIR}", ", colonnes, id_menage : La colonne « NIR » "
         "désigne directement des personnes. Le diagnostic partagé ne reçoit rien qui désigne "
         "directement une personne (référentiel CNIL du 11 mars 2021). Prenez une autre colonne ; "
         "une date de naissance ne sert qu’à la tranche d’âge, avec « naissance_au »."),
        ("{colonne: N° menage}", "{constante: 1}", ", colonnes, id_menage : Un identifiant ne peut "
         "pas être le même partout. Indiquez la colonne des numéros."),
    ],
)  # fmt: skip
def test_a_mapping_badly_written(tmp_path, before, after, refusal):
    with pytest.raises(ParametreError) as raised:
        mapping(tmp_path, CORRESPONDANCE.replace(before, after))
    assert plain(str(raised.value)) == f"{tmp_path / 'correspondance.yaml'}{refusal}"


def service(tmp_path, monkeypatch, text):
    folder = tmp_path / "service" / "sources"
    folder.mkdir(parents=True)
    (folder / "siao.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(folder.parent))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            "colonnes: {sejours: {}, demandes_siao: {motif: rue}}\nlibelles: {}\n",
            ", ligne 1, « colonnes › demandes_siao › motif » : « rue » n’est pas une liste. "
            'Écrivez-la entre crochets : ["a", "b"].',
        ),
        (
            "colonnes: {sejours: {}}\nlibelles: {}\n",
            ", ligne 1, « colonnes » : La clé « demandes_siao » manque. "
            "Ajoutez une ligne « demandes_siao: … ».",
        ),
    ],
)
def test_a_list_of_words_badly_written(tmp_path, monkeypatch, text, refusal):
    service(tmp_path, monkeypatch, text)
    with pytest.raises(ParametreError) as raised:
        proposer(exported(tmp_path, ENTETE, PRESENT))
    own = tmp_path / "service" / "sources" / "siao.yaml"
    assert plain(str(raised.value)) == f"{own}{refusal}"


def test_the_words_of_the_service_are_used(tmp_path, monkeypatch):
    text = "colonnes: {sejours: {motif: [Commentaire]}, demandes_siao: {}}\nlibelles: {}\n"
    service(tmp_path, monkeypatch, text)
    assert '  motif:\n    colonne: "Commentaire"' in proposer(
        exported(tmp_path, ENTETE, PRESENT), "sejours"
    )


def test_the_example_shipped_is_well_written():
    example = lire_correspondance(parameters_dir() / "sources" / "siao_exemple.yaml")
    assert example.table == "sejours"
