"""Exports of a SIAO: stays and requests, with a mapping file from the sender's words to ours."""

from cpomlib.sources.siao.cle import creer_cle, lire_cle
from cpomlib.sources.siao.correspondance import lire_correspondance
from cpomlib.sources.siao.lire import read_siao
from cpomlib.sources.siao.proposer import proposer

__all__ = ["creer_cle", "lire_cle", "lire_correspondance", "proposer", "read_siao"]
