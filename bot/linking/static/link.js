// The token stands in the fragment, so that no proxy or log sees it; this page posts it.
"use strict";
(function () {
  const words = JSON.parse(document.getElementById("words").textContent);
  const el = (id) => document.getElementById(id);
  // Kept for this tab alone: a phone short of memory reloads the page while the card is looked for.
  const kept = "thuthu.link";
  const token = location.hash.slice(1) || sessionStorage.getItem(kept) || "";
  sessionStorage.setItem(kept, token);
  history.replaceState(null, "", location.pathname);

  async function post(path, body) {
    try {
      const answer = await fetch("/lien-ket/" + path, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json().catch(() => ({})) };
    } catch (error) {
      return { status: 0, body: {} };
    }
  }
  function say(text, problem) {
    el("message").textContent = text;
    el("message").className = problem ? "problem" : "";
  }

  async function begin() {
    const answer = await post("xem", { token });
    if (answer.status !== 200) { say(words.gone, true); return; }
    el("chat").textContent = [words["channel_" + answer.body.channel] || answer.body.channel, answer.body.name].filter(Boolean).join(" – ");
    say("");
    el("form").hidden = false;
    el("card").focus();
  }
  async function submit(event) {
    event.preventDefault();
    if (!el("consent").checked) { say(words.need_consent, true); el("consent").focus(); return; }
    const button = el("form").querySelector("button");
    button.disabled = true;
    const answer = await post("the", { token, card: el("card").value, pin: el("pin").value, consent: words.consent_version });
    el("pin").value = "";
    button.disabled = false;
    if (answer.status === 200) {
      el("form").hidden = true;
      sessionStorage.removeItem(kept);
      say("");
      if (answer.body.linked) { say(words.renewed); return; }
      el("code").textContent = answer.body.code;
      el("done").hidden = false;
      el("code").focus();
      return;
    }
    if (answer.status === 410) { el("form").hidden = true; say(words.gone, true); return; }
    if (answer.status === 429) { say(words.throttled, true); return; }
    say(answer.status === 503 || answer.status === 0 ? words.busy : words.wrong, true);
    el("pin").focus();
  }
  el("form").addEventListener("submit", submit);
  el("copy").hidden = !navigator.clipboard;
  el("copy").addEventListener("click", () => {
    navigator.clipboard.writeText(el("code").textContent).then(() => { el("copy").textContent = words.copied; }, () => {});
  });
  begin();
})();
