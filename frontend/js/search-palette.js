/**
 * `<search-palette>`: places, things and acts by name (Ctrl or Cmd and K). The search page answers
 * with options for the list; where somebody was before is kept in this tab only.
 */
import { seal, unseal } from "./drafts.js";
import { all, element, find } from "./page.js";
import { parsePage } from "./trusted.js";

const kept = "recent";
const most = 5;
const rest = 120;

const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const letters = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

/** Where one was before in this tab. A title may name somebody: what is kept is sealed. */
async function recent() {
  const [iv, sealed] = (sessionStorage.getItem(kept) ?? "").split(" ");
  if (!sealed) return [];
  return (await unseal(kept, { iv: bytes(iv), sealed: bytes(sealed) })) ?? [];
}

async function remember(places) {
  const { iv, sealed } = await seal(kept, places);
  sessionStorage.setItem(kept, `${letters(iv)} ${letters(sealed)}`);
}

let places = [];

class SearchPalette extends HTMLElement {
  connectedCallback() {
    this.input = find("input", this);
    this.list = find("[role=listbox]", this);
    this.status = find("[role=status]", this);
    this.input.addEventListener("input", () => {
      clearTimeout(this.waits);
      this.waits = setTimeout(() => this.ask(), rest);
    });
    this.input.addEventListener("keydown", (event) => this.press(event));
    // an opened dialog gives focus to its first field
    this.input.addEventListener("focus", () => {
      this.input.select();
      this.ask();
    });
  }

  async ask() {
    this.asks?.abort();
    this.asks = new AbortController();
    const query = this.input.value.trim();
    const address = `${this.dataset.from}?${new URLSearchParams({ q: query })}`;
    try {
      const headers = { "HX-Request": "true", "HX-Target": "div#palette-found" };
      const answer = await fetch(address, { headers, signal: this.asks.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      this.show([...parsePage(await answer.text()).body.children], query);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.show([], query);
      this.status.textContent = document.body.dataset.offline;
    }
  }

  show(groups, query) {
    this.list.replaceChildren(...(query ? [] : this.before()), ...groups);
    this.options = all("[role=option]", this.list);
    this.options.forEach((option, index) => {
      option.id = `palette-${index}`;
    });
    this.status.textContent = this.options.length ? "" : this.dataset.nothing;
    this.status.classList.toggle("visually-hidden", this.options.length > 0);
    this.choose(0);
  }

  /** Where somebody was before, in this tab. */
  before() {
    if (!places.length) return [];
    const head = element("p", { id: "palette-recent", class: "palette-head" }, this.dataset.recent);
    const links = places.map((place) =>
      element(
        "a",
        { role: "option", tabindex: "-1", "aria-selected": "false", href: place.url },
        element("span", {}, place.title),
      ),
    );
    return [element("div", { role: "group", "aria-labelledby": "palette-recent" }, head, ...links)];
  }

  choose(index) {
    const count = this.options.length;
    this.at = count ? (index + count) % count : -1;
    this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.at)));
    const option = this.options[this.at];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.choose(this.at + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.options[this.at]?.click();
    }
  }
}
customElements.define("search-palette", SearchPalette);

const dialog = find("#palette");
if (dialog) {
  const here = { url: location.pathname, title: find("h1")?.textContent.trim() ?? "" };
  recent()
    .then((before) => {
      places = before.filter((place) => place.url !== here.url);
      if (here.title) return remember([here, ...places].slice(0, most + 1));
    })
    .catch(() => {}); // without storage there is no list of before
} else {
  // signed out, or out of every programme: nothing stays behind in this tab
  sessionStorage.removeItem(kept);
}
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
  if (!dialog) return;
  event.preventDefault();
  if (dialog.open) dialog.close();
  else if (!find("dialog[open]")) dialog.showModal();
});
