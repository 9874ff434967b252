"""The akim tells his okrug something: today, and tomorrow."""

from sandbox.history.cast import DANIYAR, ZHARASPAI, Chapter, in_days, registers
from sandbox.play import Person, Stage

WATER_KK = (
    "Құрметті ауылдастар! Ертең сағат 10-нан 14-ке дейін Мектеп көшесінде су болмайды: ескі құбырды ауыстырамыз. "
    "Алдын ала су жинап қойыңыздар."
)
WATER_RU = (
    "Уважаемые односельчане! Завтра с 10 до 14 часов на улице Школьной не будет воды: меняем старую трубу. "
    "Запаситесь водой заранее."
)
VACCINATION_KK = (
    "Жұма күні сағат 9-дан фельдшерлік пунктте балаларға екпе салынады. Баланың төлқұжатын ала келіңіздер. "
    "Сұрақтарыңыз болса, Гүлнарға хабарласыңыздар."
)


async def marat_blocks_the_bot(stage: Stage) -> None:
    """Marat of Zharaspai registers, thinks better of it and blocks the bot."""
    marat = await stage.person("Марат", language_code="kk", note="Жараспай тұрғыны · ботты бұғаттаған")
    await registers(marat, "kk", ZHARASPAI)
    await marat.blocks()


async def daniyar_tells_of_the_water(stage: Stage) -> None:
    """Daniyar tells his okrug in two languages that there will be no water, and sends it at once."""
    daniyar = await stage.meet(DANIYAR)
    await begins(daniyar)
    await writes(daniyar, "kk", WATER_KK)
    await writes(daniyar, "ru", WATER_RU)
    await sends(daniyar)


async def daniyar_writes_for_tomorrow(stage: Stage) -> None:
    """Daniyar writes of the vaccination today, and it goes tomorrow at ten."""
    daniyar = await stage.meet(DANIYAR)
    await begins(daniyar)
    await writes(daniyar, "kk", VACCINATION_KK)
    at = in_days(1, 10)
    await daniyar.chooses("annp1", "when")
    await daniyar.chooses("annd1", f"{at:%y%m%d}")
    await daniyar.chooses("annh1", f"{at:%y%m%d%H%M}")
    await sends(daniyar)


async def begins(person: Person) -> None:
    """Begin an announcement."""
    await person.says("/announce")
    await person.chooses("annew1")


async def writes(person: Person, language: str, text: str) -> None:
    """Write what it says in a language."""
    await person.chooses("annw1", f"{language}:0")
    await person.says(text)
    await person.chooses("ann1")


async def sends(person: Person) -> None:
    """Look at it as it will arrive, and agree."""
    await person.chooses("anndo1", "see")
    await person.chooses("anndo1", "go")


CHAPTERS: tuple[Chapter, ...] = (marat_blocks_the_bot, daniyar_tells_of_the_water, daniyar_writes_for_tomorrow)
