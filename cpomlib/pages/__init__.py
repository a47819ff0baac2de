"""The pages that people use together, and the lab of the analysts; no arithmetic here.

- ``serveur``: a Voilà server that serves one notebook and nothing else.
- ``scenarios``: the page of the scenarios.
- ``atelier``: JupyterLab in French, with several people in one notebook.
"""
