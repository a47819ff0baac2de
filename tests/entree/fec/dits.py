"""What a reading of entries says, gives and refuses, in ordinary spaces."""

from conftest import plain
from entree.fec.ecritures import lire
from entree.refus import refused


def told(lecture):
    return [plain(message) for message in lecture.messages]


def doubts(lecture):
    return [plain(fault) for fault in lecture.alertes]


def rows(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


def refusal(*paths, **options):
    return refused(lire, *paths, **options)
