"""The budget rules of a CPOM, as scalar functions that a tarification officer can check."""

import lazy_loader

from cpomlib.calcul.budget.convergence import convergence as convergence
from cpomlib.calcul.budget.trajectoire import trajectoire as trajectoire

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
