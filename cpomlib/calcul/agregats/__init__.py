"""Aggregates in place of stays: what a gestionnaire sends of its publics, and nothing of anybody.

A package is a Frictionless data package, zipped: indicators by establishment and by year, small
counts masked. It is written from a base that has the stays, and deposited in one that has not.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
