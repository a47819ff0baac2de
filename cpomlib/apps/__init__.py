"""The pages that people use together, and the lab of the analysts; no arithmetic here.

- :mod:`~cpomlib.apps.serveur`: a Voilà server that serves one notebook and nothing else.
- :mod:`~cpomlib.apps.scenarios`: the page of the scenarios.
- :mod:`~cpomlib.apps.atelier`: JupyterLab in French, with several people in one notebook.
"""
