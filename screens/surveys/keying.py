"""Keying a form: the screens of a chat's questions, whose buttons are those of the form."""

from dataclasses import replace

from domain.people import AgeBand, Sex
from domain.surveys.keying import INTERVIEWS, KeyDeed, KeySeat, KeyStage, shown_code
from domain.surveys.paper import KEYED_MODES
from domain.surveys.survey import Mode, Survey
from screens import names
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from screens.surveys import ask
from screens.surveys import buttons as chat
from screens.surveys import names as speech
from screens.surveys import paper_buttons as own
from screens.surveys.buttons import StepKind
from screens.surveys.paper import number_of, to_desk
from screens.surveys.paper_troubles import ask_again
from texts import Html, Words, escaped

OKRUGS_SHOWN = 20
EXAMPLE = "483920177571"
_STEPS = {
    StepKind.DONE: KeyDeed.DONE,
    StepKind.BACK: KeyDeed.BACK,
    StepKind.SKIP: KeyDeed.SKIP,
    StepKind.CLEAR: KeyDeed.CLEAR,
    StepKind.STOP: KeyDeed.STOP,
}


def wanted(_: Words, survey: Survey, done: KeySeat | None = None, trouble: str | None = None) -> Screen:
    """Ask for the code of a form; `done` is the one that was just keyed."""
    lines = [Html(f"⚠️ {trouble}") if trouble else Html(""), *([] if done is None else _done(_, done))]
    lines.append(speech.heading(_, survey))
    lines.append(
        _(
            "⌨️ Write the number of the next form, or its code: for example 12, or {code}\n\n"
            "For somebody on the telephone, or who speaks at a meeting, take a new number below.",
            code=shown_code(EXAMPLE),
        )
    )
    rows = one_a_row(
        *(Button(_interview(_, mode), own.KeyInterview(survey=survey.id, mode=mode)) for mode in INTERVIEWS)
    )
    return Screen(_joined(lines), (*rows, *to_desk(_, survey)))


def _interview(_: Words, mode: Mode) -> str:
    return _.plain("📞 By telephone: a new number") if mode is Mode.PHONE else _.plain("🗣 At a meeting: a new number")


def _done(_: Words, done: KeySeat) -> list[Html]:
    keyed = _.number(done.keyed)
    if done.keying:
        return [_("✅ Keyed a second time: {form}.", form=number_of(_, done.form))]
    lines = [_("✅ Keyed: {form}. Keyed so far: {number}", form=number_of(_, done.form), number=keyed)]
    if done.mode in INTERVIEWS:
        code = shown_code(done.form.code)
        lines.append(_("Their code is {code}. Tell it to them: with it nobody is counted twice.", code=code))
    if done.twice:
        lines.append(_("🔍 This one is among the tenth that a colleague keys a second time."))
    return lines


def compare(_: Words, done: KeySeat) -> Screen:
    """A form was keyed a second time."""
    does = own.CompareForm(survey=done.survey.id, serial=done.form.serial)
    screen = wanted(_, done.survey, done)
    return Screen(screen.text, (*one_a_row(Button(_.plain("🔍 What differs"), does)), *screen.rows))


def mode(_: Words, seat: KeySeat) -> Screen:
    """How the answers of a form came."""
    at = (seat.survey.id, seat.form.serial, seat.keying)
    begins = {
        one: own.BeginForm(survey=at[0], serial=at[1], keying=at[2], mode=one)
        for one in ((seat.mode or Mode.PAPER,) if seat.keying else KEYED_MODES)
    }
    if seat.keying:
        text = _("You key this form a second time, from the paper alone. What the first keying says is not shown.")
        rows = one_a_row(*(Button(_.plain("▶️ Begin"), does) for does in begins.values()))
        return Screen(_joined([_heading(_, seat), text]), (*rows, *to_desk(_, seat.survey)))
    called = {
        Mode.PAPER: _.plain("📄 On paper"),
        Mode.PHONE: _.plain("📞 By telephone"),
        Mode.MEETING: _.plain("🗣 At a meeting"),
    }
    rows = one_a_row(*(Button(called[one], does) for one, does in begins.items()))
    myself = chat.AboutSurvey(survey=seat.survey.id, code=seat.form.code)
    mine = Button(_.plain("🙋 It is mine: I answer in this chat"), myself)
    text = _("How did these answers come?")
    return Screen(_joined([_heading(_, seat), text]), (*rows, (mine,), *to_desk(_, seat.survey)))


def trait(_: Words, seat: KeySeat, page: int = 0) -> Screen:
    """Okrug, sex or age of who filled the form in."""
    untold = _trait(seat, _.plain("It does not say"), "")
    if seat.stage is KeyStage.OKRUG:
        return _okrug(_, seat, page)
    if seat.stage is KeyStage.SEX:
        text = _("A woman or a man?")
        rows = one_a_row(*(_trait(seat, names.sex(_, one), one) for one in (Sex.WOMAN, Sex.MAN)), untold)
    else:
        text = _("What age?")
        bands = [one for one in AgeBand if one is not AgeBand.SKIPPED]
        if not seat.survey.options.minors:
            bands.remove(AgeBand.UNDER_18)
        rows = (*in_columns([_trait(seat, names.age(_, one), one) for one in bands], 2), (untold,))
    return Screen(_joined([_heading(_, seat), text]), (*rows, *_anew(_, seat), *_stop(_, seat)))


def _okrug(_: Words, seat: KeySeat, page: int) -> Screen:
    in_order = sorted(seat.okrugs, key=lambda one: _.order(one.names.in_(_.language)))
    last = max(len(in_order) - 1, 0) // OKRUGS_SHOWN
    page = min(page, last)
    shown = in_order[page * OKRUGS_SHOWN : (page + 1) * OKRUGS_SHOWN]
    turn = tuple(
        Button(text, own.TurnOkrugs(survey=seat.survey.id, serial=seat.form.serial, keying=seat.keying, page=to))
        for text, to in (("«", page - 1), ("»", page + 1))
        if 0 <= to <= last
    )
    rows = one_a_row(*(_trait(seat, one.names.in_(_.language), one.code) for one in shown))
    text = _("In which okrug does the person live?")
    turns = (turn,) if turn else ()
    return Screen(_joined([_heading(_, seat), text]), (*rows, *turns, *_anew(_, seat), *_stop(_, seat)))


def _trait(seat: KeySeat, text: str, value: str) -> Button:
    does = own.KeyTrait(
        survey=seat.survey.id,
        serial=seat.form.serial,
        keying=seat.keying,
        turn=seat.turn,
        stage=seat.stage,
        value=value,
    )
    return Button(text[:60], does)


def question(_: Words, seat: KeySeat, page: int = 0) -> Screen:
    """A question of the form as a chat asks it."""
    asked = seat.seat
    if asked is None:
        raise ValueError("there is no question")
    # Who keys has no voice to send: an anonymous survey asks for none either.
    screen = ask.question(_, replace(asked, survey=replace(asked.survey, anonymous=True), keyed=True), page)
    rows = [tuple(keyed for button in row if (keyed := _keyed(seat, button))) for row in screen.rows]
    lines = [_heading(_, seat), screen.text]
    if asked.asked is not None and asked.asked.trouble == "constraint":
        lines.append(escaped(ask_again(_, may_skip=asked.asked.may_skip)))
    return Screen(_joined(lines), tuple(row for row in rows if row))


def _keyed(seat: KeySeat, button: Button) -> Button | None:
    does = button.does
    if isinstance(does, chat.PickChoice):
        return Button(button.text, _deed(seat, KeyDeed.PICK, does.choice))
    if isinstance(does, chat.TickChoice):
        return Button(button.text, _deed(seat, KeyDeed.TICK if does.on else KeyDeed.UNTICK, does.choice))
    if isinstance(does, chat.RankChoice):
        return Button(button.text, _deed(seat, KeyDeed.RANK, does.choice, does.place))
    if isinstance(does, chat.TurnPage):
        return Button(button.text, _deed(seat, KeyDeed.PAGE, does.page))
    if isinstance(does, chat.TakeStep):
        return Button(button.text, _deed(seat, _STEPS[does.step]))
    return None


def _deed(seat: KeySeat, deed: KeyDeed, choice: int = 0, place: int = 0) -> own.KeyAnswer:
    return own.KeyAnswer(
        survey=seat.survey.id,
        serial=seat.form.serial,
        keying=seat.keying,
        turn=seat.turn,
        deed=deed,
        choice=choice,
        place=place,
    )


def stopped(_: Words, seat: KeySeat) -> Screen:
    """What was keyed so far is kept."""
    text = _(
        "⏸ What is keyed is kept, and not counted yet. You or a colleague can go on with the code: {code}",
        code=shown_code(seat.form.code),
    )
    does = own.OpenForm(survey=seat.survey.id, serial=seat.form.serial, keying=seat.keying)
    go_on = Button(_.plain("▶️ Go on"), does)
    return Screen(_joined([_heading(_, seat), text]), (*one_a_row(go_on), *_anew(_, seat), *to_desk(_, seat.survey)))


def _anew(_: Words, seat: KeySeat) -> Rows:
    return one_a_row(Button(_.plain("↺ This form anew"), _deed(seat, KeyDeed.ANEW)))


def _stop(_: Words, seat: KeySeat) -> Rows:
    return one_a_row(Button(_.plain("⏸ Stop, go on later"), _deed(seat, KeyDeed.STOP)))


def _heading(_: Words, seat: KeySeat) -> Html:
    code = shown_code(seat.form.code)
    return _("📄 <b>{form}</b> · {code}", form=number_of(_, seat.form), code=code)


def _joined(lines: list[Html]) -> Html:
    return Html("\n\n".join(line for line in lines if line))
