// The conversation that is open: what was said, what became of it, and the answer being written.
"use strict";
(function () {
  const { words, el, say, call, fill, make, button } = window.desk;
  const KEPT_MS = 1500;
  const state = { open: null, held: false, last: 0, picked: [], window: null, subject: "" };
  // A draft outlives a reload of this tab here, and the browser's end at the library.
  const draft = {
    of(id) { return sessionStorage.getItem("draft." + id); },
    keep(id, text) { sessionStorage.setItem("draft." + id, text); },
    drop(id) { sessionStorage.removeItem("draft." + id); },
  };
  let saving;

  function view(name) { document.querySelector(".columns").dataset.view = name; }

  async function open(id) {
    const found = await call("GET", `/conversations/${id}`);
    if (!found) return;
    Object.assign(state, { open: id, held: found.held, last: 0, picked: [], subject: "" });
    el("reader-name").textContent = found.reader || words.reader;
    el("reader-facts").textContent = [found.channel, found.linked ? words.linked : words.not_linked, found.follows ? words.follows : "", found.closing].filter(Boolean).join(" · ");
    el("reason").textContent = found.reason;
    el("summary").textContent = found.summary;
    el("note").textContent = found.note ? fill(words.note_told, { note: found.note }) : "";
    el("trail").replaceChildren(...found.trail.map((line) => make("li", "", line)));
    el("trail-title").hidden = found.trail.length === 0;
    el("transcript").replaceChildren();
    const kept = draft.of(id);
    el("reply").value = kept === null ? found.draft : kept;
    el("reply-form").hidden = !found.held;
    for (const act of document.querySelectorAll(".held-only")) act.hidden = !found.held;
    el("reopen").hidden = found.state !== "closed";
    showWindow(found.window);
    showPicked();
    add(found.messages);
    el("nothing").hidden = true;
    el("conversation").hidden = false;
    view("talk");
    document.querySelector(".why").open = window.matchMedia("(min-width: 901px)").matches;
    el("transcript").scrollTop = el("transcript").scrollHeight;
    (found.held ? el("reply") : el("transcript")).focus();
    window.desk.refresh();
  }
  function shut() {
    state.open = null;
    el("conversation").hidden = true;
    el("nothing").hidden = false;
    view("queue");
  }
  function showWindow(found) {
    state.window = found;
    el("window").textContent = found ? found.line : "";
    el("window").className = "window " + (found ? found.verdict : "");
  }
  function add(messages) {
    const log = el("transcript");
    const below = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    let fresh = false;
    for (const message of messages) {
      const known = log.querySelector(`[data-id="${Number(message.id)}"]`);
      const sign = JSON.stringify(message);
      // What is the same stays: a picture need not be fetched again, a button keeps the focus.
      if (known && known.dataset.sign === sign) continue;
      const node = bubble(message);
      node.dataset.sign = sign;
      if (known) known.replaceWith(node); else { log.append(node); fresh = true; }
      state.last = Math.max(state.last, message.id);
    }
    if (fresh && below) log.scrollTop = log.scrollHeight;
  }
  function bubble(message) {
    const node = make("div", `said-by ${message.who}`);
    node.dataset.id = message.id;
    const name = { reader: words.reader, bot: words.assistant, librarian: message.name || words.librarian, system: words.system }[message.who];
    node.append(make("span", "name", [name, message.at].filter(Boolean).join(" · ")));
    if (message.text) node.append(make("span", "", message.text));
    for (const file of message.files) node.append(sent(file));
    for (const card of message.cards) node.append(make("span", "cited", `• ${card.title} ${card.subtitle ? "– " + card.subtitle : ""}`));
    for (const cited of message.citations) node.append(link(cited));
    if (message.delivery.label) node.append(fate(message));
    return node;
  }
  function fate(message) {
    const told = message.delivery, node = make("div", "fate");
    node.append(make("span", "", [told.label, told.why].filter(Boolean).join(": ")));
    if (!state.held) return node;
    const acts = {
      again: () => again(message.id, false),
      pay: () => agreed(() => again(message.id, true)),
      rewrite: () => { el("reply").value = message.text; draft.keep(state.open, message.text); el("reply").focus(); },
    };
    for (const choice of told.choices) node.append(button(words["choice_" + choice], acts[choice], true));
    return node;
  }
  async function again(id, paid) {
    if (await call("POST", `/conversations/${state.open}/again`, { message_id: id, paid })) refreshOpen();
  }
  // A reader's picture in its place, another file to be saved; what is not kept here is a line.
  function sent(file) {
    if (!file.url) return make("span", "sent", file.line);
    const anchor = make("a", "sent");
    anchor.href = file.url;
    if (!file.picture) {
      anchor.textContent = file.line;
      anchor.append(make("span", "hidden", " " + words.file_save));
      anchor.download = "";
      return anchor;
    }
    const image = make("img");
    image.src = file.url;
    image.alt = `${file.line} ${words.file_open}`;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
    anchor.append(image);
    return anchor;
  }
  function link(cited) {
    const anchor = make("a", "cited", `«${cited.title}»${cited.page ? ", " + fill(words.page, { page: cited.page }) : ""}`);
    if (/^(https?:\/\/|\/)/.test(cited.url)) anchor.href = cited.url;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
    return anchor;
  }
  async function refreshOpen() {
    if (!state.open) return;
    const id = state.open;
    const found = await call("GET", `/conversations/${id}`);
    if (!found || state.open !== id) return;
    if (found.held !== state.held) { say(words.gone); open(id); return; }
    showWindow(found.window);
    add(found.messages);
  }

  // --- answering -----------------------------------------------------------------------
  async function send(event) {
    event.preventDefault();
    if (!el("reply").value.trim() || !state.open) return;
    if (state.window && state.window.verdict === "paid") agreed(() => put(true)); else await put(false);
  }
  async function put(paid) {
    const id = state.open;
    el("send").disabled = true;
    say(words.sending);
    const body = { text: el("reply").value.trim(), citations: state.picked, key: crypto.randomUUID ? crypto.randomUUID() : String(Math.random()), paid };
    clearTimeout(saving);
    const done = await call("POST", `/conversations/${id}/reply`, body);
    el("send").disabled = false;
    if (!done) return;
    say(words.handed_in);
    el("reply").value = "";
    draft.drop(id);
    state.picked = [];
    showPicked();
    await refreshOpen();
    el("transcript").scrollTop = el("transcript").scrollHeight;
    el("reply").focus();
  }
  function agreed(act) {
    el("pay-line").textContent = fill(words.pay_line, { price: state.window ? state.window.price : "" });
    el("pay-dialog").onclose = () => { if (el("pay-dialog").returnValue === "pay") act(); };
    el("pay-dialog").showModal();
  }
  function written() {
    const id = state.open, text = el("reply").value;
    draft.keep(id, text);
    clearTimeout(saving);
    saving = setTimeout(() => call("POST", `/conversations/${id}/draft`, { text }), KEPT_MS);
  }
  function insert(text) {
    el("reply").value = [el("reply").value.trim(), text].filter(Boolean).join("\n");
    written();
    el("reply").focus();
  }
  function showPicked() {
    el("picked").replaceChildren(...state.picked.map((cited, index) => {
      const item = make("li");
      item.append(link(cited), button(words.remove_citation, () => { state.picked.splice(index, 1); showPicked(); }, true));
      return item;
    }));
  }
  function pick(cited, meta, call_number) {
    if (!state.open || !state.held) { say(words.pick_one); return; }
    state.picked.push(cited);
    const hundred = /^\s*(\d)\d\d/.exec(call_number || "");
    if (hundred) state.subject = hundred[1] + "00";
    // A record of the catalogue is named in the answer too: not every channel shows its card.
    if (!cited.page) insert("«" + cited.title + "»" + (cited.author ? ", " + cited.author : "") + (meta ? " (" + meta + ")" : ""));
    showPicked();
    say(words.inserted);
    el("reply").focus();
  }
  async function leave(path, body) {
    const id = state.open;
    if (!id || !(await call("POST", `/conversations/${id}/${path}`, body))) return;
    draft.drop(id);
    shut();
    window.desk.refresh();
  }

  el("reply-form").addEventListener("submit", send);
  el("reply").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  });
  el("reply").addEventListener("input", written);
  el("back").addEventListener("click", () => view("queue"));
  el("to-search").addEventListener("click", () => { view("search"); el("q").focus(); });
  el("from-search").addEventListener("click", () => view("talk"));
  el("release").addEventListener("click", async () => {
    clearTimeout(saving);
    await call("POST", `/conversations/${state.open}/draft`, { text: el("reply").value });
    leave("release");
  });
  el("reopen").addEventListener("click", async () => {
    const id = state.open;
    if (await call("POST", `/conversations/${id}/reopen`)) open(id);
  });
  Object.assign(window.desk, { open, leave, insert, pick, refreshOpen, opened: () => state.open, talk: state });
})();
