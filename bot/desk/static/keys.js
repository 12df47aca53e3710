// Keys for who works without a mouse; `?` shows them, and they can be turned off.
"use strict";
(function () {
  const { el } = window.desk;
  const KEY = "thuthu.keys";
  const held = (act) => () => { if (window.desk.talk.open && window.desk.talk.held) act(); };
  const KEYS = {
    "?": () => el("keys-dialog").showModal(),
    j: () => window.desk.stepRow(1),
    k: () => window.desk.stepRow(-1),
    "/": () => el("f-q").focus(),
    t: () => el("q").focus(),
    r: held(() => el("reply").focus()),
    m: held(() => window.desk.canned()),
    x: held(() => window.desk.askClose(false)),
    b: held(() => window.desk.askClose(true)),
  };
  window.desk.TABS.forEach((tab, place) => { KEYS[String(place + 1)] = () => window.desk.chooseTab(tab); });

  function off() { return localStorage.getItem(KEY) === "off"; }
  el("keys-on").checked = !off();
  el("keys-on").addEventListener("change", () => localStorage.setItem(KEY, el("keys-on").checked ? "on" : "off"));
  el("keys").addEventListener("click", KEYS["?"]);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select, dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || (off() && event.key !== "?")) return;
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
})();
