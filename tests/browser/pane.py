"""People before the page: `aigul = pane(page, "Aigul")`, `await aigul.says("/start")`, `await aigul.sees("…")`.

Nothing here depends on the language of the page.
"""

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import FilePayload, Locator, Page, expect

OpenPage = Callable[..., Awaitable[Page]]
"""Opens the page: `await open_page("/#101", width=360, height=740, locale="kk-KZ", color_scheme="dark")`."""


class Pane:
    """One person's chat on the page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.root = page.get_by_role("region", name=name)
        self.log = self.root.get_by_role("log")
        self.field = self.root.locator(".composer textarea")
        self.toast = self.root.get_by_role("status")
        self.alert = self.root.get_by_role("alertdialog")

    def bubble(self, text: str) -> Locator:
        """The last bubble with this text in it."""
        return self.log.locator(".message", has_text=text).last

    def button(self, label: str | re.Pattern[str]) -> Locator:
        """The last button of a keyboard, under a message or under the composer, that is labelled so."""
        words = self.page.get_by_text(label, exact=isinstance(label, str))
        return self.root.locator("button.key", has=words).last

    async def starts(self) -> None:
        """Press START, of a new chat or of one that was blocked."""
        await self.root.locator(".big").click()
        await expect(self.field).to_be_visible()

    async def says(self, text: str) -> None:
        """Write a text and press Enter."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def presses(self, label: str | re.Pattern[str]) -> None:
        """Press a button of a keyboard and wait until the bot has answered the press."""
        await self.button(label).click()
        await expect(self.root.locator("button[aria-busy=true]")).to_have_count(0)

    async def sees(self, *texts: str) -> None:
        """Check that each text stands in the chat."""
        for text in texts:
            await expect(self.log.get_by_text(text).last).to_be_visible()

    async def sees_no(self, *texts: str) -> None:
        """Check that none of the texts stands in the chat."""
        for text in texts:
            await expect(self.log.get_by_text(text)).to_have_count(0)

    async def sees_buttons(self, *labels: str) -> None:
        """Check that the buttons can be pressed now."""
        for label in labels:
            await expect(self.button(label)).to_be_visible()

    async def is_told(self, text: str) -> None:
        """Check the toast that an answered press shows."""
        await expect(self.toast).to_contain_text(text)

    async def is_warned(self, text: str) -> None:
        """Check the alert that an answered press shows, and close it."""
        await expect(self.alert).to_contain_text(text)
        await self.alert.get_by_role("button").click()
        await expect(self.alert).to_have_count(0)

    async def edits_last(self, text: str) -> None:
        """Edit the last message of one's own."""
        await self.field.press("ArrowUp")
        await self.says(text)

    async def chooses(self, item: str, menu: str = ".pane-head [aria-haspopup]") -> None:
        """Choose an item of the pane's menu by its key in `i18n.js`."""
        await self.root.locator(menu).click()
        await self.page.locator(f".menu [data-item={item}]").click()

    async def attaches(self, item: str) -> None:
        """Choose what to send besides text: testPhoto, testVoice, location, ownContact…"""
        await self.chooses(item, ".composer [aria-haspopup]")

    async def sends_file(self, kind: str, *files: FilePayload) -> None:
        """Send files from the disk: photo, document, voiceFile, audio, video."""
        async with self.page.expect_file_chooser() as chooser:
            await self.attaches(kind)
        await (await chooser.value).set_files(list(files))

    async def confirms(self, **values: str) -> None:
        """Fill the fields of the question that is open and agree."""
        dialog = self.page.locator("dialog")
        for name, value in values.items():
            await dialog.locator(f"[name={name}]").fill(value)
        await dialog.locator("footer .main").click()
        await expect(dialog).to_have_count(0)

    async def opens_link(self, link: str) -> None:
        """Open a deep link of the bot, or its payload alone."""
        await self.chooses("deepLink")
        await self.confirms(link=link)


def pane(page: Page, name: str) -> Pane:
    """Return the pane of the person with this name."""
    return Pane(page, name)
