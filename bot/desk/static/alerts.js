// The stream that tells the page to look again, the page's own sign of life, and its alerts.
"use strict";
(function () {
  const { words, el, say, call } = window.desk;
  const KEY = "thuthu.alerts";
  let sound = null;

  function on() { return localStorage.getItem(KEY) === "on"; }
  function show() {
    el("alerts").textContent = on() ? words.alerts_off : words.alerts_on;
    el("alerts").setAttribute("aria-pressed", String(on()));
  }
  async function toggle() {
    localStorage.setItem(KEY, on() ? "off" : "on");
    if (on()) {
      if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
      ring();
    }
    show();
  }
  function ring() {
    if (!window.AudioContext) return;
    sound = sound || new AudioContext();
    const tone = sound.createOscillator(), volume = sound.createGain(), now = sound.currentTime;
    tone.frequency.setValueAtTime(660, now);
    tone.frequency.setValueAtTime(880, now + 0.15);
    volume.gain.setValueAtTime(0.15, now);
    volume.gain.exponentialRampToValueAtTime(0.001, now + 0.5);
    tone.connect(volume).connect(sound.destination);
    tone.start(now);
    tone.stop(now + 0.5);
  }
  function alert() {
    if (!on()) return;
    ring();
    if (document.hidden && "Notification" in window && Notification.permission === "granted")
      new Notification(words.product, { body: words.new_waiting, tag: "waiting" });
  }
  // Asked of the stream, not of a timer: browsers slow the timers of a page in the background.
  function alive() { call("POST", "/presence"); }

  el("alerts").addEventListener("click", toggle);
  show();
  Object.assign(window.desk, { alert });
  const events = new EventSource("/desk/api/events");
  events.addEventListener("queue", () => window.desk.refresh());
  events.addEventListener("conversation", () => window.desk.refreshOpen());
  events.addEventListener("beat", alive);
  events.addEventListener("error", () => say(words.connection_lost));
  events.addEventListener("open", () => { say(""); alive(); window.desk.refresh(); window.desk.refreshOpen(); });
  setInterval(() => window.desk.refresh(), 30000);
  window.desk.chooseTab(sessionStorage.getItem("tab") || "waiting");
})();
