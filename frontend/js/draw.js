/**
 * <process-drawing draft-key="…" tool="…" look="…" words="{…}" name="…" [given]> around a canvas and a
 * form with a textarea `xml` and a hidden `drawn_on`. On a screen that is wide enough it fetches the
 * drawing tool; on a narrow one it says so and fetches nothing. Every change goes into a sealed draft
 * in this browser; drawn.js forgets it when the drawing is saved. `given`: the server gave back what
 * was sent, so that counts and no older draft. Words: data attributes and elements of the page.
 */
import { dropDraft, keepDraft, readDraft } from "./drafts.js";
import { element, find } from "./page.js";

const wide = matchMedia("(width >= 48rem)");

class ProcessDrawing extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = find("form", this);
    this.area = this.form.elements.xml;
    this.stop = new AbortController();
    const { signal } = this.stop;
    wide.addEventListener("change", () => this.begin(), { signal });
    this.form.addEventListener("submit", (event) => this.submit(event), { signal });
    this.addEventListener("click", (event) => this.act(event), { signal });
    // Letters belong to the drawing while it has focus, not to the page.
    find("[data-canvas]", this).addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1) event.stopPropagation();
    }, { signal });
    addEventListener("beforeunload", (event) => this.unkept && event.preventDefault(), { signal });
    this.begin();
  }

  disconnectedCallback() {
    this.stop?.abort();
  }

  get name() {
    return this.getAttribute("draft-key");
  }

  show(part, yes = true) {
    find(`[data-${part}]`, this).hidden = !yes;
  }

  status(text) {
    const line = find("[data-status]", this);
    if (line.textContent === text) return;
    line.textContent = text;
    find("[data-announce]", this).textContent = text;
  }

  async begin() {
    this.show("narrow", !this.tool && !wide.matches);
    if (!wide.matches || this.begun) return;
    this.begun = true;
    const draft = await this.draft();
    const base = this.form.elements.drawn_on;
    if (draft) base.value = draft.base;
    this.show("frame");
    try {
      const [{ open }] = await Promise.all([import(this.getAttribute("tool")), this.dress()]);
      this.tool = await open(find("[data-canvas]", this), draft?.xml ?? this.area.value, {
        words: JSON.parse(this.getAttribute("words")),
        name: this.getAttribute("name"),
        changed: () => this.changed(),
      });
    } catch (error) {
      console.error(error);
      this.show("frame", false);
      this.show("failed");
      return;
    }
    this.show("unread", this.tool.unread > 0);
    this.show("found", Boolean(draft));
    this.enable();
    this.toggleAttribute("ready", true);
    if (this.hasAttribute("given")) this.keep();
  }

  /** The style of the tool: it measures itself, so it waits for this. */
  dress() {
    const link = element("link", { rel: "stylesheet", href: this.getAttribute("look") });
    document.head.append(link);
    return new Promise((resolve, reject) => {
      link.onload = resolve;
      link.onerror = reject;
    });
  }

  /** What was drawn here before and not saved, or null. */
  async draft() {
    if (this.hasAttribute("given")) return null;
    const draft = await readDraft(this.name).catch(() => null);
    if (!draft) return null;
    const saved = draft.sent && draft.base !== this.form.elements.drawn_on.value;
    if (!saved && draft.xml !== this.area.value.trim()) return draft;
    await dropDraft(this.name).catch(() => null);
    return null;
  }

  enable() {
    for (const [name, can] of Object.entries(this.tool.can())) find(`[data-act=${name}]`, this).disabled = !can;
  }

  act(event) {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "forget") this.forget();
    else this.tool?.acts[act]?.();
  }

  async forget() {
    await dropDraft(this.name).catch(() => null);
    this.unkept = false;
    location.assign(this.form.action);
  }

  changed() {
    this.unkept = true;
    this.enable();
    this.keep();
  }

  /** Seal what is drawn; while one is being sealed the next waits, and only the last counts. */
  keep() {
    if (this.keeping) {
      this.again = true;
      return this.keeping;
    }
    this.keeping = (async () => {
      do {
        this.again = false;
        const xml = await this.tool.written();
        await keepDraft(this.name, { xml: xml.trim(), base: this.form.elements.drawn_on.value });
      } while (this.again);
      this.unkept = false;
      this.status(this.dataset.kept);
    })()
      .catch(() => this.status(this.dataset.notKept))
      .finally(() => (this.keeping = null));
    return this.keeping;
  }

  async submit(event) {
    if (this.sending || !this.tool) return;
    event.preventDefault();
    const { submitter } = event;
    this.area.value = await this.tool.xml();
    await this.keep();
    this.sending = true;
    this.unkept = false;
    this.form.requestSubmit(submitter);
    this.sending = false;
  }
}

customElements.define("process-drawing", ProcessDrawing);
