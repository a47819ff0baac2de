"""What the machine, the bases and the stores answer, by their codes, in French."""

from __future__ import annotations

import errno

SYSTEME = {
    errno.ENOSPC: ("le disque est plein", "Libérez de la place, puis recommencez."),
    errno.EDQUOT: ("votre quota de disque est atteint", "Libérez de la place, puis recommencez."),
    errno.EFBIG: (
        "le fichier dépasse la taille permise sur ce poste",
        "Écrivez ailleurs, ou faites relever cette limite.",
    ),
    errno.EROFS: ("ce disque est en lecture seule", "Donnez un dossier où vous pouvez écrire."),
    errno.EACCES: ("vous n’en avez pas le droit", "Vérifiez vos droits sur ce chemin."),
    errno.EPERM: ("vous n’en avez pas le droit", "Vérifiez vos droits sur ce chemin."),
    errno.ENOENT: ("ce chemin n’existe pas", "Vérifiez le chemin, ou créez son dossier."),
    errno.ENOTDIR: ("un fichier y tient la place d’un dossier", "Vérifiez le chemin."),
    errno.EISDIR: ("c’est un dossier", "Donnez un nom de fichier."),
    errno.EEXIST: ("ce nom est déjà pris", "Donnez un autre nom."),
    errno.ENAMETOOLONG: ("ce nom est trop long", "Donnez un nom plus court."),
    errno.ELOOP: ("des liens symboliques y tournent en rond", "Vérifiez le chemin."),
    errno.EIO: ("le disque ne répond pas bien", "Faites vérifier ce disque."),
    errno.ESTALE: ("le dossier partagé ne répond plus", "Recommencez une fois qu’il est revenu."),
    errno.EMFILE: ("trop de fichiers sont ouverts", "Faites moins de choses à la fois."),
    errno.ENFILE: ("trop de fichiers sont ouverts", "Faites moins de choses à la fois."),
    errno.ENOMEM: ("la mémoire manque", "Fermez d’autres programmes, puis recommencez."),
    errno.EPIPE: ("qui lisait ne lit plus", ""),
    errno.ECONNREFUSED: ("le serveur refuse la connexion", "Vérifiez qu’il est démarré."),
    errno.ECONNRESET: ("la connexion a été coupée", "Recommencez une fois le réseau revenu."),
    errno.ETIMEDOUT: ("le serveur ne répond pas", "Recommencez une fois le réseau revenu."),
    errno.EHOSTUNREACH: ("le serveur est hors d’atteinte", "Vérifiez le réseau."),
    errno.ENETUNREACH: ("le réseau est hors d’atteinte", "Vérifiez le réseau."),
    errno.EADDRINUSE: ("ce port est déjà pris", "Choisissez un autre port."),
}
"""Number of an error of the system → why, what to do."""

SQLITE = {
    "SQLITE_FULL": (
        "La base n’a pas pu être écrite : le disque est plein.",
        "Libérez de la place, puis recommencez.",
    ),
    "SQLITE_READONLY": (
        "La base n’a pas pu être écrite : elle est en lecture seule.",
        "Vérifiez vos droits sur ce fichier et sur son dossier.",
    ),
    "SQLITE_PERM": (
        "La base ne peut pas être ouverte : vous n’en avez pas le droit.",
        "Vérifiez vos droits sur ce fichier et sur son dossier.",
    ),
    "SQLITE_CANTOPEN": (
        "La base ne peut pas être ouverte.",
        "Vérifiez que le fichier existe, et vos droits sur lui et sur son dossier.",
    ),
    "SQLITE_CORRUPT": (
        "Le fichier de la base est abîmé.",
        "N’y écrivez plus. Reprenez une sauvegarde, ou confiez ce fichier à l’équipe.",
    ),
    "SQLITE_NOTADB": (
        "Ce fichier n’est pas une base, ou il est abîmé.",
        "Vérifiez l’adresse. Si c’est la bonne, reprenez une sauvegarde.",
    ),
    "SQLITE_IOERR": (
        "Le disque n’a pas pu lire ou écrire la base.",
        "Vérifiez la place libre et l’état de ce disque, puis recommencez.",
    ),
    "SQLITE_BUSY": (
        "La base est occupée par quelqu’un d’autre.",
        "Recommencez quand il aura fini.",
    ),
    "SQLITE_LOCKED": (
        "La base est occupée par quelqu’un d’autre.",
        "Recommencez quand il aura fini.",
    ),
    "SQLITE_NOMEM": ("La mémoire manque.", "Fermez d’autres programmes, puis recommencez."),
    "SQLITE_TOOBIG": ("Une valeur est trop longue pour la base.", "Raccourcissez-la."),
}
"""Primary name of an error of SQLite → what, what to do."""

POSTGRESQL = {
    "08": ("La connexion à la base a été perdue.", "Recommencez une fois le serveur revenu."),
    "57": ("Le serveur de la base a arrêté la demande.", "Recommencez une fois qu’il est revenu."),
    "53100": (
        "La base n’a pas pu être écrite : le disque du serveur est plein.",
        "Prévenez son administrateur.",
    ),
    "53": ("Le serveur de la base est saturé.", "Recommencez plus tard."),
    "58": ("Le serveur de la base ne lit ou n’écrit plus bien.", "Prévenez son administrateur."),
    "XX": ("Le serveur de la base signale un défaut.", "Prévenez son administrateur."),
    "25006": (
        "La base n’a pas pu être écrite : elle est en lecture seule.",
        "Voyez avec son administrateur.",
    ),
    "40": ("Deux demandes se sont gênées dans la base.", "Recommencez."),
    "55": ("La base est occupée par quelqu’un d’autre.", "Recommencez quand il aura fini."),
    "28": ("Le serveur de la base refuse cet utilisateur.", "Vérifiez le nom et le mot de passe."),
}
"""SQLSTATE, or its class → what, what to do."""

CONNEXION = (
    ("password", "Le nom ou le mot de passe est refusé."),
    ("mot de passe", "Le nom ou le mot de passe est refusé."),
    ("translate host", "Ce nom de serveur est inconnu."),
    ("resolve host", "Ce nom de serveur est inconnu."),
    ("refused", "Le serveur refuse la connexion\u00a0: il n’est sans doute pas démarré."),
    ("no such file", "Le serveur n’est sans doute pas démarré\u00a0: sa prise est absente."),
    ("timeout", "Le serveur ne répond pas à temps."),
    ("too many", "Le serveur a déjà trop de connexions."),
    ("starting up", "Le serveur démarre."),
    ("shutting down", "Le serveur s’arrête."),
    ("database", "Le serveur ne connaît pas cette base, ou ne vous y laisse pas entrer."),
    ("role", "Le serveur ne connaît pas cet utilisateur."),
)
"""Words of a driver → why the base cannot be reached."""

PERDUE = ("La connexion à la base a été perdue.", "Recommencez une fois le serveur revenu.")


_INJOIGNABLE = "il ne répond pas, ou plus"
_CLES = "la clé d’accès est absente ou refusée"
STOCKAGE = {
    **dict.fromkeys(
        ("EndpointConnectionError", "ClientConnectorError", "ConnectTimeoutError", "ClientOSError",
         "ReadTimeoutError", "ConnectionClosedError", "ServerDisconnectedError", "HTTPClientError",
         "ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "TimeoutError",
         "ServerTimeoutError", "ClientConnectorDNSError", "RequestTimeout", "gaierror"),
        _INJOIGNABLE,
    ),
    **dict.fromkeys(
        ("NoCredentialsError", "PartialCredentialsError", "InvalidAccessKeyId", "ExpiredToken",
         "SignatureDoesNotMatch"),
        _CLES,
    ),
    **dict.fromkeys(("AccessDenied", "403", "PermissionError"), "il vous refuse cet accès"),
    **dict.fromkeys(("NoSuchBucket", "404", "FileNotFoundError"), "ce seau n’existe pas"),
    **dict.fromkeys(
        ("SlowDown", "ServiceUnavailable", "InternalError", "503", "500"),
        "il est en panne ou saturé",
    ),
    "QuotaExceeded": "il est plein",
    "EntityTooLarge": "ce fichier est trop gros pour lui",
}  # fmt: skip
"""Code that an object store answers, or name of the error of its library → why."""


COUPURES = frozenset({"OperationalError", "ConnectionTimeout", "InterfaceError"})
