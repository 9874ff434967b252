"""`python -m sandbox.history ADDRESS`: the story of the pilot okrugs, as far as the bot can tell it today.

People do in the sandbox at ADDRESS what they would do with phones in their hands. Buttons are chosen by what they do,
not by what is written on them, so that a better translation does not change the story.

A new subject adds its chapter at the end of `CHAPTERS`: a short function whose docstring is printed when it is told.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence

import aiohttp

from sandbox.play import Person, Stage
from sandbox.screen import start_payload

Chapter = Callable[[Stage], Awaitable[None]]

# Who the command `bot sandbox` has let in.
AIGUL, BERIK, DANIYAR, ELENA, FARIDA = 1001, 1002, 1003, 1004, 1005

KARAGANDY = "350000000"
EAST_KAZAKHSTAN, SHEMONAIKHA = "630000000", "636800000"
ZHARASPAI, IZENDI, NURA, PERVOMAISKIY = "355243000", "355253000", "355230000", "636857000"


async def registers(person: Person, language: str, okrug: str) -> None:
    """Register by the QR code of an okrug: three taps."""
    await person.opens(f"t{okrug}")
    await person.chooses(f"lang1:{language}")
    await person.chooses(f"agree1:{okrug}")


async def begins(person: Person, language: str) -> None:
    """Register up to the question where one lives."""
    await person.opens()
    await person.chooses(f"lang1:{language}")
    await person.chooses("agree1")


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


async def daniyar_becomes_akim(stage: Stage) -> None:
    """Farida gives Daniyar the akim's role by a link, and he takes it."""
    farida, daniyar = await stage.meet(FARIDA), await stage.meet(DANIYAR)
    await farida.says("/menu")
    await farida.chooses("go1:give_role")
    await farida.chooses("offer1:akim")
    await farida.chooses(f"tree1:g.akim..:{KARAGANDY}")
    await farida.chooses(f"pick1:g.akim..:{ZHARASPAI}")
    await takes_role(daniyar, farida.copied)


async def aigul_sits_in_the_committee(stage: Stage) -> None:
    """Daniyar gives Aigul a seat in the planning committee of Zharaspai."""
    daniyar, aigul = await stage.meet(DANIYAR), await stage.meet(AIGUL)
    await daniyar.says("/menu")
    await daniyar.chooses("go1:give_role")
    await daniyar.chooses("offer1:committee")
    await daniyar.chooses("offer1:committee:planning")
    await daniyar.chooses("offer1:committee:planning:member")
    await takes_role(aigul, daniyar.copied)


async def takes_role(person: Person, link: str) -> None:
    """Open the link of an invite and take the role."""
    await person.opens(start_payload(link) or "")
    await person.chooses("take1")


async def daniyar_prints_the_poster(stage: Stage) -> None:
    """Daniyar has the poster of his okrug made, to hang it in the clubhouse and the clinic."""
    daniyar = await stage.meet(DANIYAR)
    await daniyar.says("/menu")
    await daniyar.chooses("go1:poster")


async def people_choose_what_they_hear(stage: Stage) -> None:
    """People choose what they want to hear of, and when not."""
    aigul, berik, elena = [await stage.meet(number) for number in (AIGUL, BERIK, ELENA)]
    await opens_notifications(aigul)
    await chooses_topic(aigul, "surveys", "digest")
    await opens_notifications(berik)
    await chooses_topic(berik, "competition", "off")
    await opens_notifications(elena)
    await elena.chooses("go1:quiet")
    await elena.chooses("quiet1:22:7")
    for person in (aigul, berik, elena):
        await person.chooses("go1:menu")


async def opens_notifications(person: Person) -> None:
    """Go where notifications are chosen."""
    await person.says("/settings")
    await person.chooses("go1:notifications")


async def chooses_topic(person: Person, topic: str, mode: str) -> None:
    """Hear of a topic in another way."""
    await person.chooses(f"topic1:{topic}")
    await person.chooses(f"hear1:{topic}:{mode}")


CHAPTERS: tuple[Chapter, ...] = (
    zharaspai_registers,
    pervomaiskiy_registers,
    neighbours_register,
    daniyar_becomes_akim,
    aigul_sits_in_the_committee,
    daniyar_prints_the_poster,
    people_choose_what_they_hear,
)


async def tell(address: str, chapters: Sequence[Chapter] = CHAPTERS) -> bool:
    """Tell the chapters to the sandbox at `address`, a line each; False when one could not be told, which ends it."""
    async with Stage(address) as stage:
        for chapter in chapters:
            title = (chapter.__doc__ or chapter.__name__).strip()
            try:
                await chapter(stage)
            except (AssertionError, aiohttp.ClientError, TimeoutError) as error:
                write(f"  could not be told: {title}\n{error}")
                return False
            write(f"  {title}")
    return True


def write(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Tell everything; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.history", description="Tell the story in a sandbox.")
    parser.add_argument("address", metavar="ADDRESS", help="of a sandbox in which a bot runs: http://127.0.0.1:8081")
    return 0 if asyncio.run(tell(parser.parse_args().address)) else 1


if __name__ == "__main__":
    sys.exit(main())
