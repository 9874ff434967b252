"""A real Chromium before the sandbox's page, and a bot whose lines the test speaks."""

import os
import shutil
from collections.abc import AsyncIterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, BrowserContext, Page, Request, async_playwright
from pytest_asyncio import is_async_test

from sandbox.server import Sandbox
from tests.browser.bot import Bot
from tests.browser.pane import OpenPage

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 5_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser tests in one event loop, as one browser serves them all."""
    marker = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if is_async_test(item) and "browser" in item.path.parts:
            item.add_marker(marker, append=False)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; without one the tests are skipped, but never in CI."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is not None:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("There is no chromium: apt-get install chromium, or name it in CHROMIUM.")
    pytest.skip("no chromium here")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One browser for all tests; each opens contexts of its own in it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def telegram() -> AsyncIterator[Sandbox]:
    """A sandbox of the test's own."""
    async with Sandbox() as sandbox:
        yield sandbox


@pytest_asyncio.fixture(loop_scope="session")
async def bot(telegram: Sandbox) -> AsyncIterator[Bot]:
    """The bot of this sandbox."""
    async with ClientSession() as session:
        yield Bot(session, telegram)


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, telegram: Sandbox) -> AsyncIterator[OpenPage]:
    """Opens the page as a browser of some size, language and colour; at the end nothing may have gone wrong in it."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def watch(request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != urlsplit(telegram.url).netloc:
            wrong.append(f"left this machine: {request.url}")

    async def open_page(
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 800,
        locale: str = "en-GB",
        color_scheme: Literal["light", "dark"] = "light",
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            color_scheme=color_scheme,
            timezone_id="Asia/Almaty",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("request", watch)
        page.on("pageerror", lambda error: wrong.append(f"{error.message}\n{error.stack}"))
        page.on("dialog", lambda dialog: wrong.append(f"a dialog of the browser: {dialog.message}"))
        await page.goto(telegram.url + path)
        await page.wait_for_selector(".pane[data-ready], .welcome")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert not wrong, wrong


@pytest_asyncio.fixture(loop_scope="session")
async def browser_page(open_page: OpenPage) -> Page:
    """The page on a desktop, in English, light."""
    return await open_page()
