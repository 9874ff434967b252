"""From the first word to the menu."""

from domain.languages import Language, in_order
from domain.territories import Territory
from screens import buttons
from screens.home import OFFICIAL_ROUTE
from screens.names import LANGUAGE_NAMES
from screens.screen import Button, Rows, Screen, one_a_row
from texts import Html, Words


def languages(first: Language | None, then: str = "start") -> Screen:
    """Which language; nobody's is known yet, so it is asked in all three."""
    text = Html("Сәлеметсіз бе! Тілді таңдаңыз.\nЗдравствуйте! Выберите язык.\nHello! Choose a language.")
    choices = (
        Button(LANGUAGE_NAMES[language], buttons.ChooseLanguage(language=language, then=then))
        for language in in_order(first)
    )
    return Screen(text, one_a_row(*choices))


def consent(_: Words, okrug: Territory | None) -> Screen:
    """What is kept, who sees it, how to delete it, and what this is not; with the okrug that a link named."""
    lines = [
        _(
            "Kenes keeps your language, your okrug and what you write or answer here; your phone number is not needed. "
            "Your akim and the project see what you write, but your name only if you allow it. "
            "You can delete everything about yourself at any time: Settings → My data."
        ),
        _(
            "This is not an official appeal: for that there is {route}.",
            route=OFFICIAL_ROUTE,
        ),
    ]
    if okrug is None:
        return Screen(_join(lines), one_a_row(Button(_.plain("✅ I agree"), buttons.Agree(okrug=""))))
    lines.append(_("Your okrug: <b>{okrug}</b>", okrug=okrug.names.in_(_.language)))
    rows: Rows = one_a_row(
        Button(_.plain("✅ I agree, go on"), buttons.Agree(okrug=okrug.code)),
        Button(_.plain("I live in another okrug"), buttons.Agree(okrug="")),
    )
    return Screen(_join(lines), rows)


def _join(lines: list[Html]) -> Html:
    return Html("\n\n".join(lines))


def welcome(_: Words, okrug: Territory) -> Html:
    """The first words over the menu once a person is registered."""
    return _("You are registered in <b>{okrug}</b>. Welcome!", okrug=okrug.names.in_(_.language))


def unknown_link(_: Words) -> Html:
    """The link that a person came by leads to nothing that this bot has."""
    return _("The link you came by leads nowhere any more. Here is the menu.")


def other_okrug(_: Words, okrug: Territory) -> Screen:
    """A registered person came by the link of another okrug."""
    name = okrug.names.in_(_.language)
    rows = one_a_row(
        Button(_.plain("Yes, I live there now"), buttons.Choose(purpose="set", code=okrug.code)),
        Button(_.plain("No"), buttons.GoTo(screen="menu")),
    )
    return Screen(_("This link is of <b>{okrug}</b>, and you are registered elsewhere. Move there?", okrug=name), rows)
