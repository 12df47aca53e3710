// Misunderstood messages: what a reader wrote is put in with textContent and value only.
"use strict";
(function () {
  const { words, el, say, call } = window.desk;

  // Marks the selected words of the line as an entity; an empty kind takes every mark away.
  function mark(line, kind) {
    if (!kind) { line.value = line.value.replace(/\[([^\[\]()]+)\]\([a-z]+\)/g, "$1"); return; }
    const raw = line.value.slice(line.selectionStart, line.selectionEnd);
    const chosen = raw.trim();
    if (!chosen || /[\[\]()]/.test(chosen)) { say(words.labels_select_first); return; }
    const start = line.selectionStart + raw.indexOf(chosen);
    line.value = line.value.slice(0, start) + "[" + chosen + "](" + kind + ")" + line.value.slice(start + chosen.length);
    line.focus();
  }

  function row(message) {
    const item = el("row").content.cloneNode(true).querySelector("li");
    const line = item.querySelector("input");
    const wanted = item.querySelector("select");
    item.querySelector(".said").textContent = message.text;
    item.querySelector(".wait").textContent = message.taken_for
      ? words.labels_taken_for.replace("{name}", message.taken_for) : words.labels_no_guess;
    line.value = message.text;
    for (const button of item.querySelectorAll("[data-kind]")) {
      button.addEventListener("click", () => mark(line, button.dataset.kind));
    }
    async function put(intent) {
      const body = { message_id: message.id, intent, marked: line.value };
      if ((await call("POST", "/labels", body)) === null) return;
      say(words.labels_saved);
      const next = item.nextElementSibling || item.previousElementSibling;
      item.remove();
      counted();
      if (next) next.querySelector("select").focus();
    }
    item.querySelector(".save").addEventListener("click", () => {
      if (wanted.value) put(wanted.value); else say(words.labels_choose_first);
    });
    item.querySelector(".skip").addEventListener("click", () => put(""));
    return item;
  }

  function counted() {
    const count = el("messages").children.length;
    el("count").textContent = String(count);
    el("empty").hidden = count > 0;
  }

  async function start() {
    const found = await call("GET", "/misunderstood");
    if (found === null) return;
    el("messages").replaceChildren(...found.messages.map(row));
    counted();
  }
  start();
})();
