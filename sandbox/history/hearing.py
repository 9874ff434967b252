"""People choose what they hear of, and when not."""

from sandbox.history.cast import AIGUL, BERIK, ELENA, Chapter
from sandbox.play import Person, Stage


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


CHAPTERS: tuple[Chapter, ...] = (people_choose_what_they_hear,)
