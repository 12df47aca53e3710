// Searching the catalogue and the digitized texts beside the conversation.
"use strict";
(function () {
  const { words, el, call, fill, make, button } = window.desk;

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
    // An approved answer goes into one's own as text; a record or a page under it, as its source.
    if (found.answer) item.append(button(words.canned_use, () => { if (window.desk.talk.held) window.desk.insert(found.answer); }, true));
    else item.append(button(words.insert, () => window.desk.pick(cited, found.meta, found.call_number), true));
    return item;
  }

  el("search-form").addEventListener("submit", search);
})();
