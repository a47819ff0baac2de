"""What is computed of a whole région: pure functions of frames, parameters and thresholds.

- ``unites``: the région, its départements, its gestionnaires, as units.
- ``statistiques``: minimum, quartiles, mean, fences over gestionnaires.
- ``masquage``: what a publishable version keeps to itself.
- ``siao``: requests to the SIAO, answered and unmet.
- ``photographie``: who is housed beside who was refused.
- ``enjeux``: the gestionnaires at stake, by declared rules.
- ``moyens``: dotations, accounts and trajectory, year by year.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
