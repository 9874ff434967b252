"""Results of a survey on the screen: the very figures that stand in its files."""

from collections.abc import Callable, Mapping, Sequence

from aiogram.filters.callback_data import CallbackData

from domain.languages import LANGUAGES
from domain.people import AgeBand, Sex
from domain.summaries.printed import Block, Grid, Line, Printed
from domain.summaries.results import RAW, ResultFile, Results
from domain.summaries.reviews import Reviewing, WordsPage
from domain.surveys.forms import QuestionKind
from domain.surveys.survey import Listed, Survey
from domain.territories import Territory
from domain.topics import Topic
from screens import buttons, names
from screens.screen import Button, Rows, Screen, one_a_row
from screens.surveys import buttons as own
from screens.surveys import names as speech
from screens.surveys import result_buttons as to
from texts import Html, Words, escaped

# Letters of a part of a message: all of them together stay below Telegram's 4096.
MOST_TITLE, MOST_SENTENCE, MOST_LABEL, MOST_LIST, MOST_SAID = 300, 400, 90, 2000, 400
COLUMNS = 4


def called(_: Words, territories: Mapping[str, Territory]) -> dict[str, str]:
    """What the values of traits are called: territories, sexes, ages, languages."""
    return {
        **{code: place.names.in_(_.language) for code, place in territories.items()},
        **{one.value: names.sex(_, one) for one in Sex},
        **{one.value: names.age(_, one) for one in AgeBand},
        **{str(code): name for code, name in names.LANGUAGE_NAMES.items()},
    }


def listing(_: Words, found: Sequence[Listed], page: int, *, more: bool) -> Screen:
    """The surveys that were counted in the territories of one's role."""
    lines = [_("<b>Results of surveys</b>")]
    if not found:
        lines.append(_("No survey has been counted here yet."))
    rows = []
    for one in found:
        where = _.plain("all territories") if one.territory is None else one.territory.names.in_(_.language)
        text = f"📊 {_short(speech.title(_, one.survey), 36)} · {_short(where, 20)}"
        rows.append(Button(text, to.ShowResults(survey=one.survey.id)))
    turn = tuple(
        Button(text, to.ListResults(page=at))
        for text, at, there in (("«", page - 1, page > 0), ("»", page + 1, more))
        if there
    )
    back = Button(_.plain("‹ Back"), buttons.GoTo(screen="surveys"))
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *((turn,) if turn else ()), *one_a_row(back)))


def overview(_: Words, its: Results, printed: Printed) -> Screen:
    """What came out, in a few sentences, with who was reached and how to read it."""
    lines = [*_head(_, printed), *(escaped(_short(one, MOST_SENTENCE)) for one in printed.sentences)]
    if printed.rates:
        rates = [_("{label}: {share}", label=label, share=share) for label, share in printed.rates[:MOST_RATES]]
        lines.append(Html("\n".join((_("<b>Who was reached</b>"), *rates))))
    if its.official and not its.moderates and any(one.kind is QuestionKind.TEXT for one in its.summary.questions):
        lines.append(_("💬 Answers in words: the project's staff look through them first."))
    lines.append(_notes(printed))
    number = its.survey.id
    rows = []
    if printed.blocks:
        rows.append(Button(_.plain("❓ Question by question"), to.ResultQuestion(survey=number, place=0)))
        rows.append(_picture(_, number))
    if its.official:
        rows += _for_officials(_, its, printed)
    back = own.ShowSurvey(survey=number) if its.official else buttons.GoTo(screen="surveys")
    return Screen(Html("\n\n".join(lines)), (*one_a_row(*rows), *one_a_row(Button(_.plain("‹ Back"), back))))


MOST_RATES = 10


def _head(_: Words, printed: Printed) -> list[Html]:
    title = Html(f"📊 <b>{escaped(_short(printed.title, MOST_TITLE))}</b>")
    return [Html(f"{title}\n{escaped(' · '.join(printed.facts))}")]


def _notes(printed: Printed) -> Html:
    return Html("\n".join(f"ℹ️ {escaped(note)}" for note in printed.notes))


def _picture(_: Words, number: int) -> Button:
    button = to.TakeResults(survey=number, file=ResultFile.PICTURE, language=_.language)
    return Button(_.plain("🖼 As a picture"), button)


def _for_officials(_: Words, its: Results, printed: Printed) -> list[Button]:
    number = its.survey.id
    rows = [
        Button(_.plain("📨 As a message to send on"), to.ForwardResults(survey=number, language=_.language)),
        Button(_.plain("📁 As a file"), to.ResultFiles(survey=number)),
    ]
    if printed.method:
        rows.append(Button(_.plain("⚖️ How it was counted"), to.ResultMethod(survey=number)))
    places = {block.name: place for place, block in enumerate(printed.blocks)}
    for name, count in its.listed.items():
        if name in places:
            title = printed.blocks[places[name]].title
            text = _.plain("💬 In words ({number}): {question}", number=count, question=title)
            rows.append(Button(_short(text, 60), to.ResultWords(survey=number, place=places[name], page=0)))
    if its.unread:
        text = _.plain("👀 Look through answers in words: {number}", number=_.number(its.unread))
        rows.append(Button(text, to.ReviewWords(survey=number)))
    if its.looks_after:
        rows.append(Button(_.plain("🔄 Count again with late answers"), to.CountAgain(survey=number)))
    if its.earlier:
        rows.append(Button(_.plain("📈 Beside earlier surveys"), to.CompareSurveys(survey=number, place=0)))
    return rows


def question(_: Words, its: Results, printed: Printed, place: int) -> Screen:
    """What was answered to one question."""
    block = printed.blocks[place]
    lines = [
        Html(f"<b>{place + 1}/{len(printed.blocks)}. {escaped(_short(block.title, MOST_TITLE))}</b>"),
        escaped(block.base),
    ]
    if block.lines:
        lines.append(_listed(_, [_line(_, line) for line in block.lines]))
    if block.said:
        lines.append(_listed(_, [escaped(_short(one, MOST_SAID)) for one in block.said], MOST_LIST // 2))
    lines.append(_first_note(printed))
    number = its.survey.id
    rows = [_turn(place, len(printed.blocks), lambda to_place: to.ResultQuestion(survey=number, place=to_place))]
    rows += one_a_row(
        *(
            Button(f"⤵️ {grid.title}"[:60], to.ResultCross(survey=number, place=place, cross=at, page=0))
            for at, grid in enumerate(block.grids)
        )
    )
    if any(line.count for line in block.lines):
        rows += one_a_row(Button(_.plain("🖼 As a picture"), to.DrawQuestion(survey=number, place=place)))
    return Screen(Html("\n\n".join(lines)), (*(row for row in rows if row), *_back(_, number)))


def _line(_: Words, line: Line) -> Html:
    label = _short(line.label, MOST_LABEL)
    if line.weighted is None:
        return _("• {answer} — {shown}", answer=label, shown=line.shown)
    return _("• {answer} — {shown}; weighted {percent} %", answer=label, shown=line.shown, percent=line.weighted)


def _listed(_: Words, lines: Sequence[Html], most: int = MOST_LIST) -> Html:
    """As many of the lines as fit, and how many more there are."""
    shown: list[Html] = []
    for line in lines:
        if sum(map(len, shown)) + len(line) > most:
            shown.append(_("… and {number} more: they are in the files.", number=len(lines) - len(shown)))
            break
        shown.append(line)
    return Html("\n".join(shown))


def _first_note(printed: Printed) -> Html:
    return Html("\n".join(f"ℹ️ {escaped(note)}" for note in printed.notes[:1]))


def cross(_: Words, its: Results, printed: Printed, place: int, which: int, page: int) -> Screen:
    """A question by a trait: some values of it a page, each with how many of them answered."""
    block = printed.blocks[place]
    grid = block.grids[which]
    columns = range(page * COLUMNS, min(len(grid.heads), (page + 1) * COLUMNS))
    lines = [Html(f"<b>{escaped(_short(block.title, MOST_TITLE))}</b>\n{escaped(grid.title)}")]
    lines += [_column(_, printed, grid, column) for column in columns]
    lines.append(_first_note(printed))
    number, pages = its.survey.id, -(-len(grid.heads) // COLUMNS)
    turn = _turn(page, pages, lambda at: to.ResultCross(survey=number, place=place, cross=which, page=at))
    back = Button(_.plain("‹ Back"), to.ResultQuestion(survey=number, place=place))
    return Screen(Html("\n\n".join(lines)), (*((turn,) if turn else ()), *one_a_row(back)))


def _column(_: Words, printed: Printed, grid: Grid, column: int) -> Html:
    base = grid.bases[column]
    answered = printed.hidden if base is None else _.number(base)
    head = _("<b>{head}</b>, answered: {number}", head=_short(grid.heads[column], MOST_LABEL), number=answered)
    cells = []
    for label, counts, percents in grid.rows:
        shown = _cell(_, printed, counts[column], percents[column])
        cells.append(_("• {answer} — {shown}", answer=_short(label, MOST_LABEL), shown=shown))
    return Html(f"{head}\n{_listed(_, cells, MOST_LIST // COLUMNS)}")


def _cell(_: Words, printed: Printed, count: int | None, percent: int | None) -> str:
    if count is None:
        return printed.hidden
    if percent is None:
        return _.number(count)
    return _.plain("{percent} %, {count}", percent=percent, count=_.number(count))


def _turn(place: int, number: int, button: Callable[[int], CallbackData]) -> tuple[Button, ...]:
    return tuple(Button(text, button(at)) for text, at in (("«", place - 1), ("»", place + 1)) if 0 <= at < number)


def _back(_: Words, number: int) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), to.ShowResults(survey=number)))


def method(_: Words, its: Results, printed: Printed) -> Screen:
    """How to read the figures, and how they were made."""
    notes = [escaped(_short(note, MOST_SENTENCE)) for note in (*printed.notes, *printed.method)]
    if printed.outcomes:
        lines = [_("{label}: {share}", label=label, share=share) for label, share in printed.outcomes]
        notes.append(Html("\n".join((_("<b>What became of those invited</b>"), *lines))))
    text = Html("\n\n".join((_("<b>How it was counted</b>"), *notes)))
    return Screen(text, _back(_, its.survey.id))


def files(_: Words, its: Results, *, spss: bool) -> Screen:
    """The files that can be had, each in three languages."""
    in_short = {"kk": _.plain("kaz"), "ru": _.plain("rus"), "en": _.plain("eng")}
    lines = [
        _("<b>The results as a file</b>"),
        _("PDF: two pages to print and take along. XLSX: all tables, with charts. Picture: to send on in a chat."),
    ]
    kinds = [ResultFile.PAGE, ResultFile.BOOK, ResultFile.PICTURE]
    if its.raw:
        kinds += [one for one in ResultFile if one in RAW and (spss or one is not ResultFile.SPSS)]
        lines.append(
            _(
                "CSV and SPSS hold the answers themselves, a row for each, without names; so does XLSX for you. "
                "Answers in words are in it once somebody let them through. Do not send these files on."
            )
        )
    lines.append(_("Each file that you take is written into the log."))
    rows = tuple(
        tuple(
            Button(
                f"{_file_name(_, kind)} · {in_short[code]}",
                to.TakeResults(survey=its.survey.id, file=kind, language=code),
            )
            for code in LANGUAGES
        )
        for kind in kinds
    )
    return Screen(Html("\n\n".join(lines)), (*rows, *_back(_, its.survey.id)))


def _file_name(_: Words, which: ResultFile) -> str:
    return {
        ResultFile.PICTURE: _.plain("Picture"),
        ResultFile.PAGE: "PDF",
        ResultFile.BOOK: "XLSX",
        ResultFile.CODES: _.plain("CSV codes"),
        ResultFile.LABELS: _.plain("CSV words"),
        ResultFile.SPSS: "SPSS",
    }[which]


def ready(_: Words, printed: Printed) -> Html:
    """What stands under a file."""
    lines = [Html(f"📊 <b>{escaped(_short(printed.title, MOST_TITLE))}</b>"), escaped(" · ".join(printed.facts))]
    return Html("\n".join((*lines, _first_note(printed))))


def making(_: Words, job: int, done: int, rows: int) -> Screen:
    """A large file is being made."""
    text = _("⏳ I am making the file. Rows done: {done} of {rows}.", done=_.number(done), rows=_.number(rows))
    return Screen(text, one_a_row(Button(_.plain("✖️ Stop"), to.StopFile(job=job))))


def made(_: Words, survey: int) -> Screen:
    """The large file was sent."""
    return Screen(_("✅ The file is here."), _back(_, survey))


def stopped(_: Words, survey: int) -> Screen:
    """The making of a file was stopped."""
    return Screen(_("The file was not made: it was stopped."), _back(_, survey))


def failed(_: Words, survey: int) -> Screen:
    """A file could not be made."""
    return Screen(_("The file could not be made. Please try once more."), _back(_, survey))


def too_big(_: Words, survey: int) -> Screen:
    """A file is larger than Telegram takes."""
    text = _("The file is larger than Telegram takes. Who runs the bot can make it on the server.")
    return Screen(text, _back(_, survey))


def forwarded(_: Words, printed: Printed) -> Html:
    """The results as a message that can be sent on."""
    lines = [*_head(_, printed), *(escaped(_short(one, MOST_SENTENCE)) for one in printed.sentences)]
    return Html("\n\n".join((*lines, _notes(printed))))


# Words


def words(_: Words, found: WordsPage, place: int) -> Screen:
    """A page of answers in words that were let through."""
    survey = found.survey
    title = found.question.name if found.question.label is None else speech.said(_, survey, found.question.label)
    lines = [Html(f"<b>{escaped(_short(title, MOST_TITLE))}</b>")]
    lines += [Html(f"💬 {escaped(_short(one, MOST_WORDS))}") for one in found.answers]
    turn = tuple(
        Button(text, to.ResultWords(survey=survey.id, place=place, page=at))
        for text, at, there in (("«", found.page - 1, found.page > 0), ("»", found.page + 1, found.more))
        if there
    )
    return Screen(Html("\n\n".join(lines)), (*((turn,) if turn else ()), *_back(_, survey.id)))


MOST_WORDS = 380


def review(_: Words, found: Reviewing) -> Screen:
    """An answer in words, to be let through or left out."""
    survey, one = found.survey, found.one
    if one is None or found.question is None:
        return Screen(_("Every answer in words has been looked at."), _back(_, survey.id))
    title = one.question if found.question.label is None else speech.said(_, survey, found.question.label)
    text = _(
        "<b>{question}</b>\n\n💬 {words}\n\nStill to be looked at: {number}.\n\n"
        "Leave out what insults, or tells who somebody is: a name, a telephone, an address, an illness.",
        question=_short(title, MOST_TITLE),
        words=_short(one.words, MOST_LIST),
        number=_.number(found.left),
    )
    deeds = (
        Button(_.plain("✅ Let through"), to.DecideWords(survey=survey.id, mark=one.mark, through=True)),
        Button(_.plain("🚫 Leave out"), to.DecideWords(survey=survey.id, mark=one.mark, through=False)),
    )
    return Screen(text, (deeds, *_back(_, survey.id)))


# What comes unasked


def told(_: Words, survey: Survey, printed: Printed) -> Screen:
    """A survey was counted: for those who answered it."""
    title = _short(printed.title, MOST_TITLE)
    lines = [
        _("📊 You answered this survey; here is what came out: <b>{title}</b>", title=title),
        escaped(" · ".join(printed.facts)),
        *(escaped(_short(one, MOST_SENTENCE)) for one in printed.sentences),
        _first_note(printed),
    ]
    rows = one_a_row(
        *([_picture(_, survey.id)] if any(_is_drawn(block) for block in printed.blocks) else []),
        Button(_.plain("📊 All results"), to.ShowResults(survey=survey.id)),
        Button(_.plain("Fewer of these"), buttons.ShowTopic(topic=Topic.SURVEYS)),
    )
    return Screen(Html("\n\n".join(lines)), rows)


def _is_drawn(block: Block) -> bool:
    return any(line.count for line in block.lines)


def told_line(_: Words, survey: Survey) -> Html:
    """The same in one line."""
    return _("📊 What came out of a survey that you answered: {title}", title=speech.title(_, survey))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
