"""What the buttons of issues are called and carry, for `test_buttons`: the same three tables as there."""

from aiogram.filters.callback_data import CallbackData

from domain.issues.duties import Deed, Why
from domain.issues.issue import AREAS, Setting
from domain.issues.moderation import Look, Pile
from domain.issues.report import Order, Part, Shelf
from domain.issues.states import Desk, Privacy
from domain.roles import Area
from screens.issues import buttons
from tests.screens.samples import BIG

CODE = "9" * 16

PINNED = {
    "isar1": ("ChooseArea", "issue", "area"),
    "iscat1": ("ChooseCategory", "issue", "category"),
    "isrep1": ("OpenReport", "issue", "step"),
    "isclr1": ("ClearPart", "issue", "part"),
    "ispri1": ("ChoosePrivacy", "issue", "privacy"),
    "isnam1": ("SignReport", "issue", "on"),
    "issnd1": ("SendReport", "issue", "version", "sure"),
    "isjn1": ("JoinIssue", "report", "issue"),
    "isl1": ("ListIssues", "code", "area", "shelf", "order", "page"),
    "isln1": ("NarrowIssues", "code", "area", "shelf", "order", "by"),
    "iss1": ("ShowIssue", "issue"),
    "issup1": ("SupportIssue", "issue", "on"),
    "isfol1": ("FollowIssue", "issue", "on"),
    "isp1": ("OpenIssue", "issue", "part"),
    "ispair1": ("ComparePairs", "area"),
    "ispick1": ("ChooseOfPair", "first", "second", "chosen"),
    "isprio1": ("ShowPriorities", "code", "area"),
    "iscnt1": ("CountIssues", "code", "area", "period"),
    "iscch1": ("ChooseCounted", "what", "code", "area", "period"),
    "iscfl1": ("TakeCounts", "form", "code", "area", "period"),
    "isdk1": ("DeskIssue", "issue"),
    "isdo1": ("DoDeed", "issue", "version", "deed"),
    "ison1": ("SendOn", "issue", "version", "desk"),
    "isrsn1": ("GiveReason", "issue", "version", "deed", "why"),
    "ismrg1": ("MergeInto", "issue", "version", "into"),
    "isund1": ("TakeBackStep", "issue", "step"),
    "ismor1": ("SayMore", "issue", "step", "what"),
    "isdon1": ("DoneOn", "issue", "step", "days_ago"),
    "isprm1": ("PromiseDay", "issue", "version", "months"),
    "isq1": ("OpenPile", "pile", "page"),
    "isjdg1": ("JudgeSolved", "issue", "round", "solved"),
    "islk1": ("OpenLook", "look", "page"),
    "isask1": ("AskStaff", "issue"),
    "isban1": ("BanFor", "issue", "days", "why"),
    "isbns1": ("ListBans", "page"),
    "islft1": ("LiftBan", "ban"),
    "isww1": ("WatchWords", "page"),
    "iswd1": ("DropWord", "mark", "page"),
    "isset1": ("IssueRules", "code", "setting"),
    "isarr1": ("ArrangeIssues", "code", "setting", "value"),
    "ismca1": ("ManageCategories", "area"),
    "isco1": ("EditCategory", "category"),
    "iscr1": ("RenameCategory", "category"),
    "iscx1": ("RetireCategory", "category", "retired"),
    "iscn1": ("AddCategory", "area"),
}
WRITTEN: dict[str, CallbackData] = {
    "isar1:0:social": buttons.ChooseArea(issue=0, area=Area.SOCIAL),
    "iscat1:0:7": buttons.ChooseCategory(issue=0, category=7),
    "isrep1:7:say": buttons.OpenReport(issue=7, step=buttons.ReportStep.SAY),
    "isclr1:7:photo": buttons.ClearPart(issue=7, part=Part.PHOTO),
    "ispri1:7:open": buttons.ChoosePrivacy(issue=7, privacy=Privacy.OPEN),
    "isnam1:7:1": buttons.SignReport(issue=7, on=True),
    "issnd1:7:3:0": buttons.SendReport(issue=7, version=3, sure=False),
    "isjn1:7:9": buttons.JoinIssue(report=7, issue=9),
    "isl1::social:waiting:support:0": buttons.ListIssues(
        code="", area=Area.SOCIAL, shelf=Shelf.WAITING, order=Order.SUPPORT, page=0
    ),
    "isln1:355243000::all:date:area": buttons.NarrowIssues(
        code="355243000", area=None, shelf=Shelf.ALL, order=Order.DATE, by=buttons.Narrowed.AREA
    ),
    "iss1:7": buttons.ShowIssue(issue=7),
    "issup1:7:1": buttons.SupportIssue(issue=7, on=True),
    "isfol1:7:0": buttons.FollowIssue(issue=7, on=False),
    "isp1:7:files": buttons.OpenIssue(issue=7, part=buttons.IssuePart.FILES),
    "ispair1:social": buttons.ComparePairs(area=Area.SOCIAL),
    "ispick1:7:9:0": buttons.ChooseOfPair(first=7, second=9, chosen=0),
    "isprio1::social": buttons.ShowPriorities(code="", area=Area.SOCIAL),
    "iscnt1:::": buttons.CountIssues(code="", area=None, period=""),
    "iscch1:area:355243000:social:2018": buttons.ChooseCounted(
        what="area", code="355243000", area=Area.SOCIAL, period="2018"
    ),
    "iscfl1:table:::": buttons.TakeCounts(form="table", code="", area=None, period=""),
    "isdk1:7": buttons.DeskIssue(issue=7),
    "isdo1:7:3:rev": buttons.DoDeed(issue=7, version=3, deed=Deed.REVIEW),
    "ison1:7:3:rayon": buttons.SendOn(issue=7, version=3, desk=Desk.RAYON),
    "isrsn1:7:3:no:money": buttons.GiveReason(issue=7, version=3, deed=Deed.DECLINE, why=Why.NO_MONEY),
    "ismrg1:7:3:9": buttons.MergeInto(issue=7, version=3, into=9),
    "isund1:7:9": buttons.TakeBackStep(issue=7, step=9),
    "ismor1:7:9:people": buttons.SayMore(issue=7, step=9, what=buttons.More.REACHED),
    "isdon1:7:9:1": buttons.DoneOn(issue=7, step=9, days_ago=1),
    "isprm1:7:3:6": buttons.PromiseDay(issue=7, version=3, months=6),
    "isq1:late:0": buttons.OpenPile(pile=Pile.OVERDUE, page=0),
    "isjdg1:7:1:0": buttons.JudgeSolved(issue=7, round=1, solved=False),
    "islk1:held:2": buttons.OpenLook(look=Look.HELD, page=2),
    "isask1:7": buttons.AskStaff(issue=7),
    "isban1:7:30:": buttons.BanFor(issue=7, days=30, why=None),
    "isbns1:0": buttons.ListBans(page=0),
    "islft1:7": buttons.LiftBan(ban=7),
    "isww1:1": buttons.WatchWords(page=1),
    "iswd1:4294967295:0": buttons.DropWord(mark=4294967295, page=0),
    "isset1:355243000:": buttons.IssueRules(code="355243000", setting=None),
    "isarr1:355243000:issue_ask_days:28": buttons.ArrangeIssues(code="355243000", setting=Setting.ASK_DAYS, value=28),
    "ismca1:social": buttons.ManageCategories(area=Area.SOCIAL),
    "isco1:7": buttons.EditCategory(category=7),
    "iscr1:7": buttons.RenameCategory(category=7),
    "iscx1:7:1": buttons.RetireCategory(category=7, retired=True),
    "iscn1:social": buttons.AddCategory(area=Area.SOCIAL),
}
LONGEST: list[CallbackData] = [
    *(buttons.ChooseArea(issue=BIG, area=area) for area in AREAS),
    buttons.ChooseCategory(issue=BIG, category=BIG),
    *(buttons.OpenReport(issue=BIG, step=step) for step in buttons.ReportStep),
    *(buttons.ClearPart(issue=BIG, part=part) for part in Part),
    *(buttons.ChoosePrivacy(issue=BIG, privacy=privacy) for privacy in Privacy),
    buttons.SignReport(issue=BIG, on=True),
    buttons.SendReport(issue=BIG, version=999_999, sure=True),
    buttons.JoinIssue(report=BIG, issue=BIG),
    *(
        buttons.ListIssues(code=CODE, area=area, shelf=shelf, order=Order.SUPPORT, page=999_999)
        for area in (None, *AREAS)
        for shelf in Shelf
    ),
    *(
        buttons.NarrowIssues(code=CODE, area=area, shelf=Shelf.DECLINED, order=Order.SUPPORT, by=buttons.Narrowed.SHELF)
        for area in (None, *AREAS)
    ),
    buttons.ShowIssue(issue=BIG),
    buttons.SupportIssue(issue=BIG, on=True),
    buttons.FollowIssue(issue=BIG, on=True),
    *(buttons.OpenIssue(issue=BIG, part=part) for part in buttons.IssuePart),
    *(buttons.ComparePairs(area=area) for area in AREAS),
    buttons.ChooseOfPair(first=BIG, second=BIG, chosen=BIG),
    *(buttons.ShowPriorities(code=CODE, area=area) for area in AREAS),
    *(buttons.CountIssues(code=CODE, area=area, period="2018") for area in (None, *AREAS)),
    *(buttons.ChooseCounted(what="period", code=CODE, area=area, period="2018") for area in (None, *AREAS)),
    *(buttons.TakeCounts(form="picture", code=CODE, area=area, period="2018") for area in (None, *AREAS)),
    buttons.DeskIssue(issue=BIG),
    *(buttons.DoDeed(issue=BIG, version=999_999, deed=deed) for deed in Deed),
    *(buttons.SendOn(issue=BIG, version=999_999, desk=desk) for desk in Desk),
    *(buttons.GiveReason(issue=BIG, version=999_999, deed=Deed.SOLVE, why=why) for why in Why),
    buttons.MergeInto(issue=BIG, version=999_999, into=BIG),
    buttons.TakeBackStep(issue=BIG, step=BIG),
    *(buttons.SayMore(issue=BIG, step=BIG, what=what) for what in buttons.More),
    buttons.DoneOn(issue=BIG, step=BIG, days_ago=999_999),
    buttons.PromiseDay(issue=BIG, version=999_999, months=999_999),
    *(buttons.OpenPile(pile=pile, page=999_999) for pile in Pile),
    buttons.JudgeSolved(issue=BIG, round=999_999, solved=True),
    *(buttons.OpenLook(look=look, page=999_999) for look in Look),
    buttons.AskStaff(issue=BIG),
    *(buttons.BanFor(issue=BIG, days=999_999, why=why) for why in (None, *Why)),
    buttons.ListBans(page=999_999),
    buttons.LiftBan(ban=BIG),
    buttons.WatchWords(page=999_999),
    buttons.DropWord(mark=BIG, page=999_999),
    *(buttons.IssueRules(code=CODE, setting=setting) for setting in (None, *Setting)),
    *(buttons.ArrangeIssues(code=CODE, setting=setting, value=999_999) for setting in Setting),
    *(buttons.ManageCategories(area=area) for area in AREAS),
    buttons.EditCategory(category=BIG),
    buttons.RenameCategory(category=BIG),
    buttons.RetireCategory(category=BIG, retired=True),
    *(buttons.AddCategory(area=area) for area in AREAS),
]
