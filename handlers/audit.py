"""Reading the log of officials' acts."""

import asyncio

from actions import audit as actions
from handlers.visit import Document, Reply, Routes, Shown, Visit
from reports import audit as report
from screens import audit as screens
from screens import buttons


async def newest(visit: Visit) -> Shown:
    """The newest acts."""
    return screens.page(visit.words, await actions.read(visit.ctx), visit.ctx.shared.zone)


async def older(visit: Visit, button: buttons.ReadAudit) -> Shown:
    """The acts before one."""
    return screens.page(visit.words, await actions.read(visit.ctx, button.before or None), visit.ctx.shared.zone)


async def download(visit: Visit) -> Shown:
    """Every act as a table."""
    acts = await actions.download(visit.ctx)
    content = await asyncio.to_thread(report.audit_csv, acts, visit.ctx.shared.zone)
    return Reply(document=Document(report.FILE_NAME, content, screens.downloaded(visit.words)))


ROUTES = Routes(
    presses={buttons.ReadAudit: older},
    screens={"audit": newest, "audit_file": download},
    commands={"log": newest},
)
