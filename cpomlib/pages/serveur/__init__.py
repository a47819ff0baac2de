"""A Voilà server for one page: closed to everything else, in French, without the network.

- ``lancement``: ``Reglages``, ``demarrer``.
- ``voila``: the server, with the few addresses it answers.
- ``reponses``: what it answers: the page, a refusal, whether a session
  lives.
- ``noyaux``: the sessions: none is restarted behind the user's back, idle
  ones are stopped.
"""

from cpomlib.pages.serveur.lancement import Reglages, absolue, demarrer, jeton_pour, verifier_port

__all__ = ["Reglages", "absolue", "demarrer", "jeton_pour", "verifier_port"]
