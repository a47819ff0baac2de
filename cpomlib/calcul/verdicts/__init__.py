"""What is concluded from figures: one verdict per indicator, a few findings stated.

- :func:`juger`: the verdicts of a unit, one family of tests, by declared rules
  (``parameters/verdicts.yaml``).
- :func:`rediger`: what is said of them, three messages from different families first.
- :func:`cible_proposee`: a target that luck does not explain.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
