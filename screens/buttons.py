"""What every button does: typed data behind a prefix with a version.

Buttons live for ever in people's chats. When the fields of one change, its prefix gets the next number and the old
prefix is answered as an old button; a test pins each prefix, its fields and the 64 bytes that Telegram allows.
"""

from aiogram.filters.callback_data import CallbackData

from domain.languages import Language
from domain.people import AgeBand, Sex
from domain.roles import Area, Position, Role
from domain.topics import Mode, Topic


class ChooseLanguage(CallbackData, prefix="lang1"):
    """Read this language; `then` is the screen to show: `start` or `settings`."""

    language: Language
    then: str


class Agree(CallbackData, prefix="agree1"):
    """Agree to what is kept, and live in this okrug when the link named one (else empty)."""

    okrug: str


class Browse(CallbackData, prefix="tree1"):
    """Look at a part of the tree of territories (empty: the top) to choose one for `purpose`."""

    purpose: str
    code: str
    page: int


class Choose(CallbackData, prefix="pick1"):
    """Choose a territory for `purpose`."""

    purpose: str
    code: str


class ShareLocation(CallbackData, prefix="loc1"):
    """Be asked for a location to find the okrug for `purpose`."""

    purpose: str


class GoTo(CallbackData, prefix="go1"):
    """Go to a screen that needs nothing but its name."""

    screen: str


class ChooseVillage(CallbackData, prefix="vill1"):
    """Live in this village of one's okrug (empty: none named)."""

    code: str


class TellSex(CallbackData, prefix="sex1"):
    """Say one's sex."""

    sex: Sex


class TellAge(CallbackData, prefix="age1"):
    """Say one's age band."""

    age: AgeBand


class ShowTopic(CallbackData, prefix="topic1"):
    """Look at how one hears of a topic."""

    topic: Topic


class ChooseTopic(CallbackData, prefix="hear1"):
    """Hear of a topic in this way."""

    topic: Topic
    mode: Mode


class ChooseQuiet(CallbackData, prefix="quiet1"):
    """Hear nothing between these local hours."""

    from_hour: int
    until_hour: int


class OfferRole(CallbackData, prefix="offer1"):
    """Go on in giving a role: what is still to be chosen is empty."""

    role: Role
    area: Area | None
    position: Position | None


class MakeInvite(CallbackData, prefix="give1"):
    """Make the link that gives this role (everywhere when the code is empty)."""

    role: Role
    area: Area | None
    position: Position | None
    code: str


class TakeRole(CallbackData, prefix="take1"):
    """Take the role that an invite offers."""

    code: str


class ListRoles(CallbackData, prefix="roles1"):
    """Look at a page of who holds which role."""

    page: int


class ShowRole(CallbackData, prefix="role1"):
    """Look at one role that is held."""

    grant: int


class RevokeRole(CallbackData, prefix="end1"):
    """End a role, after being asked once (`sure`)."""

    grant: int
    sure: bool


class RevokeInvite(CallbackData, prefix="uninv1"):
    """Make an invite worthless."""

    invite: int


class HandOver(CallbackData, prefix="over1"):
    """Make the link by which a successor takes one's role over."""

    grant: int


class ReadAudit(CallbackData, prefix="log1"):
    """Read the log of officials' acts before this entry (0: the newest)."""

    before: int


class EraseMe(CallbackData, prefix="erase1"):
    """Delete oneself, after being asked once."""

    sure: bool
