"use strict";
// Every key presses a button or follows a link of the page; without this script these work by themselves.
const text = document.getElementById("text");
const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();
const follow = (rel) => document.querySelector(`a[rel="${rel}"][href]`)?.click();

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target === text) {
    if (event.key === "Escape") {
      text.value = text.defaultValue;
      text.blur();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      press("e");
    }
    return;
  }
  const actions = {
    j: () => follow("next"), ArrowDown: () => follow("next"),
    k: () => follow("prev"), ArrowUp: () => follow("prev"),
    u: () => press("u"),
    r: () => follow("turn"),
    e: () => { text?.focus(); text?.setSelectionRange(text.value.length, text.value.length); },
    "?": () => { const help = document.getElementById("help"); help.open = !help.open; if (help.open) help.scrollIntoView(); },
  };
  // A button or a link that was reached by Tab is pressed by Enter itself.
  if (event.key === "Enter" && !event.target.closest("button, a, summary")) actions.Enter = () => press("Enter");
  if (/^[1-9]$/.test(event.key)) actions[event.key] = () => press(event.key);
  // A key that is held down must not run through the queue.
  if (!actions[event.key] || (event.repeat && !["j", "k", "ArrowDown", "ArrowUp"].includes(event.key))) return;
  event.preventDefault();
  actions[event.key]();
});

let sent = false;
for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
}
window.addEventListener("pageshow", () => { sent = false; });
