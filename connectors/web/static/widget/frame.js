// The frame: a button in the corner, and the box it opens. Tab order follows the eye.
let box, opener, count, log, state, said, who, starters, input;

function counted() { count.textContent = unread; count.hidden = !unread; }

function toggle(shown) {
  box.hidden = !shown; opener.hidden = shown;
  keep(SHOWN, shown, TAB);
  if (!shown) { opener.focus(); return; }
  unread = 0; counted();
  fit();
  begin();
  input.focus({ preventScroll: true });
  log.scrollTop = log.scrollHeight;
}

// On a phone the keyboard covers the page without shrinking it: keep the box in what is seen.
function fit() {
  const seen = window.visualViewport, phone = window.innerWidth <= 520;
  box.style.height = seen && phone ? seen.height + "px" : "";
  box.style.top = seen && phone ? seen.offsetTop + "px" : "";
}

function head() {
  const top = make("div", "top"), names = make("div"), shut = make("button", "shut");
  who = make("p", "owner", WORDS.owner_bot);
  who.setAttribute("role", "status");
  shut.type = "button"; shut.appendChild(shape("shut")); shut.setAttribute("aria-label", WORDS.close);
  shut.onclick = () => toggle(false);
  names.appendChild(make("h2", "", WORDS.library)); names.appendChild(who);
  top.appendChild(names); top.appendChild(shut);
  return top;
}

function foot() {
  const form = make("form", "form"), go = make("button", "send", WORDS.send);
  input = make("textarea"); input.rows = 1; input.maxLength = 4000; input.dir = "auto";
  input.placeholder = WORDS.placeholder; input.setAttribute("aria-label", WORDS.input);
  input.setAttribute("enterkeyhint", "send");
  go.type = "submit";
  attach().concat(input, go).forEach((part) => form.appendChild(part));
  const grow = () => { input.style.height = "48px"; input.style.height = Math.min(input.scrollHeight + 2, 120) + "px"; };
  form.onsubmit = (event) => { event.preventDefault(); submit(); };
  input.oninput = grow;
  return form;
}

function submit() {
  const text = input.value.trim();
  if (text && ask(text)) { input.value = ""; input.oninput(); }
}

// Safari ends a composition before the Enter that ended it: that Enter has the code 229.
const composing = (event) => event.isComposing || event.keyCode === 229;
function pressed(event, at) {
  if (composing(event)) return;
  if (event.key === "Escape" && !box.hidden) toggle(false);
  if (event.key === "Enter" && !event.shiftKey && at === input) { event.preventDefault(); submit(); }
}

// Keys typed here are ours alone: a page's shortcuts, which see no field of ours but only the
// host element, are passed by. What a key does by itself (a letter, Tab) it still does.
function own() {
  ["keydown", "keypress", "keyup"].forEach((name) => window.addEventListener(name, (event) => {
    const at = event.composedPath()[0];
    if (!(at instanceof Node) || !box.contains(at)) return;
    event.stopImmediatePropagation();
    if (name === "keydown") pressed(event, at);
  }, true));
}

function styled(root) {
  if (root.adoptedStyleSheets && window.CSSStyleSheet && CSSStyleSheet.prototype.replaceSync) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } else root.appendChild(make("style", "", STYLE));
}

// Once on a page, however often the script stands in it; a page that swaps its body keeps it.
const host = make("div");
const stay = () => { if (document.body && !host.isConnected) document.body.appendChild(host); };
window[MARK] = stay;
function start() {
  host.id = "thuthu";
  stay();
  const root = host.attachShadow({ mode: "open" });
  styled(root);
  own();
  opener = make("button", "open"); opener.type = "button";
  count = make("span", "count"); count.hidden = true; count.setAttribute("aria-label", WORDS.unread);
  opener.appendChild(shape("chat")); opener.appendChild(make("span", "", WORDS.title)); opener.appendChild(count);
  opener.onclick = () => toggle(true);
  box = make("section", "box"); box.hidden = true;
  box.setAttribute("role", "dialog"); box.setAttribute("aria-label", WORDS.title);
  box.onkeydown = (event) => pressed(event, event.target);
  log = make("ul", "log"); log.tabIndex = 0;
  log.setAttribute("aria-live", "polite"); log.setAttribute("aria-label", WORDS.log);
  starters = make("div", "choices"); starters.style.padding = "0 14px 4px";
  WORDS.starters.forEach((text) => starters.appendChild(choice({ title: text })));
  state = make("div", "state"); state.setAttribute("role", "status");
  const dots = make("span", "dots"); dots.setAttribute("aria-hidden", "true");
  [1, 2, 3].forEach(() => dots.appendChild(make("i")));
  said = make("span");
  state.appendChild(dots); state.appendChild(said);
  [head(), log, starters, state, foot()].forEach((part) => box.appendChild(part));
  root.appendChild(opener); root.appendChild(box);
  if (kept(SHOWN, TAB)) toggle(true);
  else if (kept(KEY) && owner !== "bot") begin();
}

// Any button of the page may ask for the reader: <button data-thuthu-ask="...">.
document.addEventListener("click", (event) => {
  const asked = event.target.closest && event.target.closest("[data-thuthu-ask]");
  if (asked) { toggle(true); ask(asked.getAttribute("data-thuthu-ask")); }
});
window.addEventListener("online", () => { wait = 1000; connect(); poll(); });
window.addEventListener("storage", (event) => {
  if (event.key === QUEUE) unsent.list = kept(QUEUE) || [];
  if (event.key === KEY && begun && kept(KEY) && kept(KEY) !== token) {
    token = kept(KEY); talk = ""; after = 0; log.textContent = ""; sending.forEach(pending);
    if (socket) socket.close(); else connect();
    poll();
  }
});
if (window.visualViewport) window.visualViewport.addEventListener("resize", () => { if (!box.hidden) fit(); });
if (document.body) start(); else document.addEventListener("DOMContentLoaded", start);
