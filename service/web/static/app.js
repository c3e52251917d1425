// Keys, copying, and what this trainer has opened already. Every page works without it.
"use strict";

const SEEN = "triage-seen";
const MOST_SEEN = 5000;

function seen() {
  try { return JSON.parse(localStorage.getItem(SEEN)) || []; } catch { return []; }
}

const opened = document.querySelector("[data-seen]");
if (opened) {
  const known = seen().filter((id) => id !== opened.dataset.seen);
  known.push(opened.dataset.seen);
  localStorage.setItem(SEEN, JSON.stringify(known.slice(-MOST_SEEN)));
}
const known = new Set(seen());
for (const entry of document.querySelectorAll("[data-entry]")) {
  entry.querySelector(".unseen").hidden = known.has(entry.dataset.entry);
}

for (const choice of document.querySelectorAll("[data-submit]")) {
  choice.addEventListener("change", () => choice.form.submit());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}

// A key does what the element that names it does. Letters go by their place on the keyboard, so that they work in any layout.
const CODES = { KeyJ: "j", KeyK: "k", KeyV: "v", KeyS: "s", KeyL: "l", KeyN: "n", KeyH: "h", KeyC: "c" };
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, select, input:not([type=radio])");
  if (typing && !(event.ctrlKey && event.key === "Enter")) return;
  if ((event.ctrlKey || event.metaKey || event.altKey) && event.key !== "Enter") return;
  const key = CODES[event.code] || event.key;
  for (const element of document.querySelectorAll("[data-key]")) {
    if (element.dataset.key !== key && element.dataset.or !== key) continue;
    if ((element.dataset.with === "ctrl") !== event.ctrlKey) continue;
    event.preventDefault();
    element.click();
    return;
  }
});

// While a training runs its part of the page is read again; at its end the whole page is.
const run = document.querySelector("#run[data-running=yes]");
if (run) {
  const timer = setInterval(async () => {
    const answer = await fetch("/learning").catch(() => null);
    if (!answer || !answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#run");
    if (!found) return;
    if (found.dataset.running === "yes") { run.replaceChildren(...found.childNodes); return; }
    clearInterval(timer);
    location.reload();
  }, 2000);
}
