"""Settings: what a person can change, take away or delete about themselves."""

from domain.languages import Language
from domain.people import AgeBand, Home, Profile, Sex
from domain.territories import Territory
from domain.topics import Mode, Notifications, Quiet, Topic
from screens import buttons, names
from screens.home import back
from screens.people.registration import languages
from screens.screen import Button, Screen, in_columns, one_a_row
from texts import Html, Words

QUIET_CHOICES = (Quiet(21, 8), Quiet(22, 7), Quiet(20, 9), Quiet(0, 0))


def settings(_: Words) -> Screen:
    """The ways into the settings."""
    rows = one_a_row(
        Button(_.plain("🌐 Language"), buttons.GoTo(screen="language")),
        Button(_.plain("🏡 My okrug and village"), buttons.GoTo(screen="home")),
        Button(_.plain("👤 About me"), buttons.GoTo(screen="profile")),
        Button(_.plain("🔔 Notifications"), buttons.GoTo(screen="notifications")),
        Button(_.plain("💡 What interests me"), buttons.GoTo(screen="interests")),
        Button(_.plain("🪪 My roles"), buttons.GoTo(screen="my_roles")),
        Button(_.plain("🗂 My data"), buttons.GoTo(screen="my_data")),
        Button(_.plain("🏠 Menu"), buttons.GoTo(screen="menu")),
    )
    return Screen(_("<b>Settings</b>"), rows)


def language(_: Words, now: Language) -> Screen:
    """Which language to read."""
    screen = languages(now, then="settings")
    return Screen(_("Which language do you read?"), (*screen.rows, *back(_, "settings")))


def home(_: Words, where: Home, *, changed: bool = False) -> Screen:
    """Where the person lives, and how to change it."""
    lines = [_("Saved.")] if changed else []
    lines.append(_("You live here: <b>{way}</b>", way=names.way(_, where.chain)))
    if where.village is not None:
        lines.append(_("Village: <b>{village}</b>", village=where.village.names.in_(_.language)))
    rows = [Button(_.plain("Change the okrug"), buttons.GoTo(screen="move"))]
    if where.villages > 1:
        rows.append(Button(_.plain("Choose the village"), buttons.GoTo(screen="village")))
    return Screen(Html("\n".join(lines)), (*one_a_row(*rows), *back(_, "settings")))


def villages(_: Words, found: list[Territory]) -> Screen:
    """The villages of one's okrug."""
    in_order = sorted(found, key=lambda village: _.order(village.names.in_(_.language)))
    choices = [
        Button(village.names.in_(_.language), buttons.ChooseVillage(code=village.code)) for village in in_order[:90]
    ]
    none = Button(_.plain("Do not name a village"), buttons.ChooseVillage(code=""))
    columns = 1 if len(choices) <= 8 else 2
    return Screen(_("Which village?"), (*in_columns(choices, columns), (none,), *back(_, "home")))


def profile(_: Words, known: Profile) -> Screen:
    """What the person said of themselves."""
    text = _(
        "<b>About me</b>\n\nSex: {sex}\nAge: {age}\n\n"
        "It is only used to count: so that everyone can see whether women and men, young and old were heard. "
        "Nobody sees it beside your name.",
        sex=names.sex(_, known.sex),
        age=names.age(_, known.age),
    )
    rows = one_a_row(
        Button(_.plain("Sex"), buttons.GoTo(screen="sex")),
        Button(_.plain("Age"), buttons.GoTo(screen="age")),
    )
    return Screen(text, (*rows, *back(_, "settings")))


def ask_sex(_: Words) -> Screen:
    """The question, with why it is asked and a way not to answer."""
    text = _("Are you a woman or a man? It is only used to see whether both were heard.")
    rows = (
        (
            Button(_.plain("Woman"), buttons.TellSex(sex=Sex.WOMAN)),
            Button(_.plain("Man"), buttons.TellSex(sex=Sex.MAN)),
        ),
        (Button(_.plain("Skip"), buttons.TellSex(sex=Sex.SKIPPED)),),
    )
    return Screen(text, (*rows, *back(_, "profile")))


def ask_age(_: Words) -> Screen:
    """The question, with why it is asked and a way not to answer."""
    bands = [Button(names.age(_, band), buttons.TellAge(age=band)) for band in AgeBand if band is not AgeBand.SKIPPED]
    rows = (*in_columns(bands, 2), (Button(_.plain("Skip"), buttons.TellAge(age=AgeBand.SKIPPED)),))
    text = _("How old are you? It is only used to see whether young and old were heard.")
    return Screen(text, (*rows, *back(_, "profile")))


def notifications(_: Words, chosen: Notifications, topics: tuple[Topic, ...]) -> Screen:
    """How the person hears of each topic, and when nothing comes."""
    lines = [_("<b>Notifications</b>. Press a line to change it.")]
    rows = [
        Button(f"{names.topic(_, topic)}: {names.mode(_, chosen.mode(topic))}", buttons.ShowTopic(topic=topic))
        for topic in topics
    ]
    rows.append(Button(_quiet_label(_, chosen.quiet), buttons.GoTo(screen="quiet")))
    return Screen(Html("\n".join(lines)), (*one_a_row(*rows), *back(_, "settings")))


def _quiet_label(_: Words, quiet: Quiet) -> str:
    if quiet.from_hour == quiet.until_hour:
        return _.plain("🌙 Quiet hours: none")
    return _.plain("🌙 Quiet hours: {hours}").format(hours=_hours(quiet))


def _hours(quiet: Quiet) -> str:
    return f"{quiet.from_hour:02d}:00–{quiet.until_hour:02d}:00"


def topic(_: Words, which: Topic, now: Mode) -> Screen:
    """How to hear of one topic."""
    rows = one_a_row(
        *(
            Button(("✔️ " if mode is now else "") + names.mode(_, mode), buttons.ChooseTopic(topic=which, mode=mode))
            for mode in Mode
        )
    )
    text = _("<b>{topic}</b>\nHow would you like to hear of it?", topic=names.topic(_, which))
    return Screen(text, (*rows, *back(_, "notifications")))


def quiet(_: Words, now: Quiet) -> Screen:
    """When nothing unasked comes."""
    text = _(
        "When should I be quiet? What comes in these hours waits until they end. "
        "Only an urgent announcement of your akim comes at any hour."
    )
    rows = one_a_row(
        *(
            Button(
                ("✔️ " if choice == now else "") + (_hours(choice) if choice.from_hour != choice.until_hour else none),
                buttons.ChooseQuiet(from_hour=choice.from_hour, until_hour=choice.until_hour),
            )
            for none in [_.plain("no quiet hours")]
            for choice in QUIET_CHOICES
        )
    )
    return Screen(text, (*rows, *back(_, "notifications")))


def my_data(_: Words, backup_days: int) -> Screen:
    """Taking away or deleting everything that is kept."""
    text = _.many(
        "<b>My data</b>\n\nYou can get everything that is kept about you as a file, or delete yourself. "
        "Backups are deleted after {number} day; a deleted person is not brought back from them.",
        "<b>My data</b>\n\nYou can get everything that is kept about you as a file, or delete yourself. "
        "Backups are deleted after {number} days; a deleted person is not brought back from them.",
        backup_days,
    )
    rows = one_a_row(
        Button(_.plain("⬇️ Get my data as a file"), buttons.GoTo(screen="download")),
        Button(_.plain("🗑 Delete me"), buttons.EraseMe(sure=False)),
    )
    return Screen(text, (*rows, *back(_, "settings")))


def download_ready(_: Words) -> Html:
    """What stands under the file."""
    return _("This is everything that Kenes keeps about you.")


def erase_sure(_: Words) -> Screen:
    """The last question before a person is deleted."""
    text = _(
        "Delete yourself? Your registration, profile, settings and roles are deleted at once and for good. "
        "What you gave to the common cause stays, without you."
    )
    rows = (
        (Button(_.plain("🗑 Yes, delete me"), buttons.EraseMe(sure=True)),),
        (Button(_.plain("No, keep me"), buttons.GoTo(screen="my_data")),),
    )
    return Screen(text, rows)


def erased(_: Words) -> Screen:
    """The last words to who left."""
    return Screen(_("You are deleted: nothing about you is kept any more. To come back one day, send /start."))
