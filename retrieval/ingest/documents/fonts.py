"""The font of a run in a DOCX: its own, its style's, its paragraph's, the document's."""

from __future__ import annotations

from typing import Any

_FORMS = ("ascii", "hAnsi", "cs")
_DEPTH = 12
"""Styles based on one another; Word itself allows ten."""


class Fonts:
    """`styles` is the root of the styles part, None where there is none."""

    def __init__(self, styles: Any) -> None:
        found = list(styles.iterfind("{*}style")) if styles is not None else []
        self._styles = {attribute(style, "styleId"): style for style in found}
        default = styles.find("{*}docDefaults/{*}rPrDefault") if styles is not None else None
        plain = next(
            (s for s in found if attribute(s, "default") and attribute(s, "type") == "paragraph"),
            None,
        )
        self._plain = _own(plain) or _own(default)

    def of_paragraph(self, paragraph: Any) -> str:
        """Of the runs that say none."""
        return self._of_style(paragraph.find("{*}pPr/{*}pStyle")) or self._plain

    def of_run(self, run: Any, otherwise: str) -> str:
        """What the run or its style says, else `otherwise`."""
        return _own(run) or self._of_style(run.find("{*}rPr/{*}rStyle")) or otherwise

    def _of_style(self, named: Any) -> str:
        key = attribute(named, "val") if named is not None else ""
        for _ in range(_DEPTH):
            style = self._styles.get(key)
            if style is None:
                break
            if font := _own(style):
                return font
            based = style.find("{*}basedOn")
            key = attribute(based, "val") if based is not None else ""
        return ""


def _own(element: Any) -> str:
    said = element.find("{*}rPr/{*}rFonts") if element is not None else None
    if said is None:
        return ""
    return next((font for form in _FORMS if (font := attribute(said, form))), "")


def attribute(element: Any, name: str) -> str:
    """The attribute of that local name, whatever its namespace; nothing where there is none."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")
