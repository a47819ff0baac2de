"""The volet financier of a contract: the budget rules applied to a gestionnaire's own tables.

Pure functions of the shared tables, the parties' plan and the dated parameters. What is not
known is an :class:`ACompleter`, never a number.
"""

import lazy_loader

from cpomlib.calcul.volet.affectation import affectation as affectation
from cpomlib.calcul.volet.couts import couts as couts
from cpomlib.calcul.volet.equilibre import equilibre as equilibre
from cpomlib.calcul.volet.frais_siege import frais_siege as frais_siege
from cpomlib.calcul.volet.trajectoires import trajectoires as trajectoires
from cpomlib.calcul.volet.volet import volet as volet

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
