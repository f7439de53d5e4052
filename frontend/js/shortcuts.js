/**
 * Single letters: `?` shows the list, `/` goes to the search box, `g` and a letter goes to a place in
 * the main menu, `j`, `k` and `x` walk through a list. Who switched letters off in their details
 * (`data-letters="off"` on the body) has none of them.
 * The letter of a place is the first of its label that is still free (Dutch: g v, g g, g z).
 */
import { all, element, find } from "./page.js";

const patience = 1500;
const places = new Map();
const inUse = document.body.dataset.letters !== "off";

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

const lines = () =>
  all("#main .row, #main tbody tr").filter((line) => line.checkVisibility() && find("a[href], [type=checkbox]", line));
const linkOf = (line) => find(".row-title[href], th a[href], a[href]", line) ?? find("[type=checkbox]", line);

/** The next or previous line of a list gets focus; from elsewhere the first. */
function walk(step) {
  const found = lines();
  const here = found.findIndex((line) => line.contains(document.activeElement));
  const next = found[here < 0 ? 0 : here + step];
  if (next) linkOf(next).focus();
}

const letters = {
  j: () => walk(1),
  k: () => walk(-1),
  x: () => {
    const line = lines().find((each) => each.contains(document.activeElement));
    (line && find("[type=checkbox]", line))?.click();
  },
  "?": () => find("#shortcuts")?.showModal(),
  "/": () => find("#main input[type=search], #top-q")?.focus(),
};

let pressedG = -patience;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !inUse) return;
  const typing = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [role=listbox]";
  if (event.target.closest?.(typing)) return;
  if (event.timeStamp - pressedG < patience) {
    pressedG = -patience;
    const place = places.get(event.key);
    if (place) {
      event.preventDefault();
      place.click();
    }
  } else if (event.key === "g") {
    pressedG = event.timeStamp;
  } else if (Object.hasOwn(letters, event.key)) {
    event.preventDefault();
    letters[event.key]();
  }
});
