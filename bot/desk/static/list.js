// The desk's one list: tabs, filters, rows. A row that is the same stays, and so does the focus.
"use strict";
(function () {
  const { words, el, say, call, make, button } = window.desk;
  const TABS = ["waiting", "mine", "others", "answered", "closed"];
  const shown = new Map();
  let tab = sessionStorage.getItem("tab") || "waiting";
  let waiting = null;

  function badge(text, kind) { return make("span", "badge " + kind, text); }

  function row(one) {
    const item = make("li");
    item.dataset.id = one.id;
    const top = make("div", "top");
    const name = make("span", "who");
    name.append(make("span", "sign " + one.sign, one.channel), document.createTextNode(" " + (one.reader || words.reader)));
    top.append(name, make("span", "wait", one.when));
    item.append(top, make("p", "said", one.asked));
    const signs = make("p", "signs");
    signs.append(make("span", "wait", [one.reason, one.outcome, one.staff].filter(Boolean).join(" · ")));
    if (one.unsent) signs.append(badge(words.badge_unsent, "bad"));
    if (one.answered) signs.append(badge(words.badge_answered, "good"));
    if (one.drafted) signs.append(badge(words.badge_draft, "plain"));
    if (one.wrote_again) signs.append(badge(words.badge_again, "bad"));
    item.append(signs);
    if (one.state === "waiting") item.append(button(words.claim, () => claim(one.id)));
    else if (one.mine && one.state === "claimed") item.append(button(words.open, () => window.desk.open(one.id), true));
    else if (one.readable) item.append(button(words.look, () => window.desk.open(one.id), true));
    return item;
  }

  function draw(rows) {
    const list = el("rows");
    const held = document.activeElement && list.contains(document.activeElement) ? document.activeElement.closest("li").dataset.id : null;
    const keys = new Set(rows.map((one) => one.id + ":" + one.ticket));
    for (const key of shown.keys()) if (!keys.has(key)) { shown.get(key).node.remove(); shown.delete(key); }
    rows.forEach((one, place) => {
      const key = one.id + ":" + one.ticket, sign = JSON.stringify(one);
      let known = shown.get(key);
      if (!known || known.sign !== sign) {
        const node = row(one);
        if (known) known.node.replaceWith(node);
        known = { node, sign };
        shown.set(key, known);
      }
      known.node.setAttribute("aria-current", String(one.id === window.desk.opened()));
      if (list.children[place] !== known.node) list.insertBefore(known.node, list.children[place] || null);
    });
    if (held && !list.contains(document.activeElement)) {
      const again = [...list.children].find((item) => item.dataset.id === held) || list.firstElementChild;
      if (again && again.querySelector("button")) again.querySelector("button").focus();
    }
  }

  function tell(found) {
    for (const each of TABS) el("count-" + each).textContent = found.counts[each];
    const faults = found.faults.map((text) => make("li", "", text));
    // An alert that is the same is not read out again.
    if (faults.map((each) => each.textContent).join() !== [...el("faults").children].map((each) => each.textContent).join())
      el("faults").replaceChildren(...faults);
    const now = found.counts.waiting;
    document.title = (now ? `(${now}) ` : "") + words.product;
    if (waiting !== null && now > waiting) { say(words.new_waiting); window.desk.alert(); }
    waiting = now;
  }

  async function refresh() {
    const asked = new URLSearchParams({ tab, channel: el("f-channel").value, waited: el("f-waited").value, q: el("f-q").value });
    const found = await call("GET", "/tickets?" + asked);
    if (!found || asked.get("tab") !== tab) return;
    tell(found);
    draw(found.rows);
    el("rows-empty").textContent = words["empty_" + tab];
    el("rows-empty").hidden = found.rows.length > 0;
  }
  function choose(name) {
    tab = name;
    sessionStorage.setItem("tab", tab);
    for (const each of TABS) el("tab-" + each).setAttribute("aria-pressed", String(each === tab));
    refresh();
  }
  async function claim(id) {
    if (await call("POST", `/conversations/${id}/claim`)) await window.desk.open(id);
    await refresh();
  }
  function step(by) {
    const all = [...el("rows").querySelectorAll("button")];
    const place = all.indexOf(document.activeElement);
    const next = all[Math.min(all.length - 1, Math.max(0, place + by))];
    if (next) next.focus();
  }

  for (const each of TABS) el("tab-" + each).addEventListener("click", () => choose(each));
  for (const id of ["f-channel", "f-waited"]) el(id).addEventListener("change", refresh);
  let typing;
  el("f-q").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(refresh, 300); });
  Object.assign(window.desk, { refresh, chooseTab: choose, stepRow: step, TABS });
})();
