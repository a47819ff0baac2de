"""The nearest establishments and gestionnaires, and where one stands among them.

- :func:`decrire`: what is compared, one row per unit.
- :func:`traits`, :func:`ecarts`: the same as arrays, and how far each is from one of them.
- :func:`plus_proches`: the nearest ones by a declared distance, with the share of each criterion.
- :func:`situer`: quartiles and rank among them, subject to ``secret``.
- :func:`bareme`: weights and scales (``parameters/comparables.yaml``).

Nothing here names anybody: what a page may say is how many the nearest are, how they resemble,
and their distribution where secrecy allows it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
