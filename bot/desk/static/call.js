// What every page of the desk says and asks with: its words, its status line, its calls.
// Everything a person wrote is put in with textContent only.
"use strict";
(function () {
  const words = JSON.parse(document.getElementById("words").textContent);
  const csrf = document.currentScript.dataset.csrf;
  const el = (id) => document.getElementById(id);

  function say(text) { el("status").textContent = text; }

  function fill(text, values) { return text.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all); }

  function make(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function button(text, act, quiet) {
    const node = make("button", quiet ? "quiet" : "", text);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }

  async function call(method, path, body) {
    const headers = { "X-CSRF-Token": csrf };
    if (body) headers["Content-Type"] = "application/json";
    let answer;
    try {
      answer = await fetch("/desk/api" + path, { method, headers, body: body ? JSON.stringify(body) : undefined });
    } catch (error) {
      say(words.connection_lost);
      return null;
    }
    if (answer.status === 401) { location.href = "/desk/dang-nhap"; return null; }
    const value = await answer.json().catch(() => ({}));
    if (!answer.ok) { say(value.message || words.error); return null; }
    return value;
  }

  window.desk = { words, el, say, call, fill, make, button };
})();
