"""Making the questions of a survey: none, the longest of every kind, and everything that can be wrong with a file."""

from dataclasses import replace

from domain.languages import Localized
from domain.surveys.conditions import Condition
from domain.surveys.editing import Edited, Way, empty
from domain.surveys.forms import WITH_CHOICES, Choice, Form, Question, QuestionKind
from domain.surveys.importing import FormProblem
from domain.surveys.survey import Listed, Part
from domain.surveys.translations import Said, Spot
from reports.surveys import templates
from screens.surveys import conditions, crossed, editing, polls, problems, question, sides, sources
from screens.surveys.editing_buttons import QuestionPart
from tests.screens.samples import EVIL, OKRUG, ZONE, Sample, sample
from tests.screens.samples.surveys import DRAFT, EMPTY, OPEN, TITLE, view, words

LONG = words("Сұрақ сөзі. ", "Слова вопроса. ", "Words of it. ", 2_000)
SHORT = Localized(kk=f"{EVIL} Су", ru=f"{EVIL} Вода", en=f"{EVIL} Water")
CHOICES = tuple(Choice(f"c{at}", words("Нұсқа ", "Вариант ", "Choice ", 300)) for at in range(150))


def one(kind: QuestionKind) -> Question:
    """A question of a kind with the longest of everything."""
    return Question(
        "q" * 60,
        kind,
        LONG,
        words("Кеңес. ", "Подсказка. ", "Hint. ", 1_000),
        required=None if kind is QuestionKind.TEXT else "true()",
        choices=CHOICES if kind in WITH_CHOICES else (),
    )


EVERY = Form("f", TITLE, questions=tuple(one(kind) for kind in QuestionKind))
FULL = Edited(view(DRAFT), EVERY, left_out=("d" * 60,) * 20)
NONE = Edited(view(EMPTY), empty(1, TITLE))
AT_WORK = Edited(view(OPEN), EVERY)
ONE_LANGUAGE = Edited(
    view(DRAFT),
    replace(EVERY, questions=(Question("q", QuestionKind.SELECT_ONE, Localized(kk=f"{EVIL} Су бар ма?")),)),
)
WORKED_OUT = replace(
    one(QuestionKind.INTEGER),
    media={"image": SHORT},
    relevant="${q} = 1",
    constraint=". > 3",
    calculation=f"1 + 1 + '{EVIL}'",
)
CLOSED_ONES = replace(
    EVERY, questions=tuple(replace(one(QuestionKind.SELECT_MULTIPLE), name=f"{at}") for at in range(20))
)
CROSSED = view(replace(DRAFT, options=replace(DRAFT.options, crossed=(("0", "1"), ("0", "2")))))
DECIDED = Edited(
    view(DRAFT),
    Form(
        "f",
        TITLE,
        questions=(
            replace(one(QuestionKind.SELECT_ONE), name="a"),
            replace(one(QuestionKind.SELECT_MULTIPLE), name="b"),
            replace(one(QuestionKind.TEXT), name="c", relevant="${a} = 'c0' or ${a} = 'c1'"),
            replace(one(QuestionKind.TEXT), name="d", relevant=f"${{a}} != '{EVIL}'"),
        ),
    ),
    place=2,
)
REASONS = (
    *("unreadable", "too_big", "too_many_rows", "no_survey", "no_questions", "too_many_questions", "too_many_choices"),
    *("pyxform", "repeat", "score", "kobo_rank", "matrix", "or_other", "datetime", "shape", "video", "file", "barcode"),
    *("hidden", "unseen", "outside", "cascade", "percentage", "days", "identifying", "unknown_type", "no_list"),
    *("entities", "missing", "name", "name_twice", "choice_name", "choice_twice", "no_choices", "group_open"),
    *("group_closed", "range", "too_long", "default", "trigger", "read_only", "calculated", "misspelt", "ahead"),
    *("language", "rank_filter", "cycle", "expression_unreadable", "expression_ends_early", "expression_unexpected"),
    *("expression_path", "expression_unknown_name", "expression_unknown_function", "expression_unknown_word"),
    *("expression_no_answer_here", "expression_arguments", "expression_pattern", "expression_too_long"),
    *("expression_too_deep", "expression_empty", "expression_choice_name", "what nobody foresaw"),
)
FOUND = tuple(
    FormProblem("survey" if at else "", at, "relevant", reason, {"text": EVIL * 6, "name": EVIL, "most": 5})
    for at, reason in enumerate(REASONS)
)
SAMPLES = [
    *(sample(editing.questions, FULL, page, wrote=True, english=True) for page in (0, 1)),
    sample(editing.questions, NONE, 0, english=True),
    sample(editing.questions, AT_WORK, 0, wrote=True, english=True),
    *(sample(question.question, replace(FULL, place=at), wrote=True, english=True) for at in range(len(QuestionKind))),
    sample(question.question, AT_WORK, EVIL, wrote=True, english=True),
    sample(question.question, Edited(view(DRAFT), replace(EVERY, questions=(WORKED_OUT,))), wrote=True, english=True),
    sample(question.question, ONE_LANGUAGE, wrote=True),
    sample(question.question, NONE, english=True),
    *(sample(conditions.deciding, replace(DECIDED, place=at), wrote=True) for at in (0, 2, 3)),
    sample(conditions.deciding, NONE),
    sample(conditions.answers, DECIDED, 0, wrote=True),
    sample(conditions.answers, DECIDED, 3),
    sample(question.condition_in_words, DECIDED.form, Condition("a", ("c0", "c1")), wrote=True),
    sample(question.label, one(QuestionKind.TEXT), wrote=True),
    *(sample(question.kind, kind) for kind in QuestionKind),
    sample(question.choices, one(QuestionKind.RANK), wrote=True),
    sample(question.choices, replace(one(QuestionKind.RANK), choices=())),
    sample(question.sure, FULL, wrote=True),
    sample(question.to_question, FULL),
    sample(editing.ask_question, FULL, "kk", EVIL, wrote=True),
    sample(editing.ways, FULL, wrote=True),
    sample(editing.ways, replace(FULL, view=view(replace(DRAFT, anonymous=False))), wrote=True),
    *(sample(editing.way_name, way) for way in Way),
    *(
        sample(editing.ask_part, replace(edited, place=5), part, "kk", 300, EVIL, wrote=True)
        for part in QuestionPart
        for edited in (FULL, AT_WORK)
    ),
    sample(editing.translate, FULL, Spot(5, Said.CHOICE, 3), "kk", 0, 450, EVIL, wrote=True),
    sample(editing.translate, ONE_LANGUAGE, Spot(0, Said.LABEL), "ru", 0, 1, wrote=True),
    sample(polls.poll, replace(FULL, place=5), ZONE, (None,), EVIL, wrote=True),
    sample(polls.poll, ONE_LANGUAGE, ZONE, ("kk",), wrote=True),
    sample(polls.poll, replace(ONE_LANGUAGE, view=replace(view(DRAFT), missing=tuple(Part))), ZONE, (), wrote=True),
    sample(polls.ask_poll, 7, "ru", 120, EVIL, wrote=True),
    Sample(
        problems.problems,
        lambda _: problems.problems(_, FOUND, sources.to_questions(_, FULL)),
        wrote=True,
        english=True,
    ),
    *(sample(problems.problem, one, english=True) for one in FOUND),
    sample(sides.crosses, view(DRAFT), wrote=True),
    sample(crossed.pairs, CROSSED, CLOSED_ONES, wrote=True),
    sample(crossed.pairs, view(OPEN), EVERY),
    sample(crossed.row, view(DRAFT), CLOSED_ONES, 1, wrote=True),
    sample(crossed.column, view(DRAFT), CLOSED_ONES, 0, 1, wrote=True),
    sample(sources.file_wanted, FULL, wrote=True, english=True),
    sample(sources.file_wanted, NONE, english=True),
    sample(sources.file_caption, FULL, wrote=True, caption=True, english=True),
    sample(
        sources.ready,
        FULL,
        tuple((name, templates.template(name)) for name in templates.NAMES),
        (Listed(OPEN, OKRUG),) * 20,
        wrote=True,
        english=True,
    ),
    sample(sources.bank, FULL, AT_WORK, 1, wrote=True, english=True),
    sample(sources.bank, FULL, NONE, 0),
    sample(sources.to_questions, FULL),
]
