"""An okrug's own groups and channels."""

from domain.announcements import Group
from domain.languages import LANGUAGES
from domain.territories import Territory
from screens import buttons, names
from screens.outgoing import Outgoing
from screens.screen import Button, Screen, one_a_row
from texts import Html, Words

PURPOSE = "grp"
# What a channel's administrator needs to write there and take back what was written.
CHANNEL_RIGHTS = "post_messages+edit_messages+delete_messages"


def listing(_: Words, found: tuple[tuple[Group, Territory | None], ...], bot_username: str | None) -> Screen:
    """The bound groups, and how to bind another."""
    lines = [_("<b>Groups and channels</b>")]
    if not found:
        lines.append(_("None is bound yet."))
    lines.append(
        _(
            "A bound group or channel gets announcements that everybody may hear. To bind one, press below, choose it "
            "and let the bot in; then I ask you here to confirm."
        )
    )
    rows = [
        Button(f"{group.title[:40]} · {_where(_, place)}", buttons.ShowGroup(group=group.id)) for group, place in found
    ]
    if bot_username:
        address = f"https://t.me/{bot_username}"
        rows.append(Button(_.plain("➕ Bind a group"), opens=f"{address}?startgroup=bind"))
        rows.append(Button(_.plain("➕ Bind a channel"), opens=f"{address}?startchannel=bind&admin={CHANNEL_RIGHTS}"))
    back = (
        Button(_.plain("‹ Back"), buttons.GoTo(screen="announcements")),
        Button(_.plain("🏠 Menu"), buttons.GoTo(screen="menu")),
    )
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), back))


def _where(_: Words, place: Territory | None) -> str:
    return "—" if place is None else place.names.in_(_.language)


def confirm(_: Words, group: Group, place: Territory | None) -> Screen:
    """The bot was let in: in which language shall it speak there, for which okrug."""
    if place is None or not place.can_be_home:
        text = _("I was let into “{title}”. Which okrug does it belong to?", title=group.title)
        purpose = f"{PURPOSE}.{group.id}"
        row = Button(_.plain("Choose the okrug"), buttons.Browse(purpose=purpose, code="", page=0))
        return Screen(text, one_a_row(row, _no(_, group)))
    text = _(
        "I was let into “{title}”. Bind it to {okrug}? Then announcements for everybody are written there too. "
        "In which language?",
        title=group.title,
        okrug=place.names.in_(_.language),
    )
    return Screen(text, one_a_row(*_in_languages(_, group, place.code), _no(_, group)))


def _in_languages(_: Words, group: Group, code: str) -> list[Button]:
    return [
        Button(names.LANGUAGE_NAMES[language], buttons.BindGroup(group=group.id, code=code, language=language))
        for language in LANGUAGES
    ]


def _no(_: Words, group: Group) -> Button:
    return Button(_.plain("No, do not bind it"), buttons.UnbindGroup(group=group.id, sure=True))


def one(_: Words, group: Group, place: Territory | None) -> Screen:
    """One bound group."""
    text = _(
        "<b>{title}</b>\nOkrug: {okrug}\nLanguage: {language}",
        title=group.title,
        okrug=_where(_, place),
        language=names.LANGUAGE_NAMES[group.language],
    )
    rows = [
        Button(
            names.LANGUAGE_NAMES[language],
            buttons.BindGroup(group=group.id, code=group.place.code, language=language),
        )
        for language in LANGUAGES
        if language != group.language
    ]
    end = Button(_.plain("Unbind it"), buttons.UnbindGroup(group=group.id, sure=False))
    return Screen(text, (tuple(rows), (end,), *_back(_)))


def _back(_: Words) -> tuple[tuple[Button, ...], ...]:
    return one_a_row(Button(_.plain("‹ Back"), buttons.GoTo(screen="groups")))


def unbind_sure(_: Words, group: Group) -> Screen:
    """The question before a group hears no more."""
    rows = one_a_row(
        Button(_.plain("Yes, unbind it"), buttons.UnbindGroup(group=group.id, sure=True)),
        Button(_.plain("No"), buttons.ShowGroup(group=group.id)),
    )
    return Screen(_("Unbind “{title}”? Nothing more is written there.", title=group.title), rows)


def lost(_: Words, title: str) -> tuple[Outgoing, ...]:
    """The bot was taken out of a bound group, to its akim."""
    return (Outgoing(lost_line(_, title)),)


def lost_line(_: Words, title: str) -> Html:
    """The same in one line of a digest."""
    return _(
        "“{title}” is not bound any more: I was taken out, or may not write there. "
        "To bind it again, let me in once more.",
        title=title,
    )
