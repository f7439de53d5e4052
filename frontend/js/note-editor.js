/**
 * <note-editor draft-key="…" unlock-url="…"> around a form with a textarea and a hidden `version`.
 *
 * Every keystroke goes into a sealed draft in this browser; the server gets the form some 800 ms after
 * the last one, by POST with `X-Autosave: 1`. It answers
 *   200 {version, saved_at}           stored: the draft is forgotten
 *   409 {mine, theirs, version}       somebody else (or another tab) was first: both texts are shown
 *   423 {locked: true}                the vault is locked: unlock in place, then go on
 *   4xx {message}                     not accepted (too long): says why, and waits for a change
 * Anything else (no network, an error) is tried again, slower and slower. Words: data attributes.
 */
import { keepDraft, readDraft, dropDraft } from "./drafts.js";
import { clock, find, tokenHeaders } from "./page.js";
import { parsePage } from "./trusted.js";

const pause = 800;
const slowest = 60_000;
const patience = 3000;
const mostOnLeaving = 60_000;
/** A form sends \r\n, a textarea holds \n. */
const lines = (text) => text.replaceAll("\r\n", "\n");

/** A short mark of a text, to recognise it again; says nothing about the text itself. */
function mark(text) {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (const character of text) {
    const code = character.codePointAt(0);
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
  }
  return `${one >>> 0}.${other >>> 0}`;
}

class NoteEditor extends HTMLElement {
  async connectedCallback() {
    if (this.form) return;
    this.form = find("form", this);
    this.area = find("textarea", this.form);
    // What the browser puts back by itself is older than the draft, and would be taken for typing.
    this.area.autocomplete = "off";
    this.stored = this.area.value;
    this.wait = pause;
    // Nothing is sent before the draft is back, unless this browser keeps it waiting.
    this.busy = new Promise((done) => (this.restored = done)).then(() => (this.busy = null));
    setTimeout(this.restored, patience);
    this.held = false;
    this.unanswered = new Set();
    this.page = `${performance.timeOrigin}.${Math.random()}`;
    // Read before anything is kept: who types at once would else write over what is to come back.
    this.found = readDraft(this.name).catch(() => null);
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.area.addEventListener("input", () => this.changed(), { signal });
    this.form.addEventListener("submit", (event) => this.submit(event), { signal });
    addEventListener("online", () => this.later(0), { signal });
    addEventListener("pagehide", () => this.leaving(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.leaving(), { signal });
    addEventListener("vault:locked", (event) => {
      event.preventDefault();
      this.unlock();
    }, { signal });
    this.listenToTabs();
    await this.own();
  }

  disconnectedCallback() {
    this.leaving();
    clearTimeout(this.timer);
    this.stop?.abort();
    this.release?.();
    this.tabs?.close();
  }

  get name() {
    return this.getAttribute("draft-key") ?? this.form.action;
  }

  get leftKey() {
    return `left:${this.name}`;
  }

  get version() {
    return this.form.elements.version;
  }

  get isDirty() {
    return this.area.value !== this.stored;
  }

  // Words

  show(state, text) {
    const line = find("[data-status]", this);
    if (!line) return;
    line.dataset.state = state;
    line.textContent = text;
  }

  announce(text) {
    const region = find("[data-announce]", this);
    if (region && region.textContent !== text) region.textContent = text;
  }

  // Typing

  changed() {
    this.show("waiting", this.dataset.waiting);
    if (this.mine) this.mine.textContent = this.area.value;
    this.keep();
    if (!this.held) this.later(pause);
  }

  /** Seal the draft; while one is being sealed the next waits, and only the last counts. */
  keep() {
    if (this.keeping) {
      this.keepAgain = true;
      return this.keeping;
    }
    this.keeping = (async () => {
      do {
        this.keepAgain = false;
        await this.found;
        const [text, version, base] = [this.area.value, Number(this.version.value), this.stored.length];
        await keepDraft(this.name, { text, version, base, page: this.page });
      } while (this.keepAgain);
    })()
      .catch(() => null)
      .finally(() => (this.keeping = null));
    return this.keeping;
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    if (!this.held) this.timer = setTimeout(() => this.save(), milliseconds);
  }

  // Storing

  save() {
    clearTimeout(this.timer);
    if (this.busy) return this.busy.then(() => this.save());
    if (!this.isDirty || this.held) return Promise.resolve(!this.isDirty);
    this.busy = this.send().finally(() => (this.busy = null));
    return this.busy;
  }

  async send() {
    const text = this.area.value;
    let response;
    try {
      response = await this.post(text);
    } catch {
      return this.again(this.dataset.offline);
    }
    const answer = response.headers.get("content-type")?.includes("json") ? await response.json().catch(() => null) : null;
    if (response.status === 200 && answer) return this.acknowledged(text, answer);
    if (response.status === 409 && answer) return this.collided(text, answer);
    if (response.status === 423) return this.unlock();
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      return this.again(this.dataset.signedOut);
    }
    if (response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429) {
      this.show("failed", answer?.message ?? this.dataset.failed);
      this.announce(answer?.message ?? this.dataset.failed);
      return false;
    }
    return this.again(this.dataset.failed);
  }

  /** Send the form. Until there is an answer nobody knows whether the text arrived. */
  post(text, more) {
    this.unanswered.add(mark(text));
    const headers = { ...tokenHeaders(), "X-Autosave": "1" };
    return fetch(this.form.action, { method: "POST", body: new FormData(this.form), headers, redirect: "manual", ...more });
  }

  again(why) {
    this.show("failed", why);
    this.announce(why);
    this.wait = Math.min(this.wait * 2, slowest);
    this.later(this.wait);
    return false;
  }

  async acknowledged(text, answer) {
    this.wait = pause;
    this.answered = true;
    this.unanswered.delete(mark(text));
    this.version.value = answer.version;
    this.stored = text;
    if (this.isDirty) {
      this.keep();
      this.later(pause);
    } else {
      await this.keeping;
      if (!this.isDirty) await dropDraft(this.name).catch(() => null);
    }
    const words = this.dataset.stored.replace("{time}", clock(answer.saved_at));
    if (!this.isDirty) this.show("stored", words);
    this.announce(words);
    this.tabs?.postMessage({ kind: "stored", name: this.name, text, version: answer.version });
    return true;
  }

  // Somebody else was first

  collided(text, answer) {
    const theirs = lines(answer.theirs);
    // Our own words, of an attempt whose answer was lost, is on its way, or came before this one.
    if (theirs === text || theirs === this.stored || this.unanswered.has(mark(theirs))) return this.acknowledged(theirs, answer);
    // Words sent while an earlier page went: they go on from what we know, and we from them.
    if (theirs.startsWith(this.stored) && text.startsWith(theirs)) return this.acknowledged(theirs, answer);
    this.unanswered.delete(mark(text));
    // The words sent while the page went, of which the draft had caught only the first part.
    if (this.returned && this.returned.text === text && this.returned.mark === mark(theirs)) {
      this.returned = null;
      if (this.area.value === text) this.area.value = theirs;
      return this.acknowledged(theirs, answer);
    }
    this.showBoth(theirs, answer.version);
    return false;
  }

  showBoth(theirs, version) {
    this.held = true;
    this.show("failed", this.dataset.conflict);
    const both = find("template[data-conflict]", this).content.cloneNode(true).firstElementChild;
    const [mine, other] = both.querySelectorAll(".conflict-text");
    mine.textContent = this.area.value;
    other.textContent = theirs;
    const place = find("[data-in-place]", this);
    const settle = (text) => {
      this.version.value = version;
      this.stored = theirs;
      this.area.value = text;
      this.held = false;
      this.mine = null;
      place.replaceChildren();
      this.area.focus();
      this.keep();
      if (this.isDirty) this.save();
      else this.acknowledged(text, { version });
    };
    const choices = { mine: () => settle(this.area.value), theirs: () => settle(theirs), both: () => settle(`${theirs}\n\n${this.area.value}`) };
    both.addEventListener("click", (event) => choices[event.target.closest("[data-choose]")?.dataset.choose]?.());
    this.mine = mine;
    place.replaceChildren(both);
    both.focus();
  }

  // The vault is locked

  async unlock() {
    if (this.held) return false;
    this.held = true;
    if (this.isDirty) await this.keep();
    this.toggleAttribute("locked", true);
    this.show("failed", this.dataset.locked);
    this.announce(this.dataset.locked);
    const url = this.getAttribute("unlock-url");
    try {
      const page = parsePage(await (await fetch(url, { headers: { "X-Autosave": "1" } })).text());
      this.showUnlock(page, url);
    } catch {
      this.held = false;
      this.removeAttribute("locked");
      return this.again(this.dataset.offline);
    }
    return false;
  }

  showUnlock(page, url) {
    const found = find("form[data-unlock]", page) ?? find("main form", page) ?? find("form", page);
    const form = document.importNode(found, true);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const target = new URL(form.getAttribute("action") || url, location.href);
        const headers = { ...tokenHeaders(), "X-Autosave": "1" };
        const response = await fetch(target, { method: "POST", body: new FormData(form), headers, redirect: "manual" });
        if (response.ok || response.type === "opaqueredirect") {
          this.held = false;
          find("[data-in-place]", this).replaceChildren();
          this.removeAttribute("locked");
          this.area.focus();
          dispatchEvent(new CustomEvent("vault:unlocked"));
          this.show("waiting", this.isDirty ? this.dataset.waiting : "");
          await this.save();
        } else {
          this.showUnlock(parsePage(await response.text()), url);
        }
      } catch {
        this.announce(this.dataset.offline);
        this.show("failed", this.dataset.offline);
      }
    });
    find("[data-in-place]", this).replaceChildren(form);
    find("input:not([type=hidden])", form)?.focus();
  }

  // Other tabs, leaving, coming back

  listenToTabs() {
    if (!globalThis.BroadcastChannel) return;
    this.tabs = new BroadcastChannel("draagvlak-notes");
    this.tabs.onmessage = ({ data }) => {
      if (data.name !== this.name) return;
      if (data.kind === "opened") this.tabs.postMessage({ kind: "here", name: this.name });
      if (data.kind === "opened" || data.kind === "here") {
        const line = find("[data-elsewhere]", this);
        if (line) line.hidden = false;
      }
      if (data.kind === "stored" && !this.isDirty && !this.held && data.version > Number(this.version.value)) {
        this.area.value = data.text;
        this.stored = data.text;
        this.version.value = data.version;
      }
    };
    this.tabs.postMessage({ kind: "opened", name: this.name });
  }

  /**
   * The last words, on their way while the page goes. Nobody waits for the answer, so the mark of
   * what was sent stays behind: on return the page knows its own words from somebody else's.
   */
  leaving() {
    const sent = this.area.value;
    if (!this.isDirty || this.held || this.left === sent) return;
    this.left = sent;
    localStorage.setItem(this.leftKey, `${this.version.value}:${mark(sent)}`);
    const keepalive = sent.length * 3 < mostOnLeaving;
    const leaving = this.post(sent, { keepalive })
      .then(async (response) => response.status === 200 && this.acknowledged(sent, await response.json()))
      .catch(() => null)
      .finally(() => this.busy === leaving && (this.busy = null));
    // Who only looked away types on: what is sent next waits for this answer.
    this.busy ??= leaving;
  }

  async submit(event) {
    // A form cannot be sent again while its submit event still runs: nothing to store, nothing to stop.
    if (!this.isDirty && !this.held) return;
    event.preventDefault();
    const { submitter } = event;
    if (!this.held && this.isDirty) await this.save();
    if (this.isDirty || this.held) return;
    this.form.requestSubmit(submitter);
  }

  /** A draft belongs to one tab at a time: another takes it over when that one is gone. */
  async own() {
    const { signal } = this.stop;
    const hold = async (lock) => {
      if (!lock) return false;
      await this.restore();
      this.restored();
      await new Promise((release) => {
        this.release = release;
        if (signal.aborted) release();
      });
      return true;
    };
    if (!navigator.locks) return this.restore().then(this.restored);
    const name = `note:${this.name}`;
    const held = await navigator.locks.request(name, { ifAvailable: true }, hold).catch(() => false);
    // Another tab has it: there is nothing to wait for.
    this.restored();
    if (!held) await navigator.locks.request(name, { signal }, hold).catch(() => null);
  }

  async restore() {
    const kept = await readDraft(this.name).catch(() => null);
    // What was typed here may have taken the place of what is to come back.
    const draft = kept?.page === this.page ? await this.found : kept;
    const left = localStorage.getItem(this.leftKey);
    localStorage.removeItem(this.leftKey);
    if (!draft) return;
    if (this.isDirty) {
      if (!this.answered && !this.held && left !== `${draft.version}:${mark(this.stored)}`) this.weave(draft);
      return;
    }
    const arrived = left === `${draft.version}:${mark(this.area.value)}`;
    if (arrived || draft.text === this.area.value) {
      await dropDraft(this.name).catch(() => null);
      return;
    }
    this.area.value = draft.text;
    if (this.isBehind(draft)) {
      this.showBoth(this.stored, Number(this.version.value));
    } else {
      if (left) this.returned = { text: draft.text, mark: left.slice(left.indexOf(":") + 1) };
      this.show("waiting", this.dataset.restored);
      this.announce(this.dataset.restored);
      this.later(0);
    }
  }

  /** Whether somebody else's words were stored since, that do not stand in the draft. */
  isBehind(draft) {
    if (draft.version >= Number(this.version.value)) return false;
    return !(draft.text.startsWith(this.stored) && this.stored.length >= draft.base);
  }

  /** Somebody typed on before the draft was there: their words come after those of the draft. */
  weave(draft) {
    const typed = this.area.value;
    if (draft.text === this.stored || draft.text === typed) return;
    const more = typed.startsWith(this.stored) ? typed.slice(this.stored.length) : `\n\n${typed}`;
    this.area.value = draft.text + more;
    this.keep();
    if (this.isBehind(draft)) this.showBoth(this.stored, Number(this.version.value));
    else this.later(0);
  }
}

customElements.define("note-editor", NoteEditor);
