"""Direct identifiers, refused at the door: by the name of a column, by its values.

Source: référentiel CNIL « accueil, hébergement et accompagnement social et médico-social »
(délibération n° 2021-028 du 11 mars 2021) and the SI SIAO rule that no direct or indirect
identification goes to the State's services. The detectors are careful: a code made of
letters and digits always passes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from cpomlib.socle import (
    ADRESSE,
    BARE_PHONE,
    EMAIL,
    NIR,
    PHONE,
    SECU,
    TELEPHONE,
    decrite,
    designe,
    is_nir,
    nearest,
)
from cpomlib.tables.cellules import Refus
from cpomlib.tables.schema import Champ

CNIL = (
    "Le diagnostic partagé ne reçoit rien qui désigne directement une personne "
    "(référentiel CNIL du 11 mars 2021)."
)
PSEUDONYMISER = "Remplacez-la par un pseudonyme, par exemple M0042, le même à chaque dépôt."
EFFACER = "Effacez ce passage."
NOM, NAISSANCE = "un nom de personne", "une date de naissance"

_FORBIDDEN = re.compile(
    r"(^|_)(nom|noms|prenom|prenoms|patronyme|nir|nss|secu|securite_sociale|(date_)?(de_)?naissance"
    r"|date_naiss|ddn|ne_le|nee_le|adresse|adresses|rue|voie|tel|telephone|telephones|portable"
    r"|mobile|gsm|e_?mail|e_?mails|mail|mails|mel|courriel|courriels|identite|civilite)(_|$|[0-9])"
)
_ABOUT_PLACES = re.compile(
    r"(^|_)(etablissement|gestionnaire|organisme|structure|service|association|commune|table|annee"
    r"|departement|region|pays)(_|$)"
)
_TITLE = re.compile(
    r"\b(?:M\.|Mr\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle)[ \u00a0]*"
    r"(?!Madame|Monsieur)[A-ZÀ-ÖØ-Þ][\w’'-]+"
)
_DATES = (
    re.compile(r"(?<![0-9])([0-9]{2})[/.-]([0-9]{2})[/.-]((?:19|20)[0-9]{2})(?![0-9])"),
    re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[/.-]([0-9]{2})[/.-]([0-9]{2})(?![0-9])"),
)
_PLAIN_CODE = re.compile(
    r"[A-Za-z]{0,8}[-_]?[0-9]{1,7}"
    r"|[A-Z]{1,3}-(?=[A-Z]*[0-9])[0-9A-HJKMNP-TV-Z]{12}"  # the pseudonyms our importers make
)
_WORD = r"[^\W\d_]+(?:[’'-][^\W\d_]+)*"
_SPACED_NAME = re.compile(rf"{_WORD}\.?(?:[ ,]+{_WORD}\.?)+(?:[ ,]+[0-9]+)?")
_JOINED_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}(?:[._-][^\W\d_]{2,})+")
_LOWER_NAME = re.compile(r"[a-zß-öø-ÿ]{3,}\.[a-zß-öø-ÿ]{3,}")
_SINGLE_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'.-]*(?:[ ,]+[A-ZÀ-ÖØ-Þ][\w’'.-]*)+")
_FULL_NAME = re.compile(
    r"[A-ZÀ-ÖØ-Þ]{2}[A-ZÀ-ÖØ-Þ' -]*,? +[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?"
    r"|[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)? +[A-ZÀ-ÖØ-Þ]{2}[A-ZÀ-ÖØ-Þ' -]*"
)
_NOT_NAMES = re.compile(
    "menages?|foyer|sejour|salariee?|personne|poste|code|numero|num|id|ref|pseudo|anonyme|inconnue?"
)


def folded(text: str) -> str:
    """Return a name in lower case, without accents, words joined by ``_``."""
    split = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", "_", text.strip())
    plain = unicodedata.normalize("NFKD", split).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def forbidden_column(name: str) -> bool:
    """Say whether a column's name announces direct identifiers (``Prénom``, ``NIR``, ``tel``…)."""
    plain = folded(name)
    return bool(_FORBIDDEN.search(plain)) and not _ABOUT_PLACES.search(plain)


def identifying(champ: Champ, texts: Sequence[str]) -> dict[str, Refus]:
    """Return the texts of a column that look like direct identifiers, with the reason.

    Args:
        champ: the column; what is looked for depends on its kind.
        texts: its distinct values.
    """
    if champ.type != "string" or champ.categories or champ.motif:
        return {}
    suspects = [text for text in texts if not _PLAIN_CODE.fullmatch(text)]
    natures = {text: nature for text in suspects if (nature := _nature(champ, text))}
    for shape, nature in _LOOKALIKES if champ.pseudonyme else ():
        natures |= dict.fromkeys(_alike(texts, shape), nature)
    return {text: _refusal(champ, nature) for text, nature in natures.items()}


def montrable(champ: Champ | None, text: str) -> str:
    """Return a value as a message may show it: one that seems to name somebody is described.

    Args:
        champ: the column it was found in; None for the header of a file.
        text: what was written.
    """
    nature = designe(text) or _nature_shown(champ, text)
    return decrite(nature) if nature else text


def _nature_shown(champ: Champ | None, text: str) -> str:
    if champ is None:
        return NOM if _FULL_NAME.fullmatch(text) else ""
    if champ.pseudonyme or champ.texte_libre:
        return "" if _PLAIN_CODE.fullmatch(text) else _nature(champ, text)
    if champ.type == "string" and not champ.categories and not champ.motif:
        return ""  # the name of a body, the label of an account
    named = _TITLE.search(text) or (_CAPITALISED.fullmatch(text) and _looks_like_a_name(text))
    return NOM if named and not nearest(text, champ.categories) else ""


def _refusal(champ: Champ, nature: str) -> Refus:
    advice = PSEUDONYMISER if champ.pseudonyme else EFFACER
    return Refus(f"Cette valeur ressemble à {nature}. {CNIL}", advice)


def _nature(champ: Champ, text: str) -> str:
    if EMAIL.search(text):
        return ADRESSE
    if PHONE.search(text) or (not champ.pseudonyme and BARE_PHONE.search(text)):
        return TELEPHONE
    if any(is_nir(match, with_key=champ.pseudonyme) for match in NIR.finditer(text)):
        return SECU
    if _names_someone(champ, text):
        return NOM
    if champ.pseudonyme and champ.nom != "id_sejour" and _holds_a_date(text):
        return NAISSANCE
    return ""


def _names_someone(champ: Champ, text: str) -> bool:
    if champ.pseudonyme and _looks_like_a_name(text):
        return True
    return (champ.pseudonyme or champ.texte_libre) and _TITLE.search(text) is not None


def _looks_like_a_name(text: str) -> bool:
    words = [folded(word) for word in re.split(r"[\s,._-]+", text)]
    if any(_NOT_NAMES.fullmatch(word) for word in words):
        return False
    if _SPACED_NAME.fullmatch(text):
        return sum(len(word) >= 2 and word.isalpha() for word in words) >= 2
    return any(shape.fullmatch(text) for shape in (_JOINED_NAME, _LOWER_NAME, _SINGLE_NAME))


def _holds_a_date(text: str) -> bool:
    french, iso = _DATES
    return any(
        _is_day(year, month, day)
        for day, month, year in (match.groups() for match in french.finditer(text))
    ) or any(
        _is_day(year, month, day)
        for year, month, day in (match.groups() for match in iso.finditer(text))
    )


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        return 1900 <= date(int(year), int(month), int(day)).year <= 2100
    except ValueError:
        return False


def _is_compact_date(text: str) -> bool:
    return _is_day(text[:4], text[4:6], text[6:]) or _is_day(text[4:], text[2:4], text[:2])


def _is_bare_nir(text: str) -> bool:
    return NIR.fullmatch(text) is not None


def _is_bare_phone(text: str) -> bool:
    return BARE_PHONE.fullmatch(text) is not None


_LOOKALIKES: tuple[tuple[tuple[int, Callable[[str], bool]], str], ...] = (
    ((10, _is_bare_phone), TELEPHONE),
    ((13, _is_bare_nir), SECU),
    ((8, _is_compact_date), NAISSANCE),
)


def _alike(texts: Iterable[str], shape: tuple[int, Callable[[str], bool]]) -> list[str]:
    """Return bare digits that look like identifiers, unless most codes of that length do not.

    A serial number of ten digits sometimes starts like a telephone number: what tells them
    apart is the rest of the column.
    """
    size, looks_so = shape
    digits = [text for text in texts if len(text) == size and text.isdecimal()]
    found = [text for text in digits if looks_so(text)]
    return found if 2 * len(found) > len(digits) else []
