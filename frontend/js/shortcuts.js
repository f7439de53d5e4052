/**
 * Single letters: `?` shows the list, `g` and a letter goes to a place in the main menu.
 * The letter is the first of the label that is still free (Dutch: g v, g g, g z).
 */
import { all, element, find } from "./page.js";

const stored = "letters";
const patience = 1500;
const places = new Map();

const inUse = () => localStorage.getItem(stored) !== "off";

for (const link of all("a[data-go]")) {
  const letters = link.textContent.toLowerCase().replace(/[^\p{L}]/gu, "");
  const letter = [...letters].find((each) => !places.has(each));
  if (letter) places.set(letter, link);
}
const list = find("[data-keys]");
for (const [letter, link] of places) {
  list?.append(
    element(
      "div",
      {},
      element("dt", {}, element("kbd", {}, "g"), " ", element("kbd", {}, letter)),
      element("dd", {}, link.textContent.trim()),
    ),
  );
}
const choice = find("[data-letters]");
if (choice) {
  choice.checked = inUse();
  choice.addEventListener("change", () => localStorage.setItem(stored, choice.checked ? "on" : "off"));
}

let pressedG = 0;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !inUse()) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog, [role=listbox]")) return;
  if (Date.now() - pressedG < patience) {
    pressedG = 0;
    const place = places.get(event.key);
    if (place) {
      event.preventDefault();
      place.click();
    }
  } else if (event.key === "g") {
    pressedG = Date.now();
  } else if (event.key === "?") {
    find("#shortcuts")?.showModal();
  }
});
