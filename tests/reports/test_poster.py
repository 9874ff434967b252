"""The okrug's poster, opened with readers that know nothing of how it was made."""

import io

import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from domain.languages import Localized
from domain.territories import PosterText
from reports.poster import poster

ZHARASPAI = Localized("Жараспай", "Жараспай", "Zharaspai")
LINK = "https://t.me/kenes_bot?start=t355243000"
TEXT = PosterText("Мәселеңізді айтыңыз. Кодты камерамен сканерлеңіз.", "Скажите, что не так. Наведите камеру на код.")
A4_POINTS = (595.28, 841.89)


def words(pdf: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


def printed(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[0].render(scale=2, grayscale=True).to_pil()
    document.close()
    return picture


@pytest.mark.parametrize("link", [LINK, "https://t.me/a_bot_with_the_longest_name_bot?start=" + "t" * 64])
def test_the_code_leads_to_the_link(link: str) -> None:
    page = printed(poster(ZHARASPAI, link, TEXT))
    (code,) = zxingcpp.read_barcodes(page)
    assert code.text == link
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    width = abs(code.position.top_right.x - code.position.top_left.x)
    assert width > page.width / 3, "the code is too small for an old phone"


def test_the_page_says_what_it_was_given() -> None:
    pdf = poster(ZHARASPAI, LINK, TEXT)
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert (page.mediabox.width, page.mediabox.height) == pytest.approx(A4_POINTS, abs=0.1)
    assert words(pdf) == f"Жараспай {TEXT.kk} {TEXT.ru} t.me/kenes_bot?start=t355243000"


def test_both_names_stand_there_when_they_differ() -> None:
    assert words(poster(Localized("Нұра", "Нура"), LINK, TEXT)).startswith("Нұра Нура ")
    assert words(poster(Localized(ru="Нура"), LINK, TEXT)).startswith("Нура Мәселеңізді")


@pytest.mark.parametrize("letter", "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁёЫыЪъ«»—№₸")
def test_every_letter_is_in_a_font_that_comes_along(letter: str) -> None:
    # Without the letter in the font the PDF shows a box and gives no letter back.
    assert words(poster(Localized(kk=f"а{letter}а"), LINK, PosterText(f"б{letter}б", f"в{letter}в"))).startswith(
        f"а{letter}а б{letter}б в{letter}в"
    )


@pytest.mark.parametrize(
    "name", ['#panic("run")', "#sys.version", "*жирно* _курсив_ `код` $x$ @a <b> \\ // /*", "а" * 200]
)
def test_what_people_wrote_is_printed_and_not_run(name: str) -> None:
    said = words(poster(Localized(kk=name), LINK, PosterText(name, name)))
    assert said.replace(" ", "").count(name.replace(" ", "")) == 3


def test_a_long_name_stays_on_the_page() -> None:
    name = "Имени Героя Социалистического Труда Нургазы Ахметжанулы сельский округ"
    page = printed(poster(Localized(kk=name, ru=name + " 2"), LINK, PosterText(TEXT.kk * 2, TEXT.ru * 2)))
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [LINK]


def test_the_same_data_makes_the_same_bytes() -> None:
    assert poster(ZHARASPAI, LINK, TEXT) == poster(ZHARASPAI, LINK, TEXT)
    assert poster(ZHARASPAI, LINK, TEXT) != poster(ZHARASPAI, LINK + "1", TEXT)
