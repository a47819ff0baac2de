"""What is computed of a whole région: pure functions of frames, parameters and thresholds.

- :mod:`~cpomlib.regional.unites`: the région, its départements, its gestionnaires, as units.
- :mod:`~cpomlib.regional.statistiques`: minimum, quartiles, mean, fences over gestionnaires.
- :mod:`~cpomlib.regional.masquage`: what a publishable version keeps to itself.
- :mod:`~cpomlib.regional.siao`: requests to the SIAO, answered and unmet.
- :mod:`~cpomlib.regional.photographie`: who is housed beside who was refused.
- :mod:`~cpomlib.regional.enjeux`: the gestionnaires at stake, by declared rules.
- :mod:`~cpomlib.regional.moyens`: dotations, accounts and trajectory, year by year.
"""
