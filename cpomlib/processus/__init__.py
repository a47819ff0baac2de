"""Warm kernels: each is forked from a parent that has already imported what kernels need.

- ``compagnon``: a process that serves for as long as its owner lives.
- ``culture``: ``pepiniere`` starts the parent, for as long as its owner lives.
- ``parent``: the parent itself: one thread, no event loop, it only forks.
- ``enfant``: what a child undoes of its birth before it becomes a kernel.
- ``fourche``: the provisioner that asks the parent for a kernel, and falls back
  on an ordinary one wherever there is none.
- ``lien``: what is said between them.

A forked kernel is a process of its own, in a session of its own. Of its parent it keeps the
modules, and nothing else: neither socket nor file, neither thread nor random state, neither
environment nor folder.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
