"""Choosing the territories of a call in the tree."""

from domain.competitions.calls import Call, CallPart, CallState, CallTree, Mark
from domain.territories import Level, Territory
from screens import buttons, names
from screens.screen import Button, Rows, Screen
from texts import Html, Words

PAGE = 8
MARKS = {Mark.CHOSEN: "✅", Mark.INSIDE: "☑️", Mark.PARTLY: "➖", Mark.NO: "◽"}


def tree(_: Words, shown: CallTree, page: int = 0) -> Screen:
    """A part of the tree: a press on a name lets it take part or not, the row below looks inside."""
    call, branch = shown.call, shown.branch
    here = branch.chain[-1] if branch.chain else None
    children = sorted(branch.children, key=lambda child: _.order(child.names.in_(_.language)))
    page = max(0, min(page, (len(children) - 1) // PAGE))
    # Two buttons beside each other would break a name into three lines on a narrow phone.
    rows = [row for child in children[page * PAGE : (page + 1) * PAGE] for row in _in_tree(_, shown, child, page)]
    if here is not None:
        rows.insert(0, (_toggle(_, shown, here, page, whole=True),))
    rows.extend(_turn(_, call, "" if here is None else here.code, page, len(children)))
    rows.append(_out(_, shown))
    lines = [
        _("For which territories is it? ✅ chosen, ☑️ inside a chosen one, ➖ in part. Press ↳ to see what lies inside.")
    ]
    if branch.chain:
        lines.append(_("You look inside: {way}", way=names.way(_, branch.chain)))
    return Screen(Html("\n\n".join(lines)), tuple(rows))


def _in_tree(_: Words, shown: CallTree, child: Territory, page: int) -> Rows:
    toggle = _toggle(_, shown, child, page)
    if child.level is Level.OKRUG:
        return ((toggle,),)
    inside = f"↳ {child.names.in_(_.language)} ›"
    return ((toggle,), (Button(inside, buttons.CallTree(call=shown.call.id, code=child.code, page=0)),))


def _toggle(_: Words, shown: CallTree, one: Territory, page: int, *, whole: bool = False) -> Button:
    stands, name = shown.marks[one.code], one.names.in_(_.language)
    text = _.plain("All of {name}").format(name=name) if whole else name
    does = buttons.CallTerritory(
        call=shown.call.id,
        version=shown.call.version,
        code=one.code,
        chosen=stands is not Mark.CHOSEN,
        here=whole,
        page=page,
    )
    return Button(f"{MARKS[stands]} {text}", does)


def _turn(_: Words, call: Call, code: str, page: int, count: int) -> Rows:
    last = (count - 1) // PAGE
    turns = []
    if page > 0:
        turns.append(Button("«", buttons.CallTree(call=call.id, code=code, page=page - 1)))
    if page < last:
        turns.append(Button("»", buttons.CallTree(call=call.id, code=code, page=page + 1)))
    return (tuple(turns),) if turns else ()


def _out(_: Words, shown: CallTree) -> tuple[Button, ...]:
    call, chain = shown.call, shown.branch.chain
    out = []
    if chain:
        out.append(Button(_.plain("‹ Back"), buttons.CallTree(call=call.id, code=shown.above or "", page=0)))
    following = call.next_empty(CallPart.TERRITORIES) if call.state is CallState.DRAFT else None
    on = buttons.EditCall(call=call.id) if following is None else buttons.FillCall(call=call.id, part=following)
    return (*out, Button(_.plain("Done ›"), on))
