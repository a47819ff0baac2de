"""What each guard must do, tried at a door: a failed assertion means that the door lacks it."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from gardes.portes import run

from cpomlib import base as store
from cpomlib import tables
from cpomlib.base.portee import FUSIONNEES
from cpomlib.cli import depot
from cpomlib.socle.erreurs import Faute
from cpomlib.tables.schema import table

ORIGINE = store.Origine("essai", "ailleurs", "1" * 64, "tables")


@dataclass(frozen=True)
class Garde:
    """A guard: how it is called in the table, what it does, how it is tried, where it is void."""

    nom: str
    dit: str
    essayer: object
    sans_objet: dict


def ajoute(address):
    """Put beside what a deposit brought one more row of the same scope; say of which table."""
    engine = store.open_base(address)
    frames = store.read_deposit(engine, store.latest_deposit(engine))
    name = next(
        name for name in frames
        if name not in FUSIONNEES and set(table(name).cle) - set(table(name).portee)
    )  # fmt: skip
    row = frames[name].head(1).copy()
    free = [key for key in table(name).cle if key not in table(name).portee]
    # A free text rather than one of a closed list, all of which may be there already.
    column = min(
        free, key=lambda key: (row[key].dtype != "str", bool(table(name).champ(key).categories))
    )
    known = table(name).champ(column).categories or ("ZZZ",)
    taken = set(frames[name][column].astype("str"))
    row[column] = pd.Series([next(each for each in known if each not in taken)], row.index).astype(
        row[column].dtype
    )
    store.deposit(engine, {name: row}, ORIGINE, choix=store.Choix("completer"))
    return name


def fichiers(folder):
    """Name the files of a folder, those that an open base keeps beside it apart."""
    return sorted(p.name for p in folder.iterdir() if not p.name.endswith(("-wal", "-shm")))


def etat(address):
    engine = store.open_base(address)
    return store.latest_deposit(engine), store.latest_state(engine)


def portee(porte, folder, monkeypatch):
    """Rows of its scope that the file does not hold are told, and refused until one chooses."""
    address = porte.ici(folder)
    assert run("importer", *porte.mots, "--base", address)[0] == 0
    name = ajoute(address)
    before = etat(address)
    code, said = run("importer", *porte.mots, "--base", address, "--forcer")
    assert (code, etat(address)) == (1, before), said
    assert "retirerait 1 ligne de l’état courant : rien n’a été écrit." in said
    assert f"{name} : 1 ligne " in said
    rows = len(store.read(store.open_base(address), [name])[name])
    code, said = run("importer", *porte.mots, "--base", address, "--forcer", "--completer")
    assert code == 0, said
    assert len(store.read(store.open_base(address), [name])[name]) == rows
    code, said = run("importer", *porte.mots, "--base", address, "--forcer", "--remplacer")
    assert code == 0, said
    assert len(store.read(store.open_base(address), [name])[name]) == rows - 1


def essai(porte, folder, monkeypatch):
    """A trial writes nothing: neither the base, nor a file beside."""
    address = porte.ici(folder)
    there = fichiers(folder)
    before = etat(address) if there else None
    code, said = run("importer", *porte.mots, "--base", address, "--essai")
    assert code == 0, said
    assert said.endswith("Essai : rien n’a été déposé.\n")
    assert fichiers(folder) == there
    assert before is None or etat(address) == before


def brouillon(porte, folder, monkeypatch):
    """A draft changes nothing, and is judged when it is validated."""
    address = porte.ici(folder)
    code, said = run("importer", *porte.mots, "--base", address, "--statut", "brouillon")
    assert code == 0, said
    engine = store.open_base(address)
    number = store.latest_deposit(engine)
    assert store.latest_state(engine) < number
    assert run("depots", "valider", number, "--base", address, "--essai")[0] == 0
    assert store.latest_state(engine) < number
    code, said = run("depots", "valider", number, "--base", address)
    assert code == 0, said


def meme_fichier(porte, folder, monkeypatch):
    """The same file twice is written once."""
    address = porte.ici(folder)
    assert run("importer", *porte.mots, "--base", address)[0] == 0
    before = etat(address)
    code, said = run("importer", *porte.mots, "--base", address)
    assert code == 0
    assert "Ce fichier est déjà dans la base" in said
    assert etat(address) == before


def dates(porte, folder, monkeypatch):
    """What has not come yet on the day of the deposit is refused."""
    address = porte.ici(folder)
    before = etat(address) if fichiers(folder) else None
    monkeypatch.setattr(depot, "aujourdhui", lambda: date(2001, 1, 1))
    code, said = run("importer", *porte.mots, "--base", address)
    assert code == 1, said
    assert "le jour du dépôt (1er janvier 2001)" in said
    assert before is None or etat(address) == before


def doutes(porte, folder, monkeypatch):
    """What is doubtful is said, and kept with the deposit."""
    address = porte.ici(folder)
    doubt = Faute("fichier", 3, "colonne", "secret", "C’est douteux.", "Vérifiez.")
    monkeypatch.setattr(tables, "doutes_du_jour", lambda *_: [doubt])
    code, said = run("importer", *porte.mots, "--base", address)
    assert code == 0, said
    assert "C’est douteux. Vérifiez." in said
    engine = store.open_base(address)
    number = store.latest_deposit(engine)
    kept = [each for each in store.doutes(engine, [number]) if each.message == "C’est douteux."]
    assert [each.ligne for each in kept] == [3]
    shown = run("depots", "montrer", number, "--base", address)[1]
    assert "C’est douteux." in shown
    assert "secret" not in shown


def identifiants(porte, folder, monkeypatch):
    """A direct identifier does not enter."""
    address = porte.ici(folder)
    run("importer", *porte.identifiant, "--base", address)
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"DUPONT" not in content
    assert b"180023412345619" not in content


_FUSION = "fusionné par identifiant"
GARDES = (
    Garde("portée", "ce qui serait retiré est dit, et refusé tant qu’on n’a pas choisi "
          "`--completer` ou `--remplacer`", portee, {"finess": _FUSION}),
    Garde("essai", "`--essai` dit tout et n’écrit rien", essai, {}),
    Garde("brouillon", "un brouillon ne change rien ; il est jugé à sa validation", brouillon, {}),
    Garde("même fichier", "le même fichier n’est pas déposé deux fois", meme_fichier, {}),
    Garde("dates", "ce qui n’a pas encore eu lieu le jour du dépôt est refusé", dates,
          {"finess": "dates annoncées : un doute"}),
    Garde("doutes", "ce qui est douteux est dit, gardé avec le dépôt, repris dans le diagnostic",
          doutes, {}),
    Garde("identifiants directs", "noms, numéros et autres identifiants n’entrent pas",
          identifiants, {
              "agregats": "aucune ligne de ménage", "finess": "répertoire public",
          }),
)  # fmt: skip
