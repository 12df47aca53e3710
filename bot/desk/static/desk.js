// The librarian's desk. Everything a reader wrote is put in with textContent only.
"use strict";
(function () {
  const { words, el, say, call } = window.desk;
  const state = { open: null, last: 0, picked: [], waiting: null };
  // Drafts outlive a reload of this tab, and go with it.
  const draft = {
    of(id) { return sessionStorage.getItem("draft." + id) || ""; },
    keep(id, text) { if (text) sessionStorage.setItem("draft." + id, text); else sessionStorage.removeItem("draft." + id); },
  };

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

  // --- the queue -----------------------------------------------------------------------
  function ticket(row, act) {
    const item = make("li");
    item.setAttribute("aria-current", String(row.id === state.open));
    const top = make("div", "top");
    top.append(make("span", "", row.reader || words.reader), make("span", "wait", waited(row)));
    item.append(top, make("span", "wait", words["reason_" + row.reason] || ""), make("p", "said", row.summary));
    if (act) item.append(act);
    else item.append(make("span", "wait", row.staff ? fill(words.taken_by, { name: row.staff }) : ""));
    return item;
  }
  function waited(row) {
    return row.minutes > 0 ? fill(words.waiting_since, { minutes: row.minutes }) : words.waiting_now;
  }
  async function refreshQueue() {
    const queue = await call("GET", "/queue");
    if (!queue) return;
    if (state.waiting !== null && queue.waiting.length > state.waiting) say(words.new_waiting);
    state.waiting = queue.waiting.length;
    el("count").textContent = queue.waiting.length;
    const faults = queue.faults.map((text) => make("li", "", text));
    // An alert that is the same is not read out again.
    if (faults.map((each) => each.textContent).join() !== [...el("faults").children].map((each) => each.textContent).join())
      el("faults").replaceChildren(...faults);
    document.title = (queue.waiting.length ? `(${queue.waiting.length}) ` : "") + words.product;
    el("waiting").replaceChildren(...queue.waiting.map((row) => ticket(row, button(words.claim, () => claim(row.id)))));
    el("mine").replaceChildren(...queue.mine.map((row) => ticket(row, button(words.open, () => open(row.id), true))));
    el("others").replaceChildren(...queue.others.map((row) => ticket(row)));
    el("closed").replaceChildren(...queue.closed.map((row) => ticket(row)));
    el("waiting-empty").hidden = queue.waiting.length > 0;
    el("mine-empty").hidden = queue.mine.length > 0;
    if (state.open && !queue.mine.some((row) => row.id === state.open)) shut();
  }
  async function claim(id) {
    if (await call("POST", `/conversations/${id}/claim`)) await open(id);
    await refreshQueue();
  }

  // --- the conversation ----------------------------------------------------------------
  async function open(id) {
    const view = await call("GET", `/conversations/${id}`);
    if (!view) return;
    state.open = id;
    state.last = 0;
    state.picked = [];
    el("reader-name").textContent = view.reader || words.reader;
    el("reader-facts").textContent = `${words.channel}: ${view.channel} · ${view.linked ? words.linked : words.not_linked}`;
    el("reason").textContent = words["reason_" + view.reason] || "";
    el("summary").textContent = view.summary;
    el("trail").replaceChildren(...view.trail.map((line) => make("li", "", line)));
    el("trail-title").hidden = view.trail.length === 0;
    el("transcript").replaceChildren();
    el("reply").value = draft.of(id);
    showPicked();
    add(view.messages);
    el("nothing").hidden = true;
    el("conversation").hidden = false;
    document.querySelector(".columns").dataset.view = "talk";
    el("reply").focus();
    refreshQueue();
  }
  function shut() {
    state.open = null;
    el("conversation").hidden = true;
    el("nothing").hidden = false;
    document.querySelector(".columns").dataset.view = "queue";
  }
  function add(messages) {
    const log = el("transcript");
    for (const message of messages) {
      const known = log.querySelector(`[data-id="${Number(message.id)}"]`);
      const node = bubble(message);
      // What is the same stays: a picture need not be fetched again.
      if (!known) log.append(node);
      else if (!known.isEqualNode(node)) known.replaceWith(node);
      state.last = Math.max(state.last, message.id);
    }
    log.scrollTop = log.scrollHeight;
  }
  function bubble(message) {
    const node = make("div", `said-by ${message.who}`);
    node.dataset.id = message.id;
    const name = { reader: words.reader, bot: words.assistant, librarian: message.name || words.librarian, system: words.system }[message.who];
    node.append(make("span", "name", [name, message.at, message.delivery ? words[message.delivery] : ""].filter(Boolean).join(" · ")));
    if (message.text) node.append(make("span", "", message.text));
    for (const file of message.files) node.append(sent(file));
    for (const card of message.cards) node.append(make("span", "cited", `• ${card.title} ${card.subtitle ? "– " + card.subtitle : ""}`));
    for (const cited of message.citations) node.append(link(cited));
    return node;
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
    const view = await call("GET", `/conversations/${id}`);
    if (view && state.open === id) add(view.messages);
  }
  async function send(event) {
    event.preventDefault();
    const text = el("reply").value.trim();
    if (!text || !state.open) return;
    el("send").disabled = true;
    say(words.sending);
    const body = { text, citations: state.picked, key: crypto.randomUUID ? crypto.randomUUID() : String(Math.random()) };
    const done = await call("POST", `/conversations/${state.open}/reply`, body);
    el("send").disabled = false;
    if (!done) return;
    say(words.sent);
    el("reply").value = "";
    draft.keep(state.open, "");
    state.picked = [];
    showPicked();
    refreshOpen();
    el("reply").focus();
  }
  async function leave(path, body) {
    if (state.open && await call("POST", `/conversations/${state.open}/${path}`, body)) {
      draft.keep(state.open, "");
      shut();
      refreshQueue();
    }
  }

  // --- searching beside the chat ---------------------------------------------------------
  async function search(event) {
    event.preventDefault();
    const text = el("q").value.trim();
    if (!text) return;
    const kind = document.querySelector("input[name=kind]:checked").value;
    const found = await call("GET", `/search?kind=${kind}&q=${encodeURIComponent(text)}`);
    if (!found) return;
    const rows = found.hits.map(hit);
    el("hits").replaceChildren(...(rows.length ? rows : [make("li", "", words.search_nothing)]));
  }
  function hit(found) {
    const item = make("li");
    const cited = found.citation;
    item.append(make("p", "title", cited.title));
    item.append(make("p", "meta", [cited.author, cited.page ? fill(words.page, { page: cited.page }) : "", found.meta].filter(Boolean).join(" · ")));
    if (cited.quote) item.append(make("p", "quote", cited.quote));
    item.append(button(words.insert, () => pick(cited, found.meta), true));
    return item;
  }
  // A record of the catalogue is named in the answer too: not every channel shows its card.
  function mention(cited, meta) {
    const line = "«" + cited.title + "»" + (cited.author ? ", " + cited.author : "") + (meta ? " (" + meta + ")" : "");
    el("reply").value = [el("reply").value.trim(), line].filter(Boolean).join("\n");
    draft.keep(state.open, el("reply").value);
  }
  function pick(cited, meta) {
    if (!state.open) { say(words.pick_one); return; }
    state.picked.push(cited);
    if (!cited.page) mention(cited, meta);
    showPicked();
    say(words.inserted);
    el("reply").focus();
  }
  function showPicked() {
    el("picked").replaceChildren(...state.picked.map((cited, index) => {
      const item = make("li");
      item.append(link(cited), button(words.remove_citation, () => { state.picked.splice(index, 1); showPicked(); }, true));
      return item;
    }));
  }

  // --- wiring --------------------------------------------------------------------------
  el("reply-form").addEventListener("submit", send);
  el("reply").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  });
  el("reply").addEventListener("input", () => draft.keep(state.open, el("reply").value));
  el("search-form").addEventListener("submit", search);
  el("back").addEventListener("click", () => { document.querySelector(".columns").dataset.view = "queue"; });
  el("release").addEventListener("click", () => leave("release"));
  el("hand-back").addEventListener("click", () => leave("hand-back"));
  el("close").addEventListener("click", () => el("close-dialog").showModal());
  el("close-dialog").addEventListener("close", () => {
    if (el("close-dialog").returnValue !== "close") return;
    leave("close", { read_level: Number(el("read-level").value), outcome: el("outcome").value });
  });
  const events = new EventSource("/desk/api/events");
  events.addEventListener("queue", refreshQueue);
  events.addEventListener("conversation", refreshOpen);
  events.addEventListener("error", () => say(words.connection_lost));
  events.addEventListener("open", () => { say(""); refreshQueue(); refreshOpen(); });
  setInterval(refreshQueue, 30000);
  refreshQueue();
})();
