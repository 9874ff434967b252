"""Everything that can be done was declared, everything that can be shown is shown somewhere, every no has its words."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from aiogram.filters.callback_data import CallbackData

import actions
import screens.issues.buttons
import screens.surveys.buttons
import screens.surveys.crossed_buttons
import screens.surveys.editing_buttons
import screens.surveys.paper_buttons
import screens.surveys.result_buttons
from actions.context import DECLARED
from domain.languages import LANGUAGES
from domain.people import Actor
from domain.permissions import Act
from domain.roles import Grant, Role
from handlers import commands
from handlers.routes import all_routes
from screens import buttons
from screens.home import ENTRIES
from screens.screen import Screen
from tests.house.source import calls, parsed, refusal_reasons, spoken_refusals, strings
from tests.screens.samples import NOW, OKRUG, all_samples
from texts import words


def undeclared(module: ModuleType) -> Iterator[str]:
    """The public coroutines of a module that are given a context and say not what they do."""
    for name, function in vars(module).items():
        if name.startswith("_") or not callable(function) or getattr(function, "__module__", "") != module.__name__:
            continue
        inner = inspect.unwrap(function)
        acts = inspect.iscoroutinefunction(inner) and next(iter(inspect.signature(inner).parameters), "") == "ctx"
        if acts and function not in DECLARED:
            yield f"{module.__name__}.{name}"


def modules() -> list[ModuleType]:
    return [importlib.import_module(found.name) for found in pkgutil.walk_packages(actions.__path__, "actions.")]


def test_every_action_declares_what_it_does() -> None:
    assert [name for module in modules() for name in undeclared(module)] == []
    assert len(DECLARED) > 30


def test_no_act_has_a_rule_that_no_action_asks_for() -> None:
    named = {
        node.attr
        for _, tree in parsed("actions")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Act"
    }
    assert {act.name for act in Act} == named


def test_an_action_that_declares_nothing_is_found() -> None:
    module = ModuleType("actions.forgetful")

    async def take_all(ctx: Any, what: str) -> None: ...

    async def tidy(shared: Any) -> None: ...

    for function in (take_all, tidy):
        function.__module__ = module.__name__
        setattr(module, function.__name__, function)
    assert list(undeclared(module)) == ["actions.forgetful.take_all"]


def shown_buttons() -> list[Any]:
    """Every button of every screen that the samples draw."""
    found = []
    for sample in all_samples():
        shown = sample.render(words("en"))
        rows = shown.rows if isinstance(shown, Screen) else shown if isinstance(shown, tuple) else ()
        found += [button.does for row in rows for button in row if button.does is not None]
    return found


def test_every_screen_that_is_named_can_be_gone_to_and_the_other_way_round() -> None:
    named = {button.screen for button in shown_buttons() if isinstance(button, buttons.GoTo)}
    named |= {entry.screen for entry in ENTRIES}
    for _, tree in parsed("screens", "handlers"):
        for call in calls(tree, "GoTo"):
            named |= {value for keyword in call.keywords if keyword.arg == "screen" for value in strings(keyword.value)}
    assert named == set(all_routes().screens)


def test_every_button_has_a_handler_and_stands_on_a_screen() -> None:
    subjects = (
        screens.surveys.buttons,
        screens.surveys.crossed_buttons,
        screens.surveys.editing_buttons,
        screens.surveys.paper_buttons,
        screens.surveys.result_buttons,
    )
    modules = (buttons, screens.issues.buttons, *subjects)
    known = [kind for module in modules for _, kind in inspect.getmembers(module, inspect.isclass)]
    kinds = {kind for kind in known if issubclass(kind, CallbackData) and kind is not CallbackData}
    handled = set(all_routes().presses)
    assert handled == kinds - {buttons.GoTo}
    assert {type(button) for button in shown_buttons()} == kinds


def test_every_command_is_listed_for_who_may_use_it() -> None:
    farida = Actor(1, 1, "en", NOW, OKRUG.place, registered_at=NOW, grants=(Grant(1, Role.ADMINISTRATOR),))
    for language in LANGUAGES:
        listed = {one.command for one in commands.for_actor(words(language), farida)}
        assert listed == set(all_routes().commands)


def test_every_no_has_its_words_and_no_words_are_left_over() -> None:
    assert refusal_reasons() - spoken_refusals() == set(), "said no, without words"
    # Some words come from a rule that an action asks, so they stand in it as they are.
    named = {value for _, tree in parsed("actions", "handlers", "domain") for value in strings(tree)}
    assert spoken_refusals() - named == set(), "words that nobody says"


def test_every_handler_says_in_one_sentence_what_it_answers() -> None:
    routes = all_routes()
    for handlers in (routes.presses, routes.screens, routes.commands, routes.texts, routes.links):
        for handler in handlers.values():
            assert handler.__doc__, handler
