"""The widget on other people's pages and in browsers that keep nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from evaluation.assistant_fixture import AssistantFixture
from tests.browser.pictures import Camera

pytestmark = pytest.mark.browser
Window = Callable[[dict[str, int]], Page]
OFFICE = {"width": 1280, "height": 800}
SCRIPT = '<script src="/widget/widget.js" defer></script>'
BLOCKED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {get() {throw new DOMException("Blocked", "SecurityError")}});
Object.defineProperty(document, "cookie", {get() {throw new DOMException("Blocked")}});"""
SHORTCUTS = """window.taken = [];
const take = (event) => {
  if (event.target.tagName === "INPUT") return;
  window.taken.push(event.type + event.key);
  if ("/s".includes(event.key) || event.key === "Enter") event.preventDefault();
};
for (const name of ["keydown", "keypress", "keyup"])
  for (const capture of [true, false]) document.addEventListener(name, take, capture);"""


def host_page(
    stage: AssistantFixture, page: Page, html: str, headers: dict[str, str] | None = None
) -> None:
    """A page of a library's site, made up, under the assistant's own origin."""
    address = f"{stage.app.settings.public_url.rstrip('/')}/trang-thu-vien"

    def answer(route: Route) -> None:
        body = f'<!doctype html><html lang="vi"><meta charset="utf-8"><body>{html}</body></html>'
        route.fulfill(
            body=body, headers={"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        )

    page.route(address, answer)
    page.goto(address)


def opened(page: Page) -> Locator:
    """The text field of the widget, opened."""
    page.get_by_role("button", name="Hỏi thư viện").click()
    expect(page.locator("#thuthu li.bot")).to_have_count(1)
    return page.get_by_label("Nhập câu hỏi của bạn")


def said(page: Page) -> Locator:
    return page.locator("#thuthu li.reader")


def test_the_enter_that_ends_a_composition_sends_nothing(
    scene: AssistantFixture, window: Window
) -> None:
    """Safari's order: the composition has ended when its Enter comes, with the code 229."""
    page = window(OFFICE)
    host_page(scene, page, SCRIPT)
    field = opened(page)
    field.fill("gio mo cua")
    field.evaluate(
        """(field) => {
          const fire = (event) => field.dispatchEvent(event);
          fire(new CompositionEvent("compositionstart", {bubbles: true, composed: true}));
          fire(new CompositionEvent("compositionend", {bubbles: true, composed: true}));
          for (const composed of [true, false])
            fire(new KeyboardEvent("keydown",
              {key: "Enter", keyCode: 229, bubbles: true, composed}));
          fire(new KeyboardEvent("keydown",
            {key: "Enter", keyCode: 13, isComposing: true, bubbles: true, composed: true}));
        }"""
    )
    expect(said(page)).to_have_count(0)
    expect(field).to_have_value("gio mo cua")
    field.press("Shift+Enter")
    expect(said(page)).to_have_count(0)
    field.fill("gio mo cua")
    field.press("Enter")
    expect(said(page)).to_have_count(1)
    expect(page.locator("#thuthu li.bot")).to_have_count(2)


def test_a_browser_that_keeps_nothing_still_chats(
    scene: AssistantFixture, window: Window, camera: Camera
) -> None:
    page = window(OFFICE)
    page.add_init_script(BLOCKED)
    host_page(scene, page, SCRIPT)
    field = opened(page)
    for number, words in enumerate(("giờ mở cửa", "tìm sách Tắt đèn"), start=1):
        field.fill(words)
        field.press("Enter")
        expect(page.locator("#thuthu li.bot")).to_have_count(1 + number)
    expect(page.locator("#thuthu li.unsent")).to_have_count(0)
    expect(said(page)).to_have_count(2)
    camera.take(page, "host-storage-blocked")


def test_keys_typed_in_the_widget_stay_there(scene: AssistantFixture, window: Window) -> None:
    page = window(OFFICE)
    host_page(scene, page, f"<script>{SHORTCUTS}</script>{SCRIPT}")
    field = opened(page)
    page.evaluate("window.taken = []")
    field.press_sequentially("sách s/")
    expect(field).to_have_value("sách s/")
    field.press("Enter")
    expect(said(page)).to_have_count(1)
    assert page.evaluate("window.taken") == []
    field.press("Escape")
    expect(page.locator("#thuthu .box")).to_be_hidden()
    page.keyboard.press("x")
    assert "keydownx" in page.evaluate("window.taken")


def test_keys_reach_what_they_work(scene: AssistantFixture, window: Window) -> None:
    """Tab moves on, Enter and Space press, on a page that takes every key for itself."""
    page = window(OFFICE)
    host_page(scene, page, f"<script>{SHORTCUTS}</script>{SCRIPT}")
    field = opened(page)
    field.focus()
    page.keyboard.press("Tab")
    focused = "document.querySelector('#thuthu').shadowRoot.activeElement.className"
    assert page.evaluate(focused) == "send"
    first = page.locator("#thuthu .choices button").first
    first.focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_have_count(1)


def test_twice_on_a_page_is_once(scene: AssistantFixture, window: Window) -> None:
    page = window(OFFICE)
    button = '<button id="hoi" data-thuthu-ask="giờ mở cửa">Giờ mở cửa</button>'
    host_page(scene, page, button + SCRIPT + SCRIPT)
    expect(page.locator("#thuthu")).to_have_count(1)
    page.locator("#hoi").click()
    expect(page.locator("#thuthu li.bot")).to_have_count(2)
    expect(said(page)).to_have_count(1)


def test_a_page_that_swaps_its_body_keeps_the_widget(
    scene: AssistantFixture, window: Window
) -> None:
    page = window(OFFICE)
    host_page(scene, page, SCRIPT)
    field = opened(page)
    field.fill("giờ mở cửa")
    field.press("Enter")
    expect(page.locator("#thuthu li.bot")).to_have_count(2)
    page.evaluate(
        """() => {
          document.body.replaceWith(document.createElement("body"));
          const again = document.createElement("script");
          again.src = "/widget/widget.js";
          document.body.appendChild(again);
        }"""
    )
    expect(page.locator("#thuthu")).to_have_count(1)
    expect(page.locator("#thuthu li.bot")).to_have_count(2)


def test_a_strict_policy_small_roots_and_a_greedy_page(
    scene: AssistantFixture, window: Window, camera: Camera
) -> None:
    page = window(OFFICE)
    faults: list[str] = []
    page.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'nonce-x'"
    style = """html { font-size: 10px }
      div, section { display: none !important; position: static !important;
      transform: none; font: 8px serif; direction: rtl } .wall { display: block !important;
      position: fixed !important; inset: 0; z-index: 2147483646; background: #eee }"""
    host_page(
        scene, page, f'<style nonce="x">{style}</style><div class="wall">.</div>{SCRIPT}',
        {"Content-Security-Policy": policy},
    )  # fmt: skip
    field = opened(page)
    field.fill("giờ mở cửa")
    field.press("Enter")
    expect(page.locator("#thuthu li.bot")).to_have_count(2)
    assert field.evaluate("(field) => getComputedStyle(field).fontSize") == "16px"
    box = page.locator("#thuthu .box")
    assert box.evaluate("(box) => getComputedStyle(box).direction") == "ltr"
    assert [fault for fault in faults if "Security Policy" in fault] == []
    camera.take(page, "host-greedy")


def test_each_text_has_its_own_direction(
    scene: AssistantFixture, window: Window, camera: Camera
) -> None:
    page = window(OFFICE)
    host_page(scene, page, SCRIPT)
    field = opened(page)
    field.fill("مرحبا بالمكتبة (sách)")
    direction = "(node) => getComputedStyle(node).direction"
    assert field.evaluate(direction) == "rtl"
    field.press("Enter")
    expect(page.locator("#thuthu li.bot")).to_have_count(2)
    assert said(page).last.locator(".text").evaluate(direction) == "rtl"
    assert page.locator("#thuthu li.bot .text").last.evaluate(direction) == "ltr"
    camera.take(page, "host-right-to-left")
