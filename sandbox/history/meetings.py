"""Two meetings: one that is held while the story is told, and one that is still to come."""

from contextlib import suppress
from datetime import datetime, timedelta

from sandbox.history.cast import AIGUL, BERIK, DANIYAR, ZONE, Chapter, in_days, typed
from sandbox.play import Person, Stage

HELD = "Ауыз су туралы дөңгелек үстел"
TO_COME_KK, TO_COME_RU = "Жоспарлау комитетінің бірінші отырысы", "Первое заседание комитета по планированию"
# The time that people need to be invited and to answer: a full minute from now, and not the one that is just ending.
ENOUGH = timedelta(seconds=20)


async def daniyar_invites_to_a_round_table(stage: Stage) -> None:
    """Daniyar invites all of Zharaspai to a round table about drinking water, which begins in a minute."""
    daniyar = await stage.meet(DANIYAR)
    await begins(daniyar, "round_table", HELD)
    await fills(daniyar, "when", typed(next_minute()))
    await fills(daniyar, "where", "Мектеп, акт залы")
    await fills(daniyar, "agenda", "Құбырдың жайы\nСу қашан тұрақты болады\nКім не істейді")
    await daniyar.chooses("mpart1", "invited")
    await daniyar.chooses("mwho1", "all")
    await invites(daniyar)


def next_minute() -> datetime:
    """The next full minute that leaves people time enough."""
    soon = datetime.now(ZONE) + ENOUGH + timedelta(minutes=1)
    return soon.replace(second=0, microsecond=0)


async def daniyar_invites_the_committee(stage: Stage) -> None:
    """Daniyar invites the planning committee for next week, in two languages; reminders stand on their ladder."""
    daniyar = await stage.meet(DANIYAR)
    await begins(daniyar, "committee", TO_COME_KK)
    await daniyar.chooses("mpart1", "title")
    await daniyar.chooses("mtitle1", "ru")
    await daniyar.says(TO_COME_RU)
    await fills(daniyar, "when", typed(in_days(9, 15)))
    await daniyar.chooses("mpart1", "duration")
    await daniyar.chooses("mdur1", "180")
    await daniyar.chooses("mpart1", "where")
    await daniyar.says("Әкімдік, мәжіліс залы")
    await daniyar.shares_location(50.4093, 71.2264)
    await fills(daniyar, "agenda", "SWOT-талдау\nБес жылдан кейінгі ауыл\nБасым мәселелер")
    await daniyar.chooses("mpart1", "invited")
    await daniyar.chooses("mwho1", "members")
    await invites(daniyar)


async def neighbours_answer(stage: Stage) -> None:
    """Aigul comes to both and puts the committee into her calendar, Berik may come to the round table."""
    aigul, berik = await stage.meet(AIGUL), await stage.meet(BERIK)
    for answer, title, person in (("coming", HELD, aigul), ("coming", TO_COME_KK, aigul), ("maybe", HELD, berik)):
        await opens(person, title)
        await person.chooses("mans1", answer)
    await opens(aigul, TO_COME_KK)
    await aigul.chooses("mics1")


async def people_come(stage: Stage) -> None:
    """Daniyar hangs the code up; Aigul opens its QR, Berik types it, and the others are counted at the door."""
    daniyar, aigul, berik = [await stage.meet(number) for number in (DANIYAR, AIGUL, BERIK)]
    await opens(daniyar, HELD)
    await daniyar.chooses("mwall1")
    code = code_of(daniyar)
    await aigul.opens(f"e{code}")
    await aigul.chooses("go1:sex")
    await aigul.chooses("sex1:woman")
    await berik.says("/meetings")
    await berik.chooses("go1:check_in")
    await berik.says(code.upper())
    await opens(daniyar, HELD)
    await daniyar.chooses("matt1")
    await daniyar.chooses("mcnt1", "0")
    await daniyar.says("14 9")
    await daniyar.chooses("mwom1")
    await daniyar.says("кемінде 15")


def begins_at(daniyar: Person) -> datetime:
    """When the round table begins, as Daniyar typed it."""
    for message in daniyar.messages:
        with suppress(ValueError):
            return datetime.strptime(message.get("text", ""), "%d.%m.%Y %H:%M").replace(tzinfo=ZONE)
    raise AssertionError("Daniyar has planned no meeting.")


def code_of(person: Person) -> str:
    """The code on the page for the wall."""
    pages = [message["document"]["file_name"] for message in person.messages if "document" in message]
    return str(pages[-1]).removeprefix("kenes-").removesuffix(".pdf")


async def daniyar_sends_the_minutes(stage: Stage) -> None:
    """The round table has begun; Daniyar writes down what was decided and sends it to those who came."""
    daniyar = await stage.meet(DANIYAR)
    await stage.until(begins_at(daniyar))
    await opens(daniyar, HELD)
    await daniyar.chooses("mmin1")
    await daniyar.chooses("mmin1", "text")
    await daniyar.says("Құбыр 1986 жылғы, жылына он рет жарылады. Ауыл су айдау станциясын да тексеруді сұрады.")
    await daniyar.chooses("mmin1", "decision")
    await daniyar.says("Құбыр ауыстыру ауданның 2027 жылғы жоспарына ұсынылады")
    await daniyar.chooses("mmin1", "action")
    await daniyar.says(f"Смета жасату\nДанияр\n{in_days(30, 12):%d.%m.%Y}")
    await daniyar.chooses("msend1", "0")
    await daniyar.chooses("msend1", "1")


async def begins(person: Person, kind: str, title: str) -> None:
    """Begin a meeting and name it."""
    await person.says("/meetings")
    await person.chooses("go1:new_meeting")
    await person.chooses(f"mnew1:{kind}")
    await fills(person, "title", title)


async def fills(person: Person, part: str, text: str) -> None:
    """Fill a part of a meeting in by writing."""
    await person.chooses("mpart1", part)
    await person.says(text)


async def invites(person: Person) -> None:
    """Invite, after a last look."""
    await person.chooses("mpub1", "0")
    await person.chooses("mpub1", "1")


async def opens(person: Person, title: str) -> None:
    """Open a meeting from the list."""
    await person.says("/meetings")
    await person.presses(title)


BEFORE: tuple[Chapter, ...] = (
    daniyar_invites_to_a_round_table,
    daniyar_invites_the_committee,
    neighbours_answer,
    people_come,
)
AFTER: tuple[Chapter, ...] = (daniyar_sends_the_minutes,)
