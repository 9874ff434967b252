"""The okrug's poster: one page to print and hang up, with the QR code that leads into the bot."""

import io
from pathlib import Path

import segno
import typst

from domain.languages import Localized
from domain.territories import PosterText

TEMPLATE = Path(__file__).with_suffix(".typ")


def poster(name: Localized, link: str, text: PosterText) -> bytes:
    """An A4 page as PDF: the territory's `name`, a QR code of `link`, `text`, and the link in print.

    The same data makes the same bytes; no font of the machine is used.
    """
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={
            "name_kk": name.in_("kk"),
            "name_ru": name.in_("ru"),
            "kk": text.kk,
            "ru": text.ru,
            "link": link.removeprefix("https://"),
            "qr": _qr(link),
        },
    )


def _qr(link: str) -> str:
    picture = io.BytesIO()
    # A quiet zone of four modules is part of the code; M survives a drop of rain or a pin in the paper.
    segno.make(link, error="m", micro=False).save(picture, kind="svg", xmldecl=False, border=4, dark="#1b2a33")
    return picture.getvalue().decode()
