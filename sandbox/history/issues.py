"""Zharaspai has no mobile network and no doctor: it is told, shared, taken on, solved; Izendi follows."""

import csv
from pathlib import Path

from sandbox.history.cast import (
    AIGUL,
    BERIK,
    DANIYAR,
    FARIDA,
    IZENDI,
    KARAGANDY,
    ZHARASPAI,
    Chapter,
    registers,
    takes_role,
)
from sandbox.play import Person, Stage

# Categories are rows: the first database gives them the numbers of these lines.
CATEGORIES = Path(__file__).parents[2] / "seed" / "categories.csv"
NO_SIGNAL = "Ауылда ұялы байланыс жоқ. Жедел жәрдем шақыру үшін төбеге шығамыз."
NO_SIGNAL_TOO = "уялы байланыс жок, телефон ештене устамайды"
NO_SIGNAL_RU = "Телефон не ловит, нет мобильной связи"
NO_DOCTOR = "Емхана ғимараты бар, бірақ дәрігер де, медбике де жоқ. Ауырған адамды ауданға апарамыз."
CONNECTED = "Beeline ауылды байланысқа қосты, мұнара іске қосылды."
CONNECTED_RU = "Beeline подключил село: вышка работает."
DOCTOR_COMES = "Шығыс Қазақстаннан дәрігер мен медбике шақырдық. Екеуі де келісті, үй іздеп жатырмыз."
IZENDI_NEXT = "Следующим подключают Изенды: связь получат ещё 653 человека."


async def residents_of_zharaspai_tell(stage: Stage) -> None:
    """Aigul tells that there is no mobile network, Berik that the clinic has no doctor; each gets a number."""
    aigul, berik = await stage.meet(AIGUL), await stage.meet(BERIK)
    await tells(aigul, "mobile", NO_SIGNAL)
    await tells(berik, "medical_staff", NO_DOCTOR)


async def daniyar_lets_them_in(stage: Stage) -> None:
    """Daniyar lets both in for the neighbours and takes them on: the network into work, the doctor into the plan."""
    daniyar = await stage.meet(DANIYAR)
    for person, deed in ((AIGUL, "work"), (BERIK, "plan")):
        await opens_desk(daniyar, await stage.meet(person))
        await daniyar.chooses("isdo1", "in")
        await daniyar.chooses("isdo1", f"{deed}")


async def neighbours_join(stage: Stage) -> None:
    """Berik tells the same as Aigul and joins her, Gulnar says "me too" to both, Timur joins in Russian."""
    aigul, berik = await stage.meet(AIGUL), await stage.meet(BERIK)
    first, second = number_of(aigul), number_of(berik)
    await writes(berik, "mobile", NO_SIGNAL_TOO)
    await berik.chooses("isjn1", f"{first}")
    note = "Жараспай тұрғыны · житель Жараспая"
    gulnar = await stage.person("Гүлнар", language_code="kk", note=note)
    await registers(gulnar, "kk", ZHARASPAI)
    for number in (first, second):
        await gulnar.opens(f"q{number}")
        await gulnar.chooses("issup1", "1")
    timur = await stage.person("Тимур", language_code="ru", note=note)
    await registers(timur, "ru", ZHARASPAI)
    await writes(timur, "mobile", NO_SIGNAL_RU)
    await timur.chooses("isjn1", f"{first}")
    await timur.opens(f"q{second}")
    await timur.chooses("isfol1", "1")


async def daniyar_solves(stage: Stage) -> None:
    """Beeline has connected the village: Daniyar says in two languages what was done; it reached 560 people."""
    daniyar = await stage.meet(DANIYAR)
    await opens_desk(daniyar, await stage.meet(AIGUL))
    await daniyar.chooses("isdo1", "done")
    await daniyar.says(CONNECTED)
    await daniyar.chooses("isdon1", "0")
    await daniyar.says("560")
    await daniyar.chooses("ismor1", "lang")
    await daniyar.says(CONNECTED_RU)


async def daniyar_answers(stage: Stage) -> None:
    """Daniyar answers about the doctor: one is invited from East Kazakhstan, and a nurse."""
    daniyar = await stage.meet(DANIYAR)
    await opens_desk(daniyar, await stage.meet(BERIK))
    await daniyar.chooses("isdo1", "ans")
    await daniyar.says(DOCTOR_COMES)


async def izendi_follows(stage: Stage) -> None:
    """Aizhan of Izendi tells the same; her akim Yerzhan takes it into the plan: 653 more people will be connected."""
    farida = await stage.meet(FARIDA)
    note = "Ізенді әкімі · аким Изенди"
    yerzhan = await stage.person("Ержан", language_code="ru", note=note)
    await registers(yerzhan, "ru", IZENDI)
    await becomes_akim(farida, yerzhan, IZENDI)
    aizhan = await stage.person("Айжан", language_code="kk", note="Ізенді тұрғыны · житель Изенди")
    await registers(aizhan, "kk", IZENDI)
    await tells(aizhan, "mobile", NO_SIGNAL)
    await opens_desk(yerzhan, aizhan)
    await yerzhan.chooses("isdo1", "plan")
    await yerzhan.chooses("isprm1", "6")
    await opens_desk(yerzhan, aizhan)
    await yerzhan.chooses("isdo1", "ans")
    await yerzhan.says(IZENDI_NEXT)


async def becomes_akim(farida: Person, person: Person, okrug: str) -> None:
    """Farida gives somebody the akim's role of an okrug of Karagandy by a link, and they take it."""
    await farida.says("/menu")
    await farida.chooses("go1:give_role")
    await farida.chooses("offer1:akim")
    await farida.chooses(f"tree1:g.akim..:{KARAGANDY}")
    await farida.chooses(f"pick1:g.akim..:{okrug}")
    await takes_role(person, farida.copied)


async def writes(person: Person, about: str, words: str) -> None:
    """Write of a problem up to the press that sends it."""
    area, number = category(about)
    await person.says("/report")
    await person.chooses(f"isar1:0:{area}")
    await person.chooses(f"iscat1:0:{number}")
    await person.says(words)
    await person.chooses("isrep1", "who")
    await person.chooses("ispri1", "open")
    await person.chooses("issnd1")


async def tells(person: Person, about: str, words: str) -> None:
    """Tell of a problem that nobody told of before."""
    await writes(person, about, words)


def category(key: str) -> tuple[str, int]:
    """The area and the number of a category of the seed."""
    with CATEGORIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    place = next(at for at, row in enumerate(rows) if row["key"] == key)
    return rows[place]["area"], place + 1


def number_of(person: Person) -> int:
    """The number of the issue that a person told of first, from the screen that said that it was sent."""
    for message in person.messages:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        copies = any("copy_text" in button for row in rows for button in row)
        opens = [
            button["callback_data"] for row in rows for button in row if "iss1:" in button.get("callback_data", "")
        ]
        if copies and opens:
            return int(opens[0].partition(":")[2])
    raise AssertionError(f"{person} has told of nothing.")


async def opens_desk(official: Person, author: Person) -> None:
    """Open an issue as its desk sees it, by its link."""
    await official.opens(f"q{number_of(author)}")
    await official.chooses("isdk1")


CHAPTERS: tuple[Chapter, ...] = (
    residents_of_zharaspai_tell,
    daniyar_lets_them_in,
    neighbours_join,
    daniyar_solves,
    daniyar_answers,
    izendi_follows,
)
