"""A workbook as LibreOffice Calc saves it, written without LibreOffice: values and sheets."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl import load_workbook

_ESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def en_ods(path: Path) -> Path:
    """Write the ``.ods`` beside a workbook, and return it."""
    sheets = "".join(_sheet(sheet) for sheet in load_workbook(path, data_only=True).worksheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ESPACES}>'
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    target = path.with_suffix(".ods")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), _TYPE)
        archive.writestr("content.xml", content)
    return target


def _sheet(sheet) -> str:
    rows = "".join(
        f"<table:table-row>{''.join(_cell(cell) for cell in row)}</table:table-row>"
        for row in sheet.iter_rows(values_only=True)
    )
    return f"<table:table table:name={quoteattr(sheet.title)}>{rows}</table:table>"


def _cell(value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{value}"/>'
    if isinstance(value, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    if isinstance(value, date | datetime):
        day = value.isoformat()[:10]
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{day}">'
            f"<text:p>{day}</text:p></table:table-cell>"
        )
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    )
