"""Drawing: a Vega-Lite or Vega specification in, the text of an SVG out.

- :mod:`~cpomlib.dessin.moteur`: the engine, Vega itself in a V8 of this process; text is measured
  with the widths of one typeface, so that a chart is the same on every machine.
- ``patrons.js``: what charts of the same structure share, compiled once for all of them.
- :mod:`~cpomlib.dessin.atelier`: a process that draws for others, so that the reports of a campaign
  and the sessions of a page share one engine, warm, instead of having one each.
- :mod:`~cpomlib.dessin.commande`: who asks: of the shared engine where there is one, of its own
  everywhere else.
"""

from cpomlib.dessin.commande import svg, vega

__all__ = ["svg", "vega"]
