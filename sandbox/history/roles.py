"""Roles are given by links, and the okrug gets its poster."""

from sandbox.history.cast import AIGUL, DANIYAR, FARIDA, KARAGANDY, ZHARASPAI, Chapter, takes_role
from sandbox.play import Stage


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


async def daniyar_prints_the_poster(stage: Stage) -> None:
    """Daniyar has the poster of his okrug made, to hang it in the clubhouse and the clinic."""
    daniyar = await stage.meet(DANIYAR)
    await daniyar.says("/menu")
    await daniyar.chooses("go1:poster")


CHAPTERS: tuple[Chapter, ...] = (daniyar_becomes_akim, aigul_sits_in_the_committee, daniyar_prints_the_poster)
