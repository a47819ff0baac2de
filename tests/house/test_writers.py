"""One writer: whatever else writes a file could leave half of one, or open it to everybody."""

import ast
from pathlib import Path

import pytest
from house.arbres import noeuds

pytestmark = pytest.mark.xdist_group("maison")
PACKAGE = Path(__file__).parents[2] / "cpomlib"
ECRITS = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "copyfile", "copy2",
          "chmod", "umask", "to_excel", "to_parquet", "to_feather"}  # fmt: skip
"""Calls that write a file, or change what it is called or who may read it."""
DE_MODULE = {"os", "shutil", "path"}
"""Whose ``copy`` and ``rename`` concern files; those of a table do not."""
AILLEURS = {
    "socle/fichiers.py": "the writer itself",
    "processus/enfant.py": "gives a kernel the umask of who asked for it",
    "processus/naissance.py": "opens what holds nothing",
    "campagne/artisan.py": "its pipes",
    "campagne/cellules.py": "opens what holds nothing; offers itself when memory runs out",
    "dossier/fichiers_arrow.py": "in the private folder of a campaign",
    "dossier/commun.py": "a lock, in the private folder of a campaign",
    "campagne/folders.py": "a lock, which holds nothing",
}
"""The modules that may, and why."""


def written(call):
    """Return how a call writes a file, empty when it does not."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    texts = [arg.value for arg in [*call.args, *(k.value for k in call.keywords)]
             if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]  # fmt: skip
    modes = [text for text in texts if set(text) <= set("rwxabt+") and set(text) & set("wxa+")]
    if name in {"open", "fdopen"} and modes:
        return f"{name}({modes[0]})"
    if name == "open" and owner == "os":
        return "os.open"
    if name == "OSFile" or (name == "ZipFile" and modes and not in_memory(call)):
        return name
    named = name in ECRITS or (name == "save" and not in_memory(call)) or renames(call, name, owner)
    return f"{owner}.{name}" if named else ""


def renames(call, name, owner):
    """Say whether a call gives a file another name; those of a text or a table do not."""
    if owner in DE_MODULE:
        return name in {"copy", "rename", "renames", "replace"}
    one = len(call.args) == 1 and not call.keywords
    return name == "replace" and one and named_as_a_path(owner)


def named_as_a_path(owner):
    return any(word in owner.lower() for word in ("path", "partial", "temporary", "chemin"))


def in_memory(call):
    """Say whether what is saved goes to a buffer, by the name that all of them have."""
    return bool(call.args) and ast.unparse(call.args[0]) in {"held", "target", "written", "whole"}


def test_only_one_module_writes_files():
    found = [
        f"{path.relative_to(PACKAGE)}, line {call.lineno}: {how}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if str(path.relative_to(PACKAGE)) not in AILLEURS
        for call in noeuds(path)
        if isinstance(call, ast.Call) and (how := written(call))
    ]
    assert not found, "write by cpomlib.socle.fichiers.ecrire (whole files, the umask)"


@pytest.mark.parametrize(
    "source",
    ['open(p, "w")', 'p.open("xb")', 'p.open(mode="a")', "p.write_text(t)", "p.write_bytes(b)",
     "book.save(path)", "os.open(p, f)", "os.replace(a, b)", "partial.replace(path)",
     "shutil.copyfile(a, b)", 'ZipFile(path, "w")', "p.chmod(0o644)", "tempfile.mkstemp()"],
)  # fmt: skip
def test_the_writers_that_were_there_are_seen(source):
    """Each of these lines, or one like it, was in a module."""
    assert written(ast.parse(source).body[0].value)


@pytest.mark.parametrize(
    "source", ["p.open()", 'p.open("rb")', 'text.replace("a", "b")', "frame.rename(columns=c)",
               "book.save(held)", "replace(a, b=1)"]
)  # fmt: skip
def test_what_reads_or_is_not_a_file_is_left_alone(source):
    assert not written(ast.parse(source).body[0].value)
