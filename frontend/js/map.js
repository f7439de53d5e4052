/**
 * <stakeholder-map label="…" said="{name}: …" form="…/" goal="#id"> lets a guide move the dots of
 * the map that the server drew inside it: by mouse, touch or arrow keys. Nothing is stored by
 * moving: the form that asks why is fetched into `goal`, with the new place filled in.
 *
 * A dot is <a href="address of its card" data-influence data-interest data-name>; its form is at
 * `form` below that address. The drawing is <svg data-plot="left top right bottom"> in its own
 * units. `said` is spoken after each step.
 */
const full = 100;
const step = 1;
const leap = 10;
const still = 4;
const hold = (value) => Math.round(Math.min(full, Math.max(0, value)));

class StakeholderMap extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    for (const dot of this.querySelectorAll("a.dot")) {
      dot.setAttribute("aria-description", this.getAttribute("label") ?? "");
    }
    this.addEventListener("pointerdown", (event) => this.take(event), { signal });
    this.addEventListener("pointermove", (event) => this.drag(event), { signal });
    this.addEventListener("pointerup", (event) => this.drop(event), { signal });
    this.addEventListener("pointercancel", () => this.letGo(), { signal });
    this.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    this.addEventListener("click", (event) => this.click(event), { signal, capture: true });
    this.addEventListener("keydown", (event) => this.key(event), { signal });
    this.addEventListener("focusout", () => !this.asked && this.putBack(), { signal });
  }

  disconnectedCallback() {
    this.stop?.abort();
  }

  begin(dot) {
    if (this.moved?.dot === dot) return;
    this.putBack();
    const { influence, interest } = dot.dataset;
    this.moved = { dot, influence: Number(influence), interest: Number(interest) };
    this.asked = false;
  }

  take(event) {
    const dot = event.target.closest("a.dot");
    if (!dot || event.button !== 0) return;
    this.held = { dot, id: event.pointerId, x: event.clientX, y: event.clientY, going: false };
  }

  drag(event) {
    const { held } = this;
    if (!held || event.pointerId !== held.id) return;
    const far = Math.hypot(event.clientX - held.x, event.clientY - held.y);
    if (!held.going && far < still) return;
    if (!held.going) {
      held.going = true;
      held.dot.setPointerCapture(held.id);
      this.begin(held.dot);
      held.from = { ...this.moved };
    }
    const { wide, high, scale } = this.sizes(held.dot);
    const interest = held.from.interest + ((event.clientX - held.x) / scale / wide) * full;
    const influence = held.from.influence - ((event.clientY - held.y) / scale / high) * full;
    this.put(influence, interest);
  }

  drop(event) {
    const { held } = this;
    this.held = null;
    if (!held?.going) return;
    event.preventDefault();
    this.justDropped = true;
    setTimeout(() => (this.justDropped = false));
    this.ask();
  }

  click(event) {
    if (!this.justDropped) return;
    event.preventDefault();
    event.stopPropagation();
  }

  key(event) {
    const dot = event.target.closest?.("a.dot");
    if (!dot) return;
    const by = event.shiftKey ? leap : step;
    const moves = { ArrowUp: [by, 0], ArrowDown: [-by, 0], ArrowRight: [0, by], ArrowLeft: [0, -by] };
    if (event.key in moves) {
      event.preventDefault();
      this.begin(dot);
      const [up, right] = moves[event.key];
      this.put(this.moved.influence + up, this.moved.interest + right);
    } else if (this.moved?.dot === dot && event.key === "Enter") {
      event.preventDefault();
      this.ask();
    } else if (this.moved?.dot === dot && event.key === "Escape") {
      event.preventDefault();
      this.putBack();
      this.say(dot, Number(dot.dataset.influence), Number(dot.dataset.interest));
    }
  }

  /** The plot in units of the drawing, and how many pixels one unit is. */
  sizes(dot) {
    const svg = dot.ownerSVGElement;
    const [left, top, right, bottom] = svg.dataset.plot.split(" ").map(Number);
    return { wide: right - left, high: bottom - top, scale: svg.getScreenCTM().a };
  }

  put(influence, interest) {
    const { dot } = this.moved;
    this.moved.influence = hold(influence);
    this.moved.interest = hold(interest);
    const { wide, high } = this.sizes(dot);
    const right = ((this.moved.interest - dot.dataset.interest) / full) * wide;
    const down = ((dot.dataset.influence - this.moved.influence) / full) * high;
    dot.setAttribute("transform", `translate(${right} ${down})`);
    dot.classList.add("dot-moved");
    this.say(dot, this.moved.influence, this.moved.interest);
  }

  letGo() {
    this.held = null;
    this.putBack();
  }

  putBack() {
    this.moved?.dot.removeAttribute("transform");
    this.moved?.dot.classList.remove("dot-moved");
    this.moved = null;
  }

  say(dot, influence, interest) {
    const place = this.querySelector("[data-said]");
    if (!place) return;
    const words = { name: dot.dataset.name, influence, interest };
    place.textContent = this.getAttribute("said").replace(/\{(\w+)\}/g, (_, name) => words[name]);
  }

  /** The form that asks why stands below the map, with the new place filled in. */
  async ask() {
    const { dot, influence, interest } = this.moved;
    this.asked = true;
    const address = `${dot.getAttribute("href")}${this.getAttribute("form")}?influence=${influence}&interest=${interest}`;
    const goal = this.getAttribute("goal");
    const headers = { "HX-Target": `div${goal}` };
    await window.htmx.ajax("GET", address, { target: goal, swap: "innerHTML", headers });
    document.querySelector(`${goal} [data-focus]`)?.focus();
  }
}

customElements.define("stakeholder-map", StakeholderMap);
