"""A needs assessment: the akim asks his okrug, people answer in their own words and with few taps."""

from collections.abc import Sequence

from sandbox.history.cast import AIGUL, BERIK, DANIYAR, ZHARASPAI, Chapter, registers
from sandbox.play import Person, Stage

TITLE_KK, TITLE_RU = "Ауылымызға алдымен не керек?", "Что прежде всего нужно нашему селу?"
WHY_KK = "Жауаптарыңыз үш жылдық даму жоспарына кіреді. Нәтижесін жоспарлау комитетінде бірге қараймыз."
WHY_RU = "Ответы войдут в план развития на три года. Итоги вместе посмотрим на комитете по планированию."
POLL_KK, POLL_RU = "Жиналысты кешке өткізген ыңғайлы ма?", "Удобно ли проводить собрание вечером?"

# A step is what one does at a question: a place of a choice, words, or the name of a button.
Steps = Sequence[str]


async def daniyar_asks_his_okrug(stage: Stage) -> None:
    """Daniyar makes a survey of the ready questions about needs, wants 60 answers and opens it."""
    daniyar = await stage.meet(DANIYAR)
    await begins(daniyar, TITLE_KK, TITLE_RU)
    for language, why in (("kk", WHY_KK), ("ru", WHY_RU)):
        await daniyar.chooses("svs1", f"about:{language}")
        await daniyar.says(why)
    await daniyar.chooses("svqs1")
    await daniyar.chooses("svqp1", "ready")
    await daniyar.chooses("svqc1", "needs")
    await to_card(daniyar)
    await daniyar.chooses("svp1", "more")
    await daniyar.chooses("svp1", "target")
    await daniyar.says("60")
    await opens(daniyar)


async def neighbours_answer(stage: Stage) -> None:
    """Aigul, Berik and neighbours answer it, each in their own way; Gulnar stops in the middle."""
    await answers(
        await stage.meet(AIGUL),
        # Her sex she told when she came to the round table.
        (None, "35_44"),
        ("done", "say 21", "pick 1", "tick 0", "tick 2", "done", "pick 1", "pick 0", "say 87"),
        ("pick 2", "rank 1", "rank 2", "rank 0", "done", "pick 0", "say Фельдшер аптасына екі рет келсе екен."),
    )
    await answers(
        await stage.meet(BERIK),
        ("man", "45_54"),
        ("done", "say 46", "pick 2", "tick 0", "tick 1", "done", "pick 2", "pick 1"),
        ("pick 1", "rank 2", "rank 0", "rank 1", "done", "pick 1", "skip"),
    )
    for name, sex, age, years, area in (
        ("Ерболат", "man", "25_34", "8", 0),
        ("Қарлығаш", "woman", "55_64", "57", 1),
        ("Төлеген", "man", "65_over", "70", 2),
        ("Жанна", "woman", "18_24", "3", 1),
    ):
        person = await stage.person(name, language_code="kk", note="Жараспай тұрғыны")
        await registers(person, "kk", ZHARASPAI)
        await answers(
            person,
            (sex, age),
            ("done", f"say {years}", f"pick {area}", "tick 0", "tick 1", "done", "pick 1", "pick 1", "pick 2"),
            ("rank 1", "rank 0", "rank 2", "done", "pick 0", "skip"),
        )
    gulnar = await stage.person("Гүлнар", language_code="ru", note="Жараспай тұрғыны · жительница Жараспая")
    await registers(gulnar, "ru", ZHARASPAI)
    await answers(gulnar, ("woman", "skipped"), ("done", "say 12,0", "pick 1", "stop"), ())


async def daniyar_asks_one_thing_and_closes_it(stage: Stage) -> None:
    """Daniyar asks one thing more, has enough answers the same evening and closes it."""
    daniyar = await stage.meet(DANIYAR)
    await begins(daniyar, POLL_KK, POLL_RU)
    await daniyar.chooses("svqs1")
    await daniyar.chooses("svqp1", "ready")
    await daniyar.chooses("svqc1", "solved")
    await to_card(daniyar)
    await opens(daniyar)
    await daniyar.chooses("svd1", "close?")
    await daniyar.chooses("svd1", "close")


async def begins(daniyar: Person, kk: str, ru: str) -> None:
    """Begin a survey with its title in two languages, open for some days."""
    await daniyar.says("/menu")
    await daniyar.chooses("go1:surveys")
    await daniyar.chooses("go1:make_survey")
    await daniyar.chooses("svnew1")
    await daniyar.chooses("svs1", "title:kk")
    await daniyar.says(kk)
    await daniyar.chooses("svs1", "title:ru")
    await daniyar.says(ru)
    await daniyar.chooses("svp1", "closes")
    await daniyar.chooses("svc1")


async def to_card(daniyar: Person) -> None:
    """Go back to the card from its questions."""
    await daniyar.chooses("sv1")


async def opens(daniyar: Person) -> None:
    """Look it over and open it."""
    await daniyar.chooses("svp1", "check")
    await daniyar.chooses("svd1", "open")


async def answers(person: Person, about: tuple[str | None, str], *steps: Steps) -> None:
    """Answer the newest survey that asks them, after their age and, if nobody knows it yet, their sex."""
    await person.says("/surveys")
    await person.chooses("sva1")
    await person.chooses("svgo1")
    if about[0] is not None:
        await person.chooses("svsex1", f"{about[0]}:")
    await person.chooses("svage1", f"{about[1]}:")
    for step in (one for part in steps for one in part):
        await takes(person, step)


async def takes(person: Person, step: str) -> None:
    """Take one step."""
    verb, _, what = step.partition(" ")
    if verb == "say":
        await person.says(what)
    elif verb == "pick":
        await person.chooses("svq1", what)
    elif verb == "tick":
        await person.chooses("svk1", f"{what}:1")
    elif verb == "rank":
        await person.chooses("svn1", what)
    else:
        await person.chooses("svm1", verb)


CHAPTERS: tuple[Chapter, ...] = (
    daniyar_asks_his_okrug,
    neighbours_answer,
    daniyar_asks_one_thing_and_closes_it,
)
