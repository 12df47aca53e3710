// Photos and files. A photo is made small here: of 4 MB from a phone's camera about 300 kB go out.
const MOST_FILE = 5000000, SIDE = 1600, FILE_SLOW = 90000;
const TAKEN = "image/*,.pdf,.docx,.txt,application/pdf,text/plain";
const shown = {};
// They wait in memory: localStorage is too small. What a reload would lose is noted, to be told.
let sending = [], lost = kept(FILES, TAB) || [], carrying = false;

const noted = () => keep(FILES, sending.map((f) => ({ event_id: f.event_id, name: f.label })), TAB);
const drawn = (blob) => new Promise((done, failed) => {
  const image = new Image(), url = URL.createObjectURL(blob);
  image.onload = () => { done(image); URL.revokeObjectURL(url); };
  image.onerror = () => { failed(new Error("image")); URL.revokeObjectURL(url); };
  image.src = url;
});

async function small(file) {
  let image;
  try { image = await drawn(file); } catch (error) { return null; }
  const scale = Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = make("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
}

function pictured(url) {
  const image = make("img", "picture");
  image.alt = WORDS.file_seen; image.src = url;
  image.onload = () => { if (near()) log.scrollTop = log.scrollHeight; };
  return image;
}

// What was sent: the picture of this page, or fetched small; else its name.
function enclosed(file, id) {
  const box = make("div", "file");
  const name = make("div", "text", file.kind === "image" ? WORDS.file_image : WORDS.file_other.replace("{name}", file.name || ""));
  const put = (url) => {
    const image = pictured(url);
    image.onerror = () => { box.textContent = ""; box.appendChild(name); };
    box.textContent = ""; box.appendChild(image);
  };
  box.appendChild(name);
  if (file.kind !== "image") return box;
  if (shown[id]) put(shown[id]);
  else if (file.key) post("/chat/files/picture", { token, key: file.key }, "blob").then((blob) => put(URL.createObjectURL(blob)), () => null);
  return box;
}

async function choose(file) {
  if (!file) return;
  let body = file;
  const named = /\.(pdf|docx|txt)$/i.test(file.name), image = !named && !/^(text|application|audio|video)\//.test(file.type);
  if (!image && !named) { tell(WORDS.file_kind); return; }
  if (image) { tell(WORDS.file_ready); body = await small(file) || file; tell(""); }
  if (body.size > MOST_FILE) { tell(WORDS.file_large); return; }
  if (image && body === file && !/^image\/(jpeg|png|webp|gif)$/.test(file.type)) { tell(WORDS.file_kind); return; }
  const text = input.value.trim(), id = newId();
  const mine = { event_id: id, text, body, kind: image ? "image" : "file", name: file.name || "anh.jpg", note: WORDS.file_sending };
  mine.label = image ? WORDS.file_image : WORDS.file_other.replace("{name}", file.name);
  if (image) shown[id] = URL.createObjectURL(body);
  input.value = ""; input.oninput();
  sending.push(mine); noted();
  past(); starters.hidden = true;
  pending(mine);
  if (token) carry(); else begin();
}

function pending(mine) {
  const before = find("event", mine.event_id);
  const node = bubble({ who: "reader", text: mine.text, event_id: mine.event_id, files: [mine] });
  node.dataset.event = mine.event_id;
  node.classList.add("unsent");
  const note = make("p", "note", mine.note);
  node.appendChild(note);
  if (mine.stopped) {
    const row = make("div", "choices");
    const press = (title, act) => { const b = make("button", "choice", title); b.type = "button"; b.onclick = act; row.appendChild(b); };
    if (mine.stopped === "again") press(WORDS.file_again, () => { again([mine]); log.focus(); });
    press(WORDS.file_drop, () => { gone(mine); const li = find("event", mine.event_id); if (li) li.remove(); log.focus(); });
    node.appendChild(row);
  }
  if (before) before.parentNode.replaceChild(node, before); else put(node);
  log.scrollTop = log.scrollHeight;
}

function gone(mine) { sending = sending.filter((f) => f !== mine); noted(); }

// It came back as said: whatever became of the answer to its sending.
function arrived(id) { sending.filter((f) => f.event_id === id).forEach(gone); }

function again(files) {
  files.forEach((mine) => { mine.stopped = null; mine.note = WORDS.file_sending; pending(mine); });
  carry();
}

// One after the other, each under its own name: a repeat is the same message.
async function carry() {
  if (!token || carrying) return;
  const mine = sending.filter((f) => !f.stopped)[0];
  if (!mine) return;
  carrying = true;
  const form = new FormData();
  form.append("token", token); form.append("event_id", mine.event_id); form.append("text", mine.text);
  form.append("file", mine.body, mine.name);
  try {
    await call("/chat/files", { body: form }, FILE_SLOW, "json");
    gone(mine);
    const node = find("event", mine.event_id);
    if (node) { node.classList.remove("unsent"); node.removeChild(node.querySelector(".note")); expect(); }
  } catch (error) {
    carrying = false;
    if (error.status === 401) { renew(); return; }
    if (sending.indexOf(mine) >= 0) refused(mine, error.status);
  }
  carrying = false;
  carry();
}

function refused(mine, status) {
  mine.note = { 400: WORDS.file_kind, 413: WORDS.file_large, 415: WORDS.file_kind, 429: WORDS.file_rate }[status] || WORDS.file_failed;
  mine.stopped = [400, 413, 415].indexOf(status) < 0 ? "again" : "ended";
  mine.away = !status;
  pending(mine);
}

// Of files that went with a closed page: those whose bubbles came back arrived after all.
function mourn() {
  const away = lost.filter((f) => !find("said", f.event_id));
  lost = []; noted();
  away.forEach((f) => put(bubble({ who: "system", text: WORDS.file_lost.replace("{name}", f.name) })));
}

function picker(accept, camera) {
  const field = make("input", "hidden");
  field.type = "file"; field.accept = accept; field.tabIndex = -1; field.setAttribute("aria-hidden", "true");
  if (camera) field.setAttribute("capture", "environment");
  field.onchange = () => { const file = field.files[0]; choose(file).then(() => { field.value = ""; }); };
  return field;
}

// Some phones leave the camera out where documents are taken too: there it has a button of its own.
function attach() {
  const button = make("button", "attach"), any = picker(TAKEN), camera = picker("image/*", true), ways = make("div", "choices ways");
  button.type = "button"; button.appendChild(shape("attach"));
  button.setAttribute("aria-label", WORDS.attach); button.title = WORDS.attach;
  ways.hidden = true;
  [[WORDS.file_camera, camera], [WORDS.file_choose, any]].forEach((way) => {
    const press = make("button", "choice", way[0]);
    press.type = "button"; press.onclick = () => { fold(true); way[1].click(); };
    ways.appendChild(press);
  });
  const touch = window.matchMedia && window.matchMedia("(pointer: coarse)").matches;
  const fold = (folded) => { ways.hidden = folded; if (touch) button.setAttribute("aria-expanded", String(!folded)); };
  fold(true);
  button.onclick = () => { if (!touch) any.click(); else { fold(!ways.hidden); if (!ways.hidden) ways.firstChild.focus(); } };
  return [ways, any, camera, button];
}

window.addEventListener("online", () => again(sending.filter((f) => f.away)));
window.addEventListener("beforeunload", (event) => {
  if (sending.some((f) => f.stopped !== "ended")) { event.preventDefault(); event.returnValue = ""; }
});
