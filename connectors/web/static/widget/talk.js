// The conversation: what is new comes by WebSocket, or by asking where sockets are blocked.
let token = null, talk = "", after = 0, socket = null, polls = null, wait = 1000, begun = false, slow = null, unread = 0;
let owner = kept(OWNER) || "bot";

function tell(text, typing) {
  said.textContent = text;
  state.className = "state" + (typing ? " typing" : "");
}

// A sign that never ends would be a lie: after this long the reader is told that it takes longer.
const PATIENCE = 12000;
function expect() {
  clearTimeout(slow);
  if (owner === "librarian") { tell(WORDS.passed_on); return; }
  tell(WORDS.typing, true);
  slow = setTimeout(() => tell(WORDS.slow), PATIENCE);
}

function owned(news) {
  owner = news.owner;
  keep(OWNER, owner);
  const words = { queue: WORDS.owner_queue, librarian: WORDS.owner_librarian }[owner] || WORDS.owner_bot;
  who.textContent = words.replace("{name}", news.staff || "");
}

const near = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;
const find = (name, value) => log.querySelector("li[data-" + name + '="' + value + '"]');
function put(node) { const follow = near(); log.appendChild(node); if (follow) log.scrollTop = log.scrollHeight; }

function show(news) {
  owned(news);
  if (news.talk !== talk) {
    Array.from(log.querySelectorAll("li[data-id], li[data-event]:not(.unsent)")).forEach((li) => li.remove());
    talk = news.talk; after = 0;
  }
  const fresh = news.items.filter((item) => item.id > after);
  if (fresh.length) drawNew(fresh);
  if (lost.length) mourn();
}

function drawNew(fresh) {
  starters.hidden = true;
  let answer = null;
  fresh.forEach((item) => {
    after = item.id;
    const node = bubble(item), mine = item.event_id && find("event", item.event_id);
    node.dataset.id = item.id;
    if (item.event_id) { node.dataset.said = item.event_id; arrived(item.event_id); }
    if (item.who === "reader") past(); else answer = answer || node;
    if (mine) mine.remove();
    log.appendChild(node);
  });
  Array.from(log.querySelectorAll("li[data-event]")).forEach((li) => log.appendChild(li));
  if (answer) { clearTimeout(slow); tell(""); }
  if (answer && box.hidden) { unread += 1; counted(); }
  // The beginning of a long answer stays in sight.
  log.scrollTop = answer && fresh.length < 6 ? Math.min(log.scrollHeight, answer.offsetTop - log.offsetTop - 56) : log.scrollHeight;
}

// Choices of an earlier turn are gone once the reader went on.
function past() { Array.from(log.querySelectorAll(".once")).forEach((row) => row.classList.add("gone")); }

function ask(text, payload) {
  if (text.length > 4000) { tell(WORDS.too_long); return false; }
  const message = { event_id: newId(), text, payload: payload || null };
  unsent.add(message);
  if (LINKS.test(text)) keep(CODE, message.event_id);
  past();
  starters.hidden = true;
  draft(message);
  expect();
  if (token) flush(); else begin();
  return true;
}

function draft(message) {
  const node = bubble({ who: "reader", text: message.text });
  node.dataset.event = message.event_id;
  node.classList.add("unsent");
  put(node);
  log.scrollTop = log.scrollHeight;
}

function got(id) {
  unsent.drop(id);
  const node = find("event", id);
  if (node) node.classList.remove("unsent");
  if (id === kept(CODE)) follow(id, 15);
}

// A code that links a card brings a new session: the old one opens nothing any more.
const LINKS = /^\s*[BCDFGHJKLMNPQRSTVWXZ]{8}\s*$/i;
async function follow(id, tries) {
  try {
    token = (await post("/chat/session/renew", { token, event_id: id })).token;
    keep(KEY, token); keep(CODE, null);
    talk = ""; after = 0;
    if (socket) socket.close(); else connect();
    poll();
  } catch (error) {
    if (tries > 1) setTimeout(follow, 800, id, tries - 1); else keep(CODE, null);
  }
}

let busy = false;
async function flush() {
  if (!token || busy) return;
  busy = true;
  try {
    for (const message of unsent.list.slice()) {
      if (socket && socket.readyState === 1) { socket.send(JSON.stringify(message)); continue; }
      await post("/chat/messages", Object.assign({ token }, message));
      got(message.event_id);
    }
  } catch (error) {
    failed(error);
  } finally { busy = false; }
}

function failed(error) {
  if (error.status === 401) { renew(); return; }
  if (error.status === 400 || error.status === 413) { unsent.list.slice(0, 1).forEach((m) => got(m.event_id)); return; }
  clearTimeout(slow);
  tell(error.status === 429 ? WORDS.rate : WORDS.offline);
}

function renew() { token = null; talk = ""; after = 0; keep(KEY, null); log.textContent = ""; begun = false; begin(); }

async function poll() {
  if (!token) return;
  try {
    show(await post("/chat/updates", { token, after, talk }));
    if (unsent.list.length) flush();
    else if (said.textContent === WORDS.offline) tell("");
  } catch (error) { if (error.status === 401) renew(); else if (unsent.list.length) tell(WORDS.offline); }
}

function heard(event) {
  const news = JSON.parse(event.data);
  if (news.items) show(news);
  if (news.got) { got(news.got); if (said.textContent === WORDS.offline) expect(); }
  if (news.refused === "rate") { clearTimeout(slow); tell(WORDS.rate); setTimeout(flush, 20000); }
}

let connecting = null;
function connect() {
  clearTimeout(connecting);
  if (socket || !token) return;
  if (!polls) polls = setInterval(poll, 3000);
  let ws;
  try { ws = new WebSocket(BASE.replace(/^http/, "ws") + "/chat/ws"); } catch (error) { return; }
  socket = ws;
  ws.onopen = () => {
    wait = 1000; clearInterval(polls); polls = null;
    ws.send(JSON.stringify({ token, after, talk }));
    unsent.list = kept(QUEUE) || unsent.list;
    flush();
  };
  ws.onmessage = heard;
  ws.onclose = (event) => {
    socket = null;
    if (event.code === 1008) { renew(); return; }
    if (unsent.list.length) tell(WORDS.offline);
    if (!polls) polls = setInterval(poll, 3000);
    connecting = setTimeout(connect, wait);
    wait = Math.min(2 * wait, 30000);
  };
}

async function begin() {
  if (begun) return;
  begun = true;
  token = kept(KEY);
  try {
    if (!token) { token = (await post("/chat/session", {})).token; keep(KEY, token); }
    log.setAttribute("aria-live", "off");
    put(bubble({ who: "bot", text: WORDS.greeting }));
    unsent.list.filter((m) => !find("event", m.event_id)).forEach(draft);
    sending.forEach(pending);
    carry();
    if (kept(CODE)) follow(kept(CODE), 3);
    poll().then(() => setTimeout(() => log.setAttribute("aria-live", "polite"), 300));
    connect();
  } catch (error) {
    begun = false;
    if (error.status === 403) { tell(WORDS.not_here); return; }
    tell(WORDS.offline);
    setTimeout(begin, error.status === 429 ? 30000 : 5000);
  }
}
