"""What each role tries by hand, against a gestionnaire of another region: the list.

``{g}`` is that gestionnaire, ``{e}`` its house, ``{d}`` its département, ``{depot}`` and
``{lot}`` numbers of its own, ``{proche}`` the region of the role that tries.
"""

from dataclasses import dataclass, field

from postgresql.test_ecrire import DEPOT, LOT, NEW, OWN_EVENT, VERROU

TABLES_A_LIRE = {
    "les séjours": "SELECT * FROM lignes_sejours WHERE id_etablissement = '{e}'",
    "les séjours, par la vue": "SELECT * FROM sejours WHERE id_etablissement = '{e}'",
    "les balances": "SELECT * FROM balances WHERE id_gestionnaire = '{g}'",
    "les demandes au SIAO": "SELECT * FROM lignes_demandes_siao WHERE departement = '{d}'",
    "l’identité": "SELECT * FROM gestionnaires WHERE id_gestionnaire = '{g}'",
    "les rattachements": "SELECT * FROM rattachements WHERE id_gestionnaire = '{g}'",
    "les justifications": "SELECT * FROM justifications WHERE entite = '{g}'",
    "les déclarations": "SELECT * FROM declarations WHERE id_gestionnaire = '{g}'",
    "les indicateurs rangés": "SELECT * FROM indicateurs_calcules WHERE gestionnaire = '{g}'",
    "les indicateurs, par la vue": "SELECT * FROM indicateurs_dates WHERE gestionnaire = '{g}'",
    "les dépôts": "SELECT * FROM depots WHERE id = {depot}",
    "les lots": "SELECT * FROM lots WHERE depot = {depot}",
    "les événements": "SELECT * FROM evenements WHERE depot = {depot}",
    "les habilitations": "SELECT * FROM habilitations WHERE role = 'analyste_11'",
    "les régions des départements": "SELECT * FROM territoires",
}
_LEURRE = (
    "INSERT INTO lots (id, source, depot, nom_table, entite, annee, document) SELECT "
    f"{NEW}, {NEW}, cpom_suivant('depots') - 1, '{{table}}', '{{entite}}', 0, ''"
)
_FOYER = (
    "INSERT INTO lignes_etablissements (lot, id_etablissement, id_gestionnaire, nom, categorie, "
    "regime, autorite, programme, departement, region) SELECT cpom_suivant('lots') - 1, "
    "'449999996', '{{g}}', 'x', '214', 'autorise', 'prefet', '177', '{departement}', '52'"
)
LEURRE_ICI = (
    DEPOT, _LEURRE.format(table="etablissements", entite="449999996"),
    _FOYER.format(departement="44"),
)  # fmt: skip
LEURRE_LA_BAS = (*LEURRE_ICI[:2], _FOYER.format(departement="75"))
_FORGE = "INSERT INTO evenements (id, etat, depot, nature, horodatage, auteur{plus}) SELECT "
_REPONSE = (
    "INSERT INTO justifications (code, entite, annee, motif, auteur, empreinte, constat, "
    "horodatage{plus}) VALUES ('x', '{qui}', 2025, 'm', 'x', 'e', 'c', ''{valeur})"
)


def _lot(table, entite, source=NEW):
    return LOT.format(source=source, table=table, entite=entite)


@dataclass(frozen=True)
class Attaque:
    """An attempt: its family, its name, its statements; whether its answer may depend on whom.

    Attributes:
        pareil: it is answered; the answer must be that given for an unknown.
    """

    famille: str
    nom: str
    gestes: tuple = field(default=())
    pareil: bool = False


_CONTRAT = "C-000110015-1"
_MIEN = "C-000520015-1"


def _chez_moi(table, colonnes, valeurs):
    """A whole table of one's own contract, put in force with one row of one's choice."""
    lot = _lot(table, _MIEN).replace("2025, ''", "0, ''")
    row = (
        f"INSERT INTO lignes_{table} (lot, id_contrat, {colonnes}) "
        f"SELECT cpom_suivant('lots') - 1, '{_MIEN}', {valeurs}"
    )
    return (DEPOT, OWN_EVENT, lot, row)


CONTRAT = [
    *(Attaque("Contrat", f"lire {nom} d’un autre", (
        f"SELECT * FROM {nom} WHERE id_contrat = '{_CONTRAT}'",))
      for nom in ("contrats", "cibles", "mesures", "moyens", "signatures", "releves",
                  "lignes_actes", "rattachements_contrats")),
    Attaque("Contrat", "prendre le contrat d’un autre", (
        f"SELECT cpom_contrat_ouvrir('{_CONTRAT}', '000520015')",)),
    Attaque("Contrat", "apprendre qu’un code est pris", (
        "SELECT cpom_contrat_ouvrir('C-{g}-1', '000520015')",), pareil=True),
    Attaque("Contrat", "écrire dans le contrat d’un autre", (
        DEPOT, OWN_EVENT, _lot("mesures", _CONTRAT))),
    Attaque("Contrat", "valider seul une mesure", _chez_moi(
        "mesures", "indicateur, annee, etat", "'L-x', 2026, 'validee'")),
    Attaque("Contrat", "la valider après coup, dans une autre portée", (
        DEPOT, OWN_EVENT, _lot("mesures", _MIEN), _chez_moi(
            "mesures", "indicateur, annee, etat", "'L-x', 2026, 'transmise'")[-1],
        "SET CONSTRAINTS ALL IMMEDIATE")),
    Attaque("Contrat", "vider ce que les deux ont validé", (
        *_chez_moi("mesures", "indicateur, annee, etat", "'L-x', 2026, 'provisoire'"),
        "SET CONSTRAINTS ALL IMMEDIATE")),
    *(Attaque("Contrat", f"appeler {appel.split('(')[0]}", (f"SELECT {appel}",)) for appel in (
        "cpom_contrat_lignes('mesures', {lot})", "cpom_contrat_qualite('analyste_11', 'x')",
        "cpom_contrat_controler({lot}, true)", "cpom_contrat_siens('releves', 'x', NULL)")),
    Attaque("Contrat", "ôter le contrôle", ("DROP TRIGGER cpom_contrat ON lots",)),
]  # fmt: skip
"""Of the contract of somebody else, and of what no one may write alone in its own."""

LIRE = [
    *(Attaque("Lire", nom, (geste,)) for nom, geste in TABLES_A_LIRE.items()),
    Attaque("Lire", "par une requête préparée", (
        "PREPARE p AS SELECT * FROM sejours WHERE id_etablissement = '{e}'", "EXECUTE p")),
    Attaque("Lire", "par COPY", (
        "COPY (SELECT * FROM sejours WHERE id_etablissement = '{e}') TO STDOUT",)),
    Attaque("Lire", "vers un fichier du serveur", ("COPY lots TO '/tmp/lots'",)),
    Attaque("Lire", "par un programme du serveur", ("COPY lots TO PROGRAM 'cat'",)),
    Attaque("Lire", "un fichier du serveur", ("SELECT pg_read_file('postgresql.conf')",)),
    Attaque("Lire", "un fichier, en objet large", ("SELECT lo_import('/etc/passwd')",)),
    Attaque("Lire", "les objets larges", ("SELECT * FROM pg_largeobject",)),
    Attaque("Lire", "les politiques éteintes", (
        "SET row_security = off", "SELECT * FROM lots WHERE depot = {depot}")),
    Attaque("Lire", "avec une table temporaire d’habilitations", (
        "CREATE TEMP TABLE habilitations (role name, nature text, code text, analyste boolean)",
        "INSERT INTO pg_temp.habilitations VALUES (current_user, 'region', '11', true)",
        "SET search_path = pg_temp, public",
        "SELECT * FROM public.sejours WHERE id_etablissement = '{e}'")),
    Attaque("Lire", "avec une fonction temporaire du même nom", (
        "CREATE FUNCTION pg_temp.cpom_connu() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "SET search_path = pg_temp, public",
        "SELECT * FROM public.sejours WHERE id_etablissement = '{e}'")),
    Attaque("Lire", "par une vue temporaire", (
        "CREATE TEMP VIEW v AS SELECT * FROM sejours", "SELECT * FROM v "
        "WHERE id_etablissement = '{e}'")),
    Attaque("Lire", "le mot de passe des rôles", ("SELECT * FROM pg_authid",)),
    Attaque("Lire", "les statistiques de valeurs", (
        "SELECT * FROM pg_stats WHERE schemaname = 'public' AND tablename <> 'alembic_version'",)),
    Attaque("Lire", "une séquence", ("SELECT last_value FROM justifications_id_seq",)),
    Attaque("Lire", "les requêtes des autres sessions", (
        "SELECT query FROM pg_stat_activity WHERE usename <> session_user "
        "AND query <> '<insufficient privilege>' AND query <> ''",)),
]  # fmt: skip

DEVINER = [
    Attaque("Deviner", f"s’il est là, par {nom}", (geste,), pareil=True)
    for nom, geste in {
        "le plan d’une requête": "EXPLAIN SELECT * FROM sejours WHERE id_etablissement = '{e}'",
        "cpom_source_permise": "SELECT cpom_source_permise(current_user, 0, {lot}, {depot}, "
        "'sejours', '{e}', 0, '')",
        "cpom_ligne_permise": "SELECT cpom_ligne_permise(current_user, {lot}, '{e}', '{g}', "
        "'{d}', '11')",
        "cpom_lot_rattache": "SELECT cpom_lot_rattache(current_user, {lot_e})",
        "cpom_depot_permis": "SELECT cpom_depot_permis(current_user, {depot}, 'validation')",
        "cpom_declarable": "SELECT cpom_declarable(current_user, {depot}, 'etablissements', '{e}')",
        "cpom_evenement_en_cours": "SELECT cpom_evenement_en_cours(current_user, {depot}, 2)",
        "cpom_deposes": "SELECT count(*) FROM cpom_deposes() n WHERE n = {depot}",
        "le verrou d’une ligne": "SELECT id FROM lots WHERE id = {lot} FOR UPDATE",
        "une clé déjà prise": "INSERT INTO depots (id, horodatage, auteur, fichier, sha256, "
        "format) VALUES ({depot}, '', 'x', 'x', 'x', 'x') ON CONFLICT DO NOTHING",
    }.items()
] + [
    Attaque("Deviner", "le périmètre d’un autre rôle", (f"SELECT * FROM {appel}",))
    for appel in (
        "cpom_entites('analyste_11')", "cpom_inscriptibles('analyste_11')",
        "cpom_habilitations('analyste_11')", "cpom_lots_ouverts('analyste_11')",
    )
] + [
    Attaque("Deviner", "l’instant du dernier événement", ("SELECT cpom_dernier_instant()",)),
]  # fmt: skip

ECRIRE = [
    Attaque("Écrire", "des indicateurs", (
        "INSERT INTO indicateurs_calcules SELECT * FROM indicateurs_calcules",)),
    Attaque("Écrire", "l’activité d’un autre", (DEPOT, OWN_EVENT, _lot("activite", "{e}"))),
    Attaque("Écrire", "la balance d’un autre", (DEPOT, OWN_EVENT, _lot("balances", "{g}"))),
    Attaque("Écrire", "une déclaration d’un autre", (
        DEPOT, OWN_EVENT, _lot("declarations", "{g}"))),
    Attaque("Écrire", "les demandes au SIAO d’ailleurs", (
        DEPOT, OWN_EVENT, _lot("demandes_siao", "{d}"))),
    Attaque("Écrire", "un brouillon sur un autre", (
        DEPOT, _LEURRE.format(table="activite", entite="{e}"))),
    Attaque("Écrire", "un lot qui reprend les lignes d’un autre", (
        DEPOT, OWN_EVENT, _lot("sejours", "{e}", "{lot}"))),
    Attaque("Écrire", "des lignes dans un lot d’un autre", (
        "INSERT INTO lignes_absences VALUES ({lot}, '{e}', 2025, 'maladie', 1)",)),
    Attaque("Leurre", "un brouillon qui met le département 75 dans la région 52", LEURRE_LA_BAS),
    Attaque("Leurre", "un brouillon au nom d’un autre, puis lire ses balances", (
        *LEURRE_ICI, "SELECT * FROM balances WHERE id_gestionnaire = '{g}'")),
    Attaque("Leurre", "le même, puis lire ses demandes au SIAO", (
        *LEURRE_ICI, "SELECT * FROM demandes_siao WHERE departement = '{d}'")),
    Attaque("Leurre", "le même, puis écrire sa balance", (
        *LEURRE_ICI, DEPOT, OWN_EVENT, _lot("balances", "{g}"))),
    Attaque("Leurre", "le même, validé par soi", (*LEURRE_ICI, OWN_EVENT)),
    Attaque("Leurre", "le même, mis en vigueur par un événement écrit d’avance", (
        DEPOT, OWN_EVENT, *LEURRE_ICI[1:],
        "UPDATE lots SET etat = cpom_suivant('etats') - 1 WHERE etat IS NULL RETURNING id")),
    Attaque("Leurre", "la balance d’un autre en brouillon, mise en vigueur", (
        DEPOT, OWN_EVENT, _LEURRE.format(table="gestionnaires", entite="{g}"),
        _LEURRE.format(table="balances", entite="{g}"),
        "UPDATE lots SET etat = cpom_suivant('etats') - 1 WHERE etat IS NULL RETURNING id")),
    Attaque("Leurre", "se rattacher un établissement", (
        "INSERT INTO rattachements VALUES ('{e}', '000520015', '44', '52', 1)",)),
    Attaque("Leurre", "changer un rattachement", ("UPDATE rattachements SET region = '52'",)),
    Attaque("Leurre", "déplacer un département", ("UPDATE territoires SET region = '52'",)),
    Attaque("Leurre", "s’habiliter", (
        "INSERT INTO habilitations VALUES (current_user, 'region', '11', true)",)),
]  # fmt: skip

SIGNER = [
    Attaque("Signer", "un dépôt pour un autre rôle", (
        DEPOT.replace("format)", "format, role)") + ", 'analyste_11'",)),
    Attaque("Signer", "un événement pour un autre rôle", (
        DEPOT, _FORGE.format(plus=", role") + "cpom_suivant('evenements'), NULL, "
        "cpom_suivant('depots') - 1, 'transmission', '', 'x', 'analyste_11'")),
    Attaque("Signer", "une validation du dépôt d’un autre", (
        _FORGE.format(plus="") + f"cpom_suivant('evenements') + {VERROU}, "
        "cpom_suivant('etats'), {depot}, "
        "'validation', '', 'x'",)),
    Attaque("Signer", "un refus", (
        DEPOT, _FORGE.format(plus="") + "cpom_suivant('evenements'), NULL, "
        "cpom_suivant('depots') - 1, 'refus', '', 'x'")),
    Attaque("Signer", "un état loin devant", (
        DEPOT, OWN_EVENT.replace("'etats')", "'etats') + 1000"))),
    Attaque("Signer", "un événement de l’an 2999", (
        DEPOT, OWN_EVENT.replace("2026-01-01", "2999-01-01"),
        "SELECT id FROM evenements WHERE horodatage >= '2999'")),
    Attaque("Signer", "une justification sur un autre", (
        _REPONSE.format(plus="", qui="{g}", valeur=""),)),
    Attaque("Signer", "une justification pour un autre rôle", (
        _REPONSE.format(plus=", role", qui="000520015", valeur=", 'analyste_11'"),)),
    Attaque("Signer", "une justification numérotée par soi", (
        _REPONSE.format(plus=", id", qui="000520015", valeur=", 1000000"),)),
    Attaque("Signer", "des références d’une autre région", (
        "INSERT INTO agregats_publies (region, annee, perimetre, indicateur, statut, raison, "
        "publie_le, publie_par, etat, gestionnaires, n) VALUES "
        "('11', 2025, 'tous', 'x', 'ok', '', '', 'x', 1, 1, 1)",)),
    Attaque("Signer", "effacer les références d’une autre région", (
        "SELECT cpom_depublier(current_user, '11', 2025, 'tous')",)),
    Attaque("Signer", "effacer des références, sans la fonction", (
        "DELETE FROM agregats_publies",)),
]  # fmt: skip

DETRUIRE = [
    Attaque("Changer", geste, (geste,))
    for geste in (
        "UPDATE depots SET auteur = 'x'", "UPDATE depots SET fichier = 'x'",
        "UPDATE lots SET entite = 'x'", "UPDATE evenements SET horodatage = ''",
        "UPDATE justifications SET motif = 'x'", "DELETE FROM lots", "DELETE FROM depots",
        "DELETE FROM evenements", "DELETE FROM lignes_sejours",
        "UPDATE lignes_declarations SET texte = 'x'", "DELETE FROM justifications",
        "TRUNCATE lignes_sejours", "TRUNCATE depots CASCADE", "DROP TABLE lots CASCADE",
        "ALTER TABLE lots DISABLE ROW LEVEL SECURITY", "DROP POLICY perimetre_select ON lots",
        "CREATE POLICY p ON lots USING (true)", "ALTER TABLE depots DISABLE TRIGGER ALL",
        "CREATE RULE r AS ON INSERT TO lots DO NOTHING",
        "CREATE TRIGGER t BEFORE INSERT ON lots EXECUTE FUNCTION cpom_dater()",
        "CREATE TABLE public.piege (x text)", "CREATE VIEW public.espion AS SELECT 1",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA piege", "CREATE EXTENSION dblink", "CREATE INDEX i ON lots (entite)",
        "SET session_replication_role = replica", "DELETE FROM alembic_version",
        "ALTER FUNCTION cpom_connu() SET search_path = public",
    )
]  # fmt: skip

DEVENIR = [
    Attaque("Devenir", geste, (geste,))
    for geste in (
        "SET ROLE analyste_11", "SET SESSION AUTHORIZATION analyste_11", "SET ROLE cpom_admin",
        "GRANT analyste_11 TO quiconque", "CREATE ROLE pirate", "ALTER ROLE quiconque SUPERUSER",
    )
] + [
    Attaque("Devenir", "donner à tous ce que l’on a", (
        "GRANT SELECT ON lots TO PUBLIC", "SELECT has_table_privilege('quiconque', 'lots', "
        "'SELECT')")),
]  # fmt: skip

GENER = [
    Attaque("Gêner", f"verrouiller {table}", (f"LOCK TABLE {table} IN SHARE MODE",))
    for table in ("verrou", "depots", "lots", "lignes_sejours", "agregats_publies", "rattachements")
] + [
    Attaque("Gêner", "verrouiller les lignes des dépôts", ("SELECT id FROM depots FOR SHARE",)),
    Attaque("Gêner", "écrire un dépôt sans attendre son tour", (
        DEPOT.replace(f" + {VERROU}", ""),)),
    Attaque("Gêner", "prendre des numéros d’avance", ("SELECT nextval('justifications_id_seq')",)),
    Attaque("Gêner", "fermer la session d’un autre", (
        "SELECT pg_terminate_backend({session})",)),
]  # fmt: skip

ATTAQUES = [*CONTRAT, *LIRE, *DEVINER, *ECRIRE, *SIGNER, *DETRUIRE, *DEVENIR, *GENER]
