"""Aggregates in place of stays: what a gestionnaire sends of its publics, and nothing of anybody.

A package is a Frictionless data package, zipped: indicators by establishment and by year, small
counts masked. It is written from a base that has the stays, and deposited in one that has not.
"""

from cpomlib.agregats.calcul import ANNEES, Agregats, agreger
from cpomlib.agregats.lecture import Paquet, lire
from cpomlib.agregats.paquet import Origine, ecrire

__all__ = ["ANNEES", "Agregats", "Origine", "Paquet", "agreger", "ecrire", "lire"]
