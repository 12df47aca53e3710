// The dialogs beside a conversation: closing and handing back, passing on, canned replies.
"use strict";
(function () {
  const { words, el, say, call, make, button } = window.desk;
  const talk = window.desk.talk;
  let handedBack = false;

  function ask(back) {
    // What is written and not sent is never dropped with the conversation.
    if (el("reply").value.trim()) { say(words.draft_first); el("reply").focus(); return; }
    handedBack = back;
    el("close-title").textContent = back ? words.hand_back_title : words.close_title;
    el("close-form").reset();
    const suggested = el("close-form").querySelector(`input[name=subject][value="${talk.subject}"]`);
    if (suggested) suggested.checked = true;
    el("close-problem").textContent = "";
    el("close-dialog").showModal();
  }
  function finish(event) {
    const outcome = event.submitter ? event.submitter.value : "";
    if (outcome === "cancel") return;
    const chosen = new FormData(el("close-form"));
    if (!chosen.has("read") || !chosen.has("subject")) {
      event.preventDefault();
      el("close-problem").textContent = words.close_choose;
      return;
    }
    window.desk.leave("close", { read_level: Number(chosen.get("read")), subject: chosen.get("subject"), outcome, handed_back: handedBack });
  }

  async function passOn() {
    const found = await call("GET", "/colleagues");
    if (!found) return;
    el("pass-to").replaceChildren(...found.staff.map((one) => {
      const option = make("option", "", one.name);
      option.value = one.id;
      return option;
    }));
    el("pass-nobody").hidden = found.staff.length > 0;
    el("pass-form").hidden = found.staff.length === 0;
    el("pass-dialog").showModal();
  }

  let replies = [];
  async function canned() {
    const found = await call("GET", `/canned?conversation=${encodeURIComponent(talk.open || "")}`);
    if (!found) return;
    replies = found.replies;
    el("canned-shared-line").hidden = !found.may_share;
    el("canned-q").value = "";
    showCanned();
    el("canned-dialog").showModal();
    el("canned-q").focus();
  }
  function plain(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase(); }
  function showCanned() {
    const wanted = plain(el("canned-q").value);
    const rows = replies.filter((one) => plain(one.title + " " + one.text).includes(wanted)).map((one) => {
      const item = make("li");
      item.append(make("p", "title", one.title + (one.shared ? " · " + words.canned_shared : "")), make("p", "quote", one.text));
      const acts = make("div", "actions");
      acts.append(button(words.canned_use, () => use(one)));
      if (one.mine) acts.append(button(words.canned_remove, () => drop(one), true));
      item.append(acts);
      return item;
    });
    el("canned-rows").replaceChildren(...(rows.length ? rows : [make("li", "empty", words.canned_none)]));
  }
  function use(one) { el("canned-dialog").close(); window.desk.insert(one.text); }
  async function drop(one) { if (await call("DELETE", `/canned/${one.id}`)) canned_again(); }
  async function keep(event) {
    event.preventDefault();
    const body = { title: el("canned-title").value.trim(), text: el("canned-text").value.trim(), shared: el("canned-share").checked };
    if (!body.title || !body.text || !(await call("POST", "/canned", body))) return;
    el("canned-form").reset();
    canned_again();
  }
  async function canned_again() { el("canned-dialog").close(); await canned(); }

  el("close").addEventListener("click", () => ask(false));
  el("hand-back").addEventListener("click", () => ask(true));
  el("close-form").addEventListener("submit", finish);
  el("pass-on").addEventListener("click", passOn);
  el("pass-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    el("pass-dialog").close();
    await call("POST", `/conversations/${talk.open}/draft`, { text: el("reply").value });
    window.desk.leave("pass-on", { to: Number(el("pass-to").value), note: el("pass-note").value });
    el("pass-form").reset();
  });
  el("canned").addEventListener("click", canned);
  el("canned-q").addEventListener("input", showCanned);
  el("canned-q").addEventListener("keydown", (event) => {
    const first = el("canned-rows").querySelector("button");
    if (event.key === "Enter" && first) { event.preventDefault(); first.click(); }
  });
  el("canned-form").addEventListener("submit", keep);
  for (const cancel of document.querySelectorAll("[data-shuts]")) cancel.addEventListener("click", () => cancel.closest("dialog").close());
  Object.assign(window.desk, { askClose: ask, canned });
})();
