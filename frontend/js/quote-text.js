/**
 * <quote-text form-id="…" quotes-from="…"> lets a reader take a passage out of a text that the
 * server rendered inside it: with mouse or touch by selecting, with the keyboard by sentence.
 *
 * Blocks of text are [data-start] (the place of the block in the whole text, in code points); without
 * that attribute the paragraphs follow each other, one newline apart. The chosen passage goes into
 * the form's `start`, `end` (code points) and `exact`; [data-passage] in the form shows it and
 * [data-without-script] is hidden. Passages that are quotes already are <data value="start:end"
 * data-kind="worry" data-quote-id="…">, inside this element or in the element `quotes-from`; they are
 * painted, not marked up. A link [data-quote="…"] anywhere goes to its passage.
 */
import { all, find } from "./page.js";

const kinds = ["worry", "wish", "other"];
const shortest = 3;
const length = (text) => [...text].length;

class QuoteText extends HTMLElement {
  connectedCallback() {
    if (this.sentences) return;
    this.form = document.getElementById(this.getAttribute("form-id"));
    this.stop = new AbortController();
    this.cutIntoSentences();
    if (this.form) this.takeForm();
    this.paint();
    const { signal } = this.stop;
    document.addEventListener("selectionchange", () => this.waitForSelection(), { signal });
    document.addEventListener("htmx:after:swap", () => this.paint(), { signal });
    document.addEventListener("click", (event) => this.goTo(event), { signal });
    this.addEventListener("keydown", (event) => this.key(event), { signal });
    this.addEventListener("click", (event) => {
      const sentence = event.target.closest(".sentence");
      if (sentence && getSelection().isCollapsed) this.stand(this.sentences.indexOf(sentence), false);
    }, { signal });
  }

  disconnectedCallback() {
    this.stop?.abort();
    clearTimeout(this.waiting);
    for (const kind of [...kinds, "new"]) CSS.highlights?.delete(`quote-${kind}`);
  }

  /** Every sentence becomes a stop for the keyboard; the words themselves do not change. */
  cutIntoSentences() {
    const body = find("[data-text]", this) ?? this;
    let blocks = all("[data-start]", body);
    if (!blocks.length) blocks = all("p:not(.hint)", body);
    const segments = new Intl.Segmenter(document.documentElement.lang, { granularity: "sentence" });
    this.sentences = [];
    this.ranges = [];
    let place = 0;
    for (const block of blocks) {
      if (block.dataset.start !== undefined) place = Number(block.dataset.start);
      const text = block.textContent;
      const pieces = [...segments.segment(text)].map(({ segment }) => {
        const piece = document.createElement("span");
        piece.className = "sentence";
        piece.textContent = segment;
        piece.tabIndex = -1;
        piece.setAttribute("role", "option");
        piece.setAttribute("aria-selected", "false");
        this.sentences.push(piece);
        this.ranges.push([place, (place += length(segment))]);
        return piece;
      });
      block.replaceChildren(...pieces);
      if (block !== body) block.setAttribute("role", "group");
      place += 1;
    }
    if (!this.sentences.length) return;
    body.setAttribute("role", "listbox");
    body.setAttribute("aria-multiselectable", "true");
    body.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.sentences[0].tabIndex = 0;
    this.here = 0;
    this.anchor = 0;
  }

  takeForm() {
    for (const part of all("[data-without-script]", this.form)) part.hidden = true;
    this.passage = find("[data-passage]", this.form);
    // A form that came back with errors stays open.
    const kept = this.form.elements.exact?.value || find("[aria-invalid=true]", this.form);
    if (kept) this.show(this.form.elements.exact?.value ?? "");
    else if (this.form.classList.contains("is-open")) this.close();
    else this.form.hidden = true;
    const { signal } = this.stop;
    this.form.addEventListener("click", (event) => {
      if (event.target.closest("[data-quote-cancel]")) this.close();
    }, { signal });
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    }, { signal });
    this.form.addEventListener("htmx:after:swap", () => this.form.isConnected && this.takeForm(), { signal });
    document.addEventListener("quotes:changed", () => this.close(), { signal });
  }

  /** The code point of a boundary of a selection. Outside a sentence: the nearest one inward. */
  placeOf(node, offset, isEnd) {
    const isText = node.nodeType === Node.TEXT_NODE;
    const index = isText ? this.sentences.indexOf(node.parentElement.closest(".sentence")) : -1;
    if (index >= 0) return this.ranges[index][0] + length(node.data.slice(0, offset));
    const point = document.createRange();
    point.setStart(node, offset);
    let next = this.sentences.findIndex((each) => point.comparePoint(each, 0) >= 0);
    if (next < 0) next = this.sentences.length;
    if (isEnd) return next ? this.ranges[next - 1][1] : 0;
    return this.ranges[next]?.[0] ?? this.ranges.at(-1)[1];
  }

  /** The text between two places, with the newlines between its blocks. */
  text(start, end) {
    let text = "";
    let reached = start;
    this.sentences.forEach((sentence, index) => {
      const [from, to] = this.ranges[index];
      if (to <= start || from >= end) return;
      text += "\n".repeat(Math.max(0, from - reached));
      text += [...sentence.textContent].slice(Math.max(0, start - from), end - from).join("");
      reached = Math.min(to, end);
    });
    return text;
  }

  range(start, end) {
    const range = document.createRange();
    const put = (place, set, last) => {
      let index = this.ranges.findIndex(([, to]) => (last ? place <= to : place < to));
      if (index < 0) index = this.ranges.length - 1;
      const node = this.sentences[index].firstChild;
      const within = Math.max(0, place - this.ranges[index][0]);
      set(node, [...node.data].slice(0, within).join("").length);
    };
    put(start, (node, at) => range.setStart(node, at), false);
    put(end, (node, at) => range.setEnd(node, at), true);
    return range;
  }

  quotes() {
    const elsewhere = document.getElementById(this.getAttribute("quotes-from") ?? "");
    return [this, elsewhere].filter(Boolean).flatMap((root) =>
      all("data[value]", root).map((mark) => {
        const [start, end] = mark.value.split(":").map(Number);
        return { start, end, kind: mark.dataset.kind, id: mark.dataset.quoteId };
      }),
    );
  }

  paint() {
    if (!globalThis.CSS?.highlights || !this.sentences.length) return;
    const quotes = this.quotes().filter(({ start, end }) => end > start);
    for (const kind of kinds) {
      const mine = quotes.filter((quote) => (kinds.includes(quote.kind) ? quote.kind : "other") === kind);
      CSS.highlights.set(`quote-${kind}`, new Highlight(...mine.map(({ start, end }) => this.range(start, end))));
    }
  }

  waitForSelection() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.fromSelection(), matchMedia("(hover: none)").matches ? 600 : 200);
  }

  fromSelection() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !this.sentences.length) return;
    const range = selection.getRangeAt(0);
    if (!this.contains(selection.anchorNode) && !this.contains(selection.focusNode)) return;
    const start = this.placeOf(range.startContainer, range.startOffset, false);
    const end = this.placeOf(range.endContainer, range.endOffset, true);
    if (end > start) this.choose(start, end, false);
  }

  /** Take the passage, without the white space around it. */
  choose(start, end, byKeyboard) {
    const origin = Math.max(start, this.ranges.find(([, to]) => to > start)?.[0] ?? start);
    const chosen = [...this.text(origin, end)];
    const from = origin + chosen.findIndex((character) => /\S/u.test(character));
    const to = origin + chosen.findLastIndex((character) => /\S/u.test(character)) + 1;
    if (to - from < shortest || !this.form) return;
    const exact = this.text(from, to);
    this.form.elements.start.value = from;
    this.form.elements.end.value = to;
    this.form.elements.exact.value = exact;
    CSS.highlights?.set("quote-new", new Highlight(this.range(from, to)));
    this.show(exact);
    this.byKeyboard = byKeyboard;
    if (byKeyboard) this.firstControl()?.focus();
    this.dispatchEvent(new CustomEvent("quote:chosen", { bubbles: true, detail: { start: from, end: to, exact } }));
  }

  firstControl() {
    return all("input:not([type=hidden]), select, textarea, button", this.form).find((each) => each.checkVisibility());
  }

  show(exact) {
    this.form.hidden = false;
    this.form.classList.add("is-open");
    if (this.passage) {
      this.passage.hidden = !exact;
      this.passage.textContent = `“${exact}”`;
    }
  }

  close() {
    if (this.form.hidden) return;
    this.form.hidden = true;
    this.form.classList.remove("is-open");
    for (const name of ["start", "end", "exact"]) this.form.elements[name].value = "";
    CSS.highlights?.delete("quote-new");
    getSelection().removeAllRanges();
    this.sentences[this.here]?.focus({ preventScroll: !this.byKeyboard });
  }

  key(event) {
    const index = this.sentences.indexOf(event.target.closest(".sentence"));
    if (index < 0) return;
    const last = this.sentences.length - 1;
    const moves = { ArrowDown: index + 1, ArrowRight: index + 1, ArrowUp: index - 1, ArrowLeft: index - 1, Home: 0, End: last };
    if (event.key in moves) {
      event.preventDefault();
      this.stand(Math.max(0, Math.min(last, moves[event.key])), event.shiftKey);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const [first, final] = [Math.min(this.anchor, index), Math.max(this.anchor, index)];
      this.choose(this.ranges[first][0], this.ranges[final][1], true);
    }
  }

  stand(index, extend) {
    this.sentences[this.here].tabIndex = -1;
    this.here = index;
    if (!extend) this.anchor = index;
    const [first, last] = [Math.min(this.anchor, index), Math.max(this.anchor, index)];
    this.sentences.forEach((each, at) => each.setAttribute("aria-selected", at >= first && at <= last));
    this.sentences[index].tabIndex = 0;
    this.sentences[index].focus();
  }

  goTo(event) {
    const link = event.target.closest("[data-quote]");
    const quote = link && this.quotes().find(({ id }) => id === link.dataset.quote);
    if (!quote) return;
    event.preventDefault();
    const index = this.ranges.findIndex(([, to]) => to > quote.start);
    this.sentences[index]?.scrollIntoView({ block: "center" });
    if (index >= 0) this.stand(index, false);
  }
}

customElements.define("quote-text", QuoteText);
