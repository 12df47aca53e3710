// Thủ Thư's chat widget: one script tag, no framework. All text enters by textContent.
(() => {
  "use strict";
  const script = document.currentScript;
  const base = new URL(script.src).origin;
  const KEY = "thuthu.session";
  const style = `
    :host { all: initial; }
    * { box-sizing: border-box; font: 16px/1.45 system-ui, sans-serif; }
    button { cursor: pointer; border: 1px solid #7a2e1d; border-radius: 18px; background: #fff;
      color: #7a2e1d; padding: 8px 14px; min-height: 44px; }
    button:focus-visible, textarea:focus-visible, a:focus-visible { outline: 3px solid #1d5fbf; outline-offset: 2px; }
    .open { position: fixed; right: 16px; bottom: 16px; background: #7a2e1d; color: #fff; z-index: 9; }
    .box { position: fixed; right: 16px; bottom: 16px; width: min(380px, calc(100vw - 16px));
      height: min(600px, calc(100vh - 32px)); display: flex; flex-direction: column; background: #faf8f4;
      border: 1px solid #b9a98f; border-radius: 12px; overflow: hidden; z-index: 10; color: #1d2733; }
    [hidden] { display: none !important; }
    .top { display: flex; justify-content: space-between; align-items: center; padding: 4px 12px;
      background: #7a2e1d; color: #fff; }
    .top h2 { margin: 0; font-weight: 600; }
    .log { flex: 1; overflow-y: auto; padding: 12px; margin: 0; list-style: none; }
    .log li { margin: 0 0 10px; max-width: 90%; }
    .who { font-size: 13px; color: #55606d; }
    .text, .card { background: #fff; border: 1px solid #ddd4c5; border-radius: 10px; padding: 8px 12px;
      white-space: pre-wrap; overflow-wrap: anywhere; }
    .card { margin-top: 6px; }
    .card strong { font-weight: 600; }
    .reader { margin-left: auto !important; }
    .reader .text { background: #f3dfd2; }
    .librarian .text { background: #e3efe2; }
    .choices { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 6px; }
    .state { padding: 0 12px; font-size: 14px; color: #55606d; min-height: 22px; }
    form { display: flex; gap: 8px; padding: 8px; border-top: 1px solid #ddd4c5; background: #fff; }
    textarea { flex: 1; resize: none; border: 1px solid #8a7f6e; border-radius: 8px; padding: 8px; color: inherit; }
    a { color: #7a2e1d; }`;

  const make = (tag, cls, text) => {
    const node = document.createElement(tag);
    if (cls) node.className = cls;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const stored = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* private mode */ } };
  const post = async (path, body) => {
    const answer = await fetch(base + path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    if (!answer.ok) throw Object.assign(new Error(path), { status: answer.status });
    return answer.json();
  };
  const safe = (url) => {
    try { const u = new URL(url, base); return /^https?:$/.test(u.protocol) ? u.href : null; } catch { return null; }
  };

  let words, token, after = 0, socket = null, polls = null, queue = stored(KEY + ".queue") || [];
  let box, open, log, state, input;

  function choice(button) {
    const href = button.url && safe(button.url);
    if (href) {
      const link = make("a", "", button.title);
      link.href = href; link.target = "_blank"; link.rel = "noopener";
      return link;
    }
    const node = make("button", "", button.title);
    node.type = "button";
    node.onclick = () => send(button.title, button.payload);
    return node;
  }

  function choices(buttons, into) {
    if (!buttons.length) return;
    const row = make("div", "choices");
    buttons.forEach((button) => row.append(choice(button)));
    into.append(row);
  }

  function draw(item) {
    const row = make("li", item.who);
    const who = { reader: words.you, librarian: item.sender_name || words.librarian }[item.who] || words.bot;
    row.append(make("div", "who", who));
    if (item.text) row.append(make("div", "text", item.text));
    (item.cards || []).forEach((card) => {
      const node = make("div", "card");
      node.append(make("strong", "", card.title));
      [card.subtitle, ...(card.facts || [])].filter(Boolean).forEach((line) => node.append(make("div", "", line)));
      choices(card.buttons || [], node);
      row.append(node);
    });
    (item.citations || []).forEach((cited) => {
      const node = make("div", "card");
      node.append(make("div", "", "“" + cited.quote + "”"), make("div", "who", cited.title + (cited.page ? ", tr. " + cited.page : "")));
      if (cited.rights === "on_site") node.append(make("div", "", words.on_site));
      else if (cited.url) choices([{ title: words.view, url: cited.url }], node);
      row.append(node);
    });
    choices(item.buttons || [], row);
    log.append(row);
    log.scrollTop = log.scrollHeight;
  }

  function show(items) {
    items.filter((item) => item.id > after).forEach((item) => {
      after = item.id;
      if (item.who === "reader") {
        const waiting = log.querySelector("li[data-waiting]");
        if (waiting) waiting.remove();
      } else state.textContent = "";
      draw(item);
    });
  }

  function send(text, payload) {
    if (text.length > 4000) { state.textContent = words.too_long; return; }
    const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
    queue.push({ event_id: id, text, payload: payload || null });
    keep(KEY + ".queue", queue);
    draw({ who: "reader", text });
    log.lastChild.dataset.waiting = id;
    state.textContent = words.typing;
    flush();
  }

  async function flush() {
    if (!token) return;
    for (const message of [...queue]) {
      if (socket && socket.readyState === 1) { socket.send(JSON.stringify(message)); continue; }
      try {
        await post("/chat/messages", { token, ...message });
        got(message.event_id);
      } catch (error) {
        if (error.status === 401) return renew();
        if (error.status === 400 || error.status === 413) got(message.event_id);
        state.textContent = error.status === 429 ? words.rate : words.offline;
        return;
      }
    }
  }

  function got(id) { queue = queue.filter((m) => m.event_id !== id); keep(KEY + ".queue", queue); }

  async function renew() { token = null; after = 0; keep(KEY, null); log.replaceChildren(); await begin(); }

  async function poll() {
    try { show((await post("/chat/updates", { token, after })).items); if (queue.length) flush(); }
    catch (error) { if (error.status === 401) renew(); else if (queue.length) state.textContent = words.offline; }
  }

  function connect() {
    const ws = new WebSocket(base.replace(/^http/, "ws") + "/chat/ws");
    ws.onopen = () => { socket = ws; clearInterval(polls); polls = null; ws.send(JSON.stringify({ token, after })); flush(); };
    ws.onmessage = (event) => {
      const said = JSON.parse(event.data);
      if (said.items) show(said.items);
      if (said.got) got(said.got);
      if (said.refused === "rate") state.textContent = words.rate;
    };
    ws.onclose = (event) => {
      socket = null;
      if (event.code === 1008) { renew(); return; }
      if (!polls) polls = setInterval(poll, 3000);
      setTimeout(connect, 15000);
    };
  }

  async function begin() {
    token = stored(KEY);
    try {
      if (!token) { token = (await post("/chat/session", {})).token; keep(KEY, token); }
      if (!after) draw({ who: "bot", text: words.greeting });
      connect();
    } catch { state.textContent = words.offline; setTimeout(begin, 5000); }
  }

  function toggle(shown) {
    box.hidden = !shown; open.hidden = shown;
    (shown ? input : open).focus();
    if (shown && !token) begin();
  }

  async function start() {
    words = await (await fetch(base + "/widget/words.json")).json();
    const host = make("div");
    document.body.append(host);
    const root = host.attachShadow({ mode: "open" });
    const sheet = make("style", "", style);
    open = make("button", "open", words.title);
    open.setAttribute("aria-label", words.open);
    box = make("section", "box"); box.hidden = true;
    box.setAttribute("role", "dialog"); box.setAttribute("aria-label", words.title);
    const top = make("div", "top"), shut = make("button", "", "✕");
    shut.setAttribute("aria-label", words.close);
    top.append(make("h2", "", words.library), shut);
    log = make("ul", "log"); log.tabIndex = 0;
    log.setAttribute("aria-live", "polite"); log.setAttribute("aria-label", words.log);
    state = make("div", "state"); state.setAttribute("role", "status");
    const form = make("form"), go = make("button", "", words.send);
    input = make("textarea"); input.rows = 1; input.maxLength = 4000;
    input.placeholder = words.placeholder; input.setAttribute("aria-label", words.input);
    go.type = "submit";
    form.append(input, go);
    box.append(top, log, state, form);
    root.append(sheet, open, box);
    form.onsubmit = (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (text) { input.value = ""; send(text); }
    };
    input.onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
    };
    box.onkeydown = (event) => { if (event.key === "Escape") toggle(false); };
    open.onclick = () => toggle(true);
    shut.onclick = () => toggle(false);
  }
  start();
})();
