"""Who writes what in a contract: the rules of version 0010, on PostgreSQL.

A deposit holds the whole table of a contract: what it changes is found by comparing it with what
is in force. Rows are compared as they are inserted; what is taken away, when the lot is complete.
"""

CLES = {
    "contrats": "id_contrat", "contrat_etablissements": "id_etablissement date_entree",
    "contrat_parties": "partie", "avenants": "numero", "signatures": "acte partie",
    "objectifs": "id_objectif", "conventions_contrat": "cle date_effet",
    "cibles": "avenant id_objectif indicateur id_etablissement annee",
    "moyens": "id_etablissement annee", "mesures": "indicateur id_etablissement annee",
    "actions": "id_action", "financements_actions": "id_action financeur annee",
    "rencontres": "date nature", "releves": "date numero", "demarche": "etape tache",
    "actes": "nature id_etablissement exercice numero", "textes_contrat": "clause",
}  # fmt: skip
"""What names a row within a contract."""
FIGEES = (
    "contrats", "contrat_etablissements", "contrat_parties", "objectifs", "cibles", "moyens",
    "conventions_contrat", "textes_contrat",
)  # fmt: skip
DE_L_ETAT = ("drl", "notification", "autorisation", "pdalhpd", "accord_affectation", "agrement")
"""Acts that the authority makes."""
PARTAGEES = ("contrat_etablissements", "objectifs", "cibles", "moyens", "mesures", "actes")
"""Tables with an establishment: a co-signatory sees the rows of its own."""


def _noms(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


TENUS = """
SELECT r.id_contrat, r.id_etablissement FROM {s}.lignes_contrat_etablissements r
JOIN {s}.lots_courants l ON l.source = r.lot WHERE l.nom_table = 'contrat_etablissements'
"""
"""The establishments that contracts hold, in force."""

FONCTIONS = {
    # The establishments of a gestionnaire in the contracts of others.
    "cpom_contrats_partages(qui name) RETURNS TABLE (id_contrat text, id_etablissement text) "
    "STABLE": f"""
BEGIN RETURN QUERY SELECT p.id_contrat, p.id_etablissement FROM ({TENUS}) p
    JOIN {{s}}.rattachements t ON t.id_etablissement = p.id_etablissement
    JOIN {{s}}.cpom_habilitations(qui) h ON h.nature = 'gestionnaire'
        AND h.code = t.id_gestionnaire;
END""",
    # On which side a role is: nobody is on both, the gestionnaire's comes first.
    "cpom_contrat_qualite(qui name, contrat text) RETURNS text": """
DECLARE natures text[];
BEGIN
    SELECT array_agg(CASE WHEN h.nature <> 'gestionnaire' THEN 'etat'
            WHEN c.id_contrat IS NOT NULL THEN 'gestionnaire' END) INTO natures
        FROM {s}.habilitations h JOIN pg_roles r ON r.rolname = h.role
        JOIN pg_roles m ON m.rolname = qui AND pg_has_role(m.oid, r.oid, 'USAGE')
        LEFT JOIN {s}.rattachements_contrats c ON h.nature = 'gestionnaire'
            AND c.id_gestionnaire = h.code AND c.id_contrat = $2;
    RETURN CASE WHEN 'gestionnaire' = ANY (natures) THEN 'gestionnaire'
        WHEN 'etat' = ANY (natures) THEN 'etat' ELSE '' END;
END""",
    "cpom_contrat_lignes(nom_table text, lot integer) RETURNS TABLE (cle jsonb, ligne jsonb)": f"""
DECLARE cles text[] := string_to_array(CASE nom_table
    {" ".join(f"WHEN '{name}' THEN '{key}'" for name, key in CLES.items())} END, ' ');
BEGIN
    RETURN QUERY EXECUTE format('SELECT (SELECT jsonb_agg(to_jsonb(r) -> k.c ORDER BY k.i) '
        'FROM unnest($2) WITH ORDINALITY k (c, i)), to_jsonb(r) - ''lot'' '
        'FROM {{s}}.%I r WHERE r.lot = $1', 'lignes_' || nom_table) USING $2, cles;
END""",
    # A measure: the gestionnaire transmits it, then the State validates it as it is.
    "cpom_contrat_mesure(qualite text, avant jsonb, apres jsonb) RETURNS text": """
DECLARE
    etait text := coalesce(avant ->> 'etat', 'provisoire');
    devient text := coalesce(apres ->> 'etat', 'provisoire');
BEGIN
    IF etait = 'validee' AND (qualite = 'gestionnaire' OR apres IS NULL) THEN
        RETURN 'etat/validee';
    ELSIF qualite = 'gestionnaire' THEN
        RETURN CASE WHEN devient IN ('discutee', 'validee') THEN 'etat/etat' END;
    ELSIF etait = 'provisoire' THEN
        RETURN CASE WHEN devient <> 'provisoire' THEN 'etat/transmise' END;
    END IF;
    RETURN CASE WHEN apres IS NULL THEN 'etat/transmise'
        WHEN avant - 'etat' <> apres - 'etat' THEN 'valeur/transmise' END;
END""",
    # Columns that are the State's to fill; « siens »: the row is the gestionnaire's own.
    "cpom_contrat_reserve(nom_table text, avant jsonb, apres jsonb, siens boolean) "
    "RETURNS text": """
BEGIN
    RETURN (SELECT replace(c, '_centimes', '') || '/etat' FROM unnest(CASE nom_table
            WHEN 'contrats' THEN ARRAY['statut']
            WHEN 'moyens' THEN ARRAY['montant_notifie_centimes']
            WHEN 'signatures' THEN CASE WHEN siens THEN ARRAY['recu_le']
                ELSE ARRAY['reponse', 'repondu_le', 'recu_le'] END
            WHEN 'actes' THEN ARRAY['recu_le', 'attendu_le']
            WHEN 'financements_actions' THEN ARRAY['etat']
            WHEN 'rencontres' THEN ARRAY['validee_le'] END) WITH ORDINALITY k (c, i),
            LATERAL (SELECT CASE c WHEN 'statut' THEN 'preparation'
                WHEN 'etat' THEN 'demande' END AS vide) d
        WHERE coalesce(avant ->> c, d.vide) IS DISTINCT FROM coalesce(apres ->> c, d.vide)
        ORDER BY i LIMIT 1);
END""",
    "cpom_contrat_refus(qualite text, nom_table text, avant jsonb, apres jsonb, signe boolean, "
    "siens boolean) RETURNS text": f"""
DECLARE tous jsonb[] := array_remove(ARRAY[avant, apres], NULL);
BEGIN
    IF qualite = '' THEN
        RETURN 'id_contrat/perimetre';
    ELSIF nom_table = 'mesures' THEN
        RETURN {{s}}.cpom_contrat_mesure(qualite, avant, apres);
    ELSIF qualite = 'etat' THEN
        RETURN NULL;
    ELSIF signe AND nom_table IN ({_noms(FIGEES)}) THEN
        RETURN CASE WHEN avant IS NULL OR apres IS NULL THEN 'id_contrat/signe' ELSE
            (SELECT replace(k, '_centimes', '') || '/signe' FROM jsonb_object_keys(apres) k
                WHERE avant -> k <> apres -> k ORDER BY k LIMIT 1) END;
    ELSIF nom_table = 'avenants' THEN
        RETURN 'numero/etat';
    ELSIF nom_table = 'releves' AND NOT siens THEN
        RETURN 'date/etat';
    ELSIF nom_table = 'contrat_parties' AND avant ->> 'nature' <> 'gestionnaire'
            AND avant ->> 'nature' IS DISTINCT FROM apres ->> 'nature' THEN
        RETURN 'nature/etat';
    ELSIF nom_table = 'financements_actions' AND avant ->> 'etat' <> 'demande' THEN
        RETURN 'etat/etat';
    ELSIF nom_table = 'rencontres' AND avant ->> 'validee_le' IS NOT NULL THEN
        RETURN 'validee_le/etat';
    ELSIF nom_table = 'rencontres' AND EXISTS (SELECT FROM unnest(tous) u
            WHERE u ->> 'redacteur' IS DISTINCT FROM 'gestionnaire') THEN
        RETURN 'redacteur/etat';
    ELSIF avant ->> 'recu_le' IS NOT NULL
            AND (nom_table = 'actes' OR (nom_table = 'signatures' AND NOT siens)) THEN
        RETURN 'recu_le/etat';
    ELSIF nom_table = 'actes' AND EXISTS (SELECT FROM unnest(tous) u
            WHERE u ->> 'nature' IN ({_noms(DE_L_ETAT)})) THEN
        RETURN 'nature/etat';
    END IF;
    RETURN {{s}}.cpom_contrat_reserve(nom_table, avant, apres, siens);
END""",
    # Whether a row is the gestionnaire's own: of its party, of a meeting that it wrote and that
    # the State has not validated.
    "cpom_contrat_siens(nom_table text, contrat text, ligne jsonb) RETURNS boolean": """
BEGIN
    RETURN CASE nom_table WHEN 'signatures' THEN EXISTS (
        SELECT FROM {s}.lignes_contrat_parties r JOIN {s}.lots_courants l ON l.source = r.lot
        WHERE l.nom_table = 'contrat_parties' AND r.id_contrat = $2
            AND r.partie = ligne ->> 'partie' AND r.nature = 'gestionnaire')
    WHEN 'releves' THEN (SELECT count(*) > 0
            AND bool_and(r.validee_le IS NULL AND r.redacteur IS NOT DISTINCT FROM 'gestionnaire')
        FROM {s}.lignes_rencontres r JOIN {s}.lots_courants l ON l.source = r.lot
        WHERE l.nom_table = 'rencontres' AND r.id_contrat = $2
            AND r.date = (ligne ->> 'date')::date)
    ELSE true END;
END""",
    # The sides that a lot speaks for: the session's; when the State puts in force what a
    # gestionnaire has transmitted, and nothing came since, both.
    "cpom_contrat_cotes(l {s}.lots) RETURNS text[]": """
DECLARE
    cote text := {s}.cpom_contrat_qualite(session_user, l.entite);
    autre text;
BEGIN
    IF cote = 'etat' AND l.etat IS NOT NULL AND l.source = l.id THEN
        SELECT {s}.cpom_contrat_qualite(d.role, l.entite) INTO autre FROM {s}.depots d
        WHERE d.id = l.depot AND d.role <> session_user AND EXISTS (SELECT FROM {s}.evenements e
            WHERE e.depot = d.id AND e.nature = 'transmission' AND e.role = d.role)
        AND NOT EXISTS (SELECT FROM {s}.lots p WHERE p.nom_table = l.nom_table
            AND p.entite = l.entite AND p.etat < l.etat AND p.depot > l.depot);
    END IF;
    RETURN array_remove(ARRAY[cote, autre], NULL);
END""",
    "cpom_contrat_controler(numero integer, complet boolean) RETURNS void": """
DECLARE
    l {s}.lots;
    cotes text[];
    ancien integer;
    signe boolean;
    d record;
    refus text;
BEGIN
    SELECT * INTO l FROM {s}.lots o WHERE o.id = $1;
    IF {s}.cpom_famille(l.nom_table) <> 'contrat' OR {s}.cpom_proprietaire() THEN
        RETURN;
    END IF;
    cotes := {s}.cpom_contrat_cotes(l);
    IF (l.annee, l.document) <> (0, '') THEN
        RAISE insufficient_privilege USING MESSAGE = 'another scope';
    ELSIF cotes = ARRAY['etat'] AND l.nom_table <> 'mesures' THEN
        RETURN;
    END IF;
    SELECT p.source INTO ancien FROM {s}.lots p WHERE p.nom_table = l.nom_table
        AND p.entite = l.entite AND p.id <> l.id AND p.etat < coalesce(l.etat, 2147483647)
        ORDER BY p.etat DESC, p.id DESC LIMIT 1;
    signe := EXISTS (SELECT FROM {s}.lignes_contrats r JOIN {s}.lots p ON p.source = r.lot
        WHERE p.nom_table = 'contrats' AND p.entite = l.entite AND p.id <> l.id
        AND p.etat < coalesce(l.etat, 2147483647) AND r.statut <> 'preparation');
    FOR d IN SELECT a.ligne AS avant, n.ligne AS apres, cle
        FROM {s}.cpom_contrat_lignes(l.nom_table, ancien) a
        FULL JOIN {s}.cpom_contrat_lignes(l.nom_table, l.source) n USING (cle)
        WHERE a.ligne IS DISTINCT FROM n.ligne AND (complet OR n.ligne IS NOT NULL)
    LOOP
        SELECT min(r.refus) INTO refus FROM (SELECT {s}.cpom_contrat_refus(c, l.nom_table, d.avant,
                d.apres, signe, {s}.cpom_contrat_siens(l.nom_table, l.entite,
                coalesce(d.apres, d.avant))) AS refus FROM unnest(cotes) c) r
            HAVING bool_and(r.refus IS NOT NULL);
        IF refus IS NOT NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'contract', DETAIL = json_build_object(
                'contrat', l.entite, 'table', l.nom_table, 'ligne', d.cle, 'refus', refus);
        END IF;
    END LOOP;
END""",
    "cpom_contrat_inserer() RETURNS trigger": """
BEGIN
    PERFORM {s}.cpom_contrat_controler(n.lot, false) FROM (SELECT DISTINCT lot FROM nouvelles) n;
    RETURN NULL;
END""",
    "cpom_contrat_deposer() RETURNS trigger": """
BEGIN
    PERFORM {s}.cpom_contrat_controler(NEW.id, true);
    RETURN NULL;
END""",
}
DECLENCHEUR = """
CREATE CONSTRAINT TRIGGER cpom_contrat AFTER INSERT OR UPDATE OF etat ON lots
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({s}.cpom_famille(NEW.nom_table) = 'contrat')
EXECUTE FUNCTION cpom_contrat_deposer()
"""
PAR_TABLE = """
CREATE TRIGGER cpom_contrat AFTER INSERT ON lignes_{table} REFERENCING NEW TABLE AS nouvelles
FOR EACH STATEMENT EXECUTE FUNCTION cpom_contrat_inserer()
"""
_SHARED = "SELECT p.{0} FROM {{s}}.cpom_contrats_partages(current_user) p"
POLITIQUES = {
    "partage_select ON lots FOR SELECT": (
        f"etat IS NOT NULL AND nom_table IN ({_noms(('contrats', *PARTAGEES))}) "
        f"AND entite IN ({_SHARED.format('id_contrat')})"
    ),
    **{
        f"partage_select ON lignes_{name} AS RESTRICTIVE FOR SELECT": (
            "id_contrat IN (SELECT e.entite FROM {s}.cpom_entites(current_user) e "
            "WHERE e.famille = 'contrat') OR "
            + (
                f"id_contrat IN ({_SHARED.format('id_contrat')})"
                if name == "contrats"
                else "(id_contrat, id_etablissement) IN "
                f"({_SHARED.format('id_contrat, p.id_etablissement')})"
            )
        )
        for name in ("contrats", *PARTAGEES)
    },
}
"""A co-signatory sees the contract's head and the rows of its establishments."""
