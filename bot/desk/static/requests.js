// Requests to the desk: chosen, then closed together. What readers wrote is put in as text only.
"use strict";
(function () {
  const { el, say, call } = window.desk;
  const said = JSON.parse(el("said").textContent);

  function row(request) {
    const line = el("row").content.cloneNode(true).querySelector("tr");
    const cells = line.children;
    const box = cells[0].firstElementChild;
    box.value = String(request.number);
    box.setAttribute("aria-label", said["kind_" + request.kind] + " " + request.title);
    const promised = request.promised + (request.late ? " – " + said.late : "");
    const texts = [said["kind_" + request.kind], request.title, request.card, request.branch, request.asked, promised];
    texts.forEach((text, at) => { cells[at + 1].textContent = text; });
    line.classList.toggle("late", request.late);
    return line;
  }

  async function show() {
    const found = await call("GET", "/requests");
    if (found === null) return;
    el("rows").replaceChildren(...found.requests.map(row));
    el("all").checked = false;
    el("open").hidden = found.requests.length === 0;
    el("empty").hidden = found.requests.length > 0;
  }

  function boxes() { return [...el("rows").querySelectorAll("input")]; }

  async function close(outcome) {
    const numbers = boxes().filter((box) => box.checked).map((box) => Number(box.value));
    if (numbers.length === 0) { say(said.choose_first); return; }
    const done = await call("POST", "/requests/close", { numbers, outcome, note: el("note").value });
    if (done === null) return;
    el("note").value = "";
    const told = [said.closed.replace("{count}", done.closed)];
    if (done.untold.length > 0) {
      told.push(said.untold.replace("{count}", done.untold.length).replace("{cards}", done.untold.join(", ")));
    }
    await show();
    say(told.join(" "));
  }

  el("open").addEventListener("submit", (event) => event.preventDefault());
  el("all").addEventListener("change", () => { for (const box of boxes()) box.checked = el("all").checked; });
  el("done").addEventListener("click", () => close("done"));
  el("refused").addEventListener("click", () => close("refused"));
  show();
})();
