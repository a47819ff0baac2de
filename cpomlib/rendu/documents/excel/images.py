"""A picture in a sheet, described for who does not see it."""

from __future__ import annotations

from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import OneCellAnchor
from openpyxl.utils.units import pixels_to_EMU

from cpomlib.rendu.documents.apparence import taille
from cpomlib.socle import propre


class ImagePlacee(Image):
    """A PNG at a place, with its alternative text.

    openpyxl reads pictures with another library, to learn a size that the PNG header says, and
    writes « Picture » as the description of each.
    """

    format = "png"

    def __init__(self, png: bytes, titre: str, alternative: str, echelle: float) -> None:
        self.png = png
        width, height = taille(png)
        self.width, self.height = round(width * echelle), round(height * echelle)
        self.titre, self.alternative = propre(titre), propre(alternative)

    def a(self, ligne: int, colonne: int) -> ImagePlacee:
        """Place the picture at a cell, both counted from 1."""
        self.anchor = OneCellAnchor(pic=self._frame())
        self.anchor._from.row, self.anchor._from.col = ligne - 1, colonne - 1
        self.anchor.ext.width = pixels_to_EMU(self.width)
        self.anchor.ext.height = pixels_to_EMU(self.height)
        return self

    def _frame(self) -> PictureFrame:
        frame = PictureFrame()
        said = frame.nvPicPr.cNvPr
        said.id, said.name = 1, "Graphique"
        said.title, said.descr = self.titre, self.alternative
        frame.blipFill.blip = Blip()
        frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
        frame.spPr.ln = None
        return frame

    def _data(self) -> bytes:
        return self.png
