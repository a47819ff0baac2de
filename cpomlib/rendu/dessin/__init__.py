"""Drawing: a Vega-Lite or Vega specification in, the text of an SVG out.

- ``moteur``: the engine, Vega itself in a V8 of this process; text is measured
  with the widths of one typeface, so that a chart is the same on every machine.
- ``patrons.js``: what charts of the same structure share, compiled once for all of them.
- ``atelier``: a process that draws for others, so that the reports of a campaign
  and the sessions of a page share one engine, warm, instead of having one each.
- ``commande``: who asks: of the shared engine where there is one, of its own
  everywhere else.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
