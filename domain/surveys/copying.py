"""Copying questions from another form: with what they depend on, under names that are free."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.languages import Localized
from domain.refusals import Refused
from domain.surveys.editing import free_name, tidied, uses
from domain.surveys.forms import Form, Question
from domain.surveys.importing import MOST_QUESTIONS
from domain.surveys.sessions import SENT

_NAME = re.compile(r"\$\{\s*([^}]*?)\s*\}")


def copied(form: Form, source: Form, chosen: Iterable[str]) -> Form:
    """The form with these questions of another one at its end, and those that they depend on before them.

    A name that is taken is changed, in everything that looks at it too. An empty form takes the groups as well.
    """
    wanted = _with_needed(source, chosen)
    questions = [question for question in source.questions if question.name in wanted]
    asked = [*form.asked, *(question for question in questions if question.asks)]
    if len(asked) > MOST_QUESTIONS:
        raise Refused("form_full", most=MOST_QUESTIONS)
    if not form.questions and len(questions) == len(source.questions):
        return replace(source, form_id=form.form_id, title=form.title)
    target = form
    renamed: dict[str, str] = {}
    lists: dict[str, str] = {}
    for question in questions:
        renamed[question.name] = _free(target, question.name)
        after = _renamed(question, renamed, _list_of(target, question, lists))
        target = replace(target, questions=(*target.questions, after))
    return tidied(target)


def with_files_of(form: Form, before: Form) -> Form:
    """The form with what was recorded and sent for the questions that are asked in the same words as before."""
    there = {(one.name, one.label): one.media for one in before.questions}
    questions = []
    for one in form.questions:
        sent = {kind: files for kind, files in there.get((one.name, one.label), {}).items() if kind in SENT}
        questions.append(replace(one, media={**one.media, **sent}) if sent else one)
    return replace(form, questions=tuple(questions))


def _with_needed(source: Form, chosen: Iterable[str]) -> set[str]:
    by_name = {question.name: question for question in source.questions}
    wanted: set[str] = set()
    waiting = [name for name in chosen if name in by_name]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += [other for other in uses(by_name[name]) if other in by_name]
    return wanted


def _free(form: Form, name: str) -> str:
    taken = {question.name for question in form.questions} | {group.name for group in form.groups}
    return name if name not in taken else free_name(form)


def _list_of(form: Form, question: Question, lists: dict[str, str]) -> str | None:
    """The name under which a question's list of choices is copied; lists that were one stay one."""
    if question.list_name is None:
        return None
    if question.list_name not in lists:
        there = {other.list_name: other.choices for other in form.questions if other.list_name}
        same = there.get(question.list_name, question.choices) == question.choices
        lists[question.list_name] = question.list_name if same else free_name(form, "list")
    return lists[question.list_name]


def _renamed(question: Question, names: Mapping[str, str], list_name: str | None) -> Question:
    def said(source: str | None) -> str | None:
        return None if source is None else _NAME.sub(lambda found: f"${{{names.get(found[1], found[1])}}}", source)

    def words(text: Localized | None) -> Localized | None:
        return None if text is None else Localized(**{code: said(value) for code, value in text.as_dict().items()})

    return replace(
        question,
        name=names[question.name],
        list_name=list_name,
        label=words(question.label),
        hint=words(question.hint),
        required=said(question.required),
        required_message=words(question.required_message),
        relevant=said(question.relevant),
        constraint=said(question.constraint),
        constraint_message=words(question.constraint_message),
        choices=tuple(replace(one, label=words(one.label) or one.label) for one in question.choices),
        choice_filter=said(question.choice_filter),
        seed=said(question.seed),
        calculation=said(question.calculation),
        groups=(),
    )
