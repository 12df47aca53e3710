// Bubbles. All text enters by textContent; an address is a link only when it is http or https.
const make = (tag, cls, text) => {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  if (text !== undefined) { node.textContent = text; node.dir = "auto"; }
  return node;
};
const SHAPES = {
  chat: "M4 5h16v11H9l-5 4z", shut: "M5 5l14 14M19 5L5 19",
  attach: "M4 8h4l1.5-3h5L16 8h4v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z",
};
const shape = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24"); svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[name]); path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor"); path.setAttribute("stroke-width", "2.2");
  path.setAttribute("stroke-linejoin", "round"); path.setAttribute("stroke-linecap", "round");
  svg.appendChild(path);
  return svg;
};
const safe = (url) => {
  try { const u = new URL(url, BASE); return /^https?:$/.test(u.protocol) ? u.href : null; } catch (error) { return null; }
};

function choice(button) {
  const href = button.url ? safe(button.url) : null;
  const node = make(href ? "a" : "button", "choice", button.title);
  if (href) {
    node.href = href; node.target = "_blank"; node.rel = "noopener";
    node.appendChild(make("span", "hidden", " " + WORDS.new_page));
  } else {
    node.type = "button";
    node.onclick = () => { ask(button.title, button.payload); log.focus(); };
  }
  return node;
}

function choices(buttons, into, cls) {
  if (!buttons || !buttons.length) return;
  const row = make("div", "choices" + (cls ? " " + cls : ""));
  buttons.forEach((button) => row.appendChild(choice(button)));
  into.appendChild(row);
}

function card(said) {
  const node = make("div", "card");
  node.appendChild(make("strong", "", said.title));
  [said.subtitle].concat(said.facts || []).filter(Boolean).forEach((line) => node.appendChild(make("p", "", line)));
  choices(said.buttons, node);
  return node;
}

// The quoted sentence is left out where the answer itself says it.
function source(cited, text) {
  const node = make("div", "card source"), page = cited.page ? WORDS.page.replace("{page}", cited.page) : "";
  if (cited.quote && text.indexOf(cited.quote.trim()) < 0) node.appendChild(make("p", "quote", "“" + cited.quote + "”"));
  node.appendChild(make("strong", "", cited.title));
  const line = [cited.author, page, cited.rights === "on_site" ? WORDS.on_site : ""].filter(Boolean).join(" · ");
  if (line) node.appendChild(make("p", "", line));
  if (cited.rights !== "on_site" && cited.page && cited.url) choices([{ title: WORDS.view, url: cited.url }], node);
  return node;
}

function bubble(item) {
  const cards = item.cards || [], cites = item.citations || [], shown = cites.map((c) => safe(c.url));
  const row = make("li", item.who + (cards.length || cites.length ? " cards" : ""));
  const who = { reader: WORDS.you, librarian: item.sender_name || WORDS.librarian, system: WORDS.system }[item.who] || WORDS.bot;
  row.appendChild(make("p", "who", who));
  (item.files || []).forEach((file) => row.appendChild(enclosed(file, item.event_id)));
  if (item.text) row.appendChild(make("div", "text", item.text));
  cards.forEach((said) => row.appendChild(card(said)));
  cites.forEach((cited) => row.appendChild(source(cited, item.text || "")));
  const links = (item.buttons || []).filter((b) => b.url && shown.indexOf(safe(b.url)) < 0);
  choices(links, row);
  choices((item.buttons || []).filter((b) => !b.url), row, "once");
  return row;
}
