"""People of the pilot okrugs register."""

from sandbox.history.cast import (
    AIGUL,
    BERIK,
    DANIYAR,
    EAST_KAZAKHSTAN,
    ELENA,
    FARIDA,
    IZENDI,
    NURA,
    PERVOMAISKIY,
    SHEMONAIKHA,
    ZHARASPAI,
    Chapter,
    begins,
    registers,
)
from sandbox.play import Stage


async def zharaspai_registers(stage: Stage) -> None:
    """Aigul, Berik and Daniyar register in Zharaspai by the QR code on the shop's door."""
    for number in (AIGUL, BERIK, DANIYAR):
        await registers(await stage.meet(number), "kk", ZHARASPAI)


async def pervomaiskiy_registers(stage: Stage) -> None:
    """Elena looks for Pervomaiskiy in the list, Farida writes Kievka and finds Nura."""
    elena = await stage.meet(ELENA)
    await begins(elena, "ru")
    await elena.chooses(f"tree1:reg:{EAST_KAZAKHSTAN}")
    await elena.chooses(f"tree1:reg:{SHEMONAIKHA}")
    await elena.chooses(f"pick1:reg:{PERVOMAISKIY}")
    farida = await stage.meet(FARIDA)
    await begins(farida, "ru")
    await farida.says("Киевка")
    await farida.chooses(f"pick1:reg:{NURA}")


async def neighbours_register(stage: Stage) -> None:
    """Residents of Izendi and Nura register: by QR code, by a name, by a location."""
    for name, language in (("Сәуле", "kk"), ("Ерлан", "kk"), ("Виктор", "ru")):
        note = "Ізенді тұрғыны · житель Изенди"
        await registers(await stage.person(name, language_code=language, note=note), language, IZENDI)
    note = "Нұра тұрғыны · житель Нуры"
    serik = await stage.person("Серік", language_code="kk", note=note)
    await begins(serik, "kk")
    await serik.says("нура")
    await serik.chooses(f"pick1:reg:{NURA}")
    olga = await stage.person("Ольга", language_code="ru", note=note)
    await begins(olga, "ru")
    await olga.chooses("loc1")
    await olga.shares_location(50.26, 71.55)
    await olga.chooses(f"pick1:reg:{NURA}")


CHAPTERS: tuple[Chapter, ...] = (zharaspai_registers, pervomaiskiy_registers, neighbours_register)
