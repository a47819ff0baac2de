"""A Voilà server for one page: closed to everything else, in French, without the network.

- :mod:`~cpomlib.apps.serveur.lancement`: ``Reglages``, ``demarrer``.
- :mod:`~cpomlib.apps.serveur.voila`: the server, with the few addresses it answers.
- :mod:`~cpomlib.apps.serveur.reponses`: what it answers: the page, a refusal, whether a session
  lives.
- :mod:`~cpomlib.apps.serveur.noyaux`: the sessions: none is restarted behind the user's back, idle
  ones are stopped.
"""
