// What the browser keeps: the session, the unsent messages, who answers. Where the browser keeps nothing
// (private mode, a frame on another site) this page's memory does: naming a blocked store already raises.
const KEY = "thuthu.session", QUEUE = "thuthu.queue", OWNER = "thuthu.owner", CODE = "thuthu.code", SHOWN = "thuthu.shown", FILES = "thuthu.files";
const TAB = "sessionStorage", EVER = "localStorage", memory = {};
const kept = (name, where) => {
  if (name in memory) return memory[name];
  try { return JSON.parse(window[where || EVER].getItem(name)); } catch (error) { return null; }
};
const keep = (name, value, where) => {
  try {
    window[where || EVER].setItem(name, JSON.stringify(value));
    delete memory[name];
  } catch (error) { memory[name] = value; }
};

// Unsent messages are read again before each change: another tab may have added its own.
const unsent = {
  list: kept(QUEUE) || [],
  add(message) { this.list = (kept(QUEUE) || this.list).concat(message); keep(QUEUE, this.list); },
  drop(id) { this.list = (kept(QUEUE) || this.list).filter((m) => m.event_id !== id); keep(QUEUE, this.list); },
};

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => (b + 256).toString(16).slice(1)).join("");

const SLOW = 15000;
const call = (path, options, patience, read) => new Promise((done, failed) => {
  const late = setTimeout(() => failed(new Error("late")), patience);
  fetch(BASE + path, Object.assign({ method: "POST" }, options)).then((answer) => {
    if (!answer.ok) throw Object.assign(new Error(path), { status: answer.status });
    return answer[read]();
  }).then(done, failed).then(() => clearTimeout(late));
});
const post = (path, body, read) => call(path, {
  headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
}, SLOW, read || "json");
