/**
 * <idle-lock ping-url="…" minutes="30"> keeps the vault open while somebody works, and shows it locked
 * after so many minutes without a sign of life in any tab. At most one ping a minute (POST);
 * a ping that is answered with 423 means that the vault is locked already.
 * [data-warning] inside is shown in the last five minutes.
 */
import { find, tokenHeaders } from "./page.js";

const minute = 60_000;
const warnBefore = 5 * minute;
const look = 15_000;

class IdleLock extends HTMLElement {
  connectedCallback() {
    this.limit = Number(this.getAttribute("minutes") || 30) * minute;
    this.stop = new AbortController();
    const { signal } = this.stop;
    for (const kind of ["keydown", "pointerdown", "wheel", "input"]) {
      addEventListener(kind, () => this.alive(), { signal, passive: true });
    }
    document.addEventListener("visibilitychange", () => this.check(), { signal });
    if (globalThis.BroadcastChannel) {
      this.tabs = new BroadcastChannel("draagvlak-vault");
      this.tabs.onmessage = ({ data }) => (this.active = Math.max(this.active, data));
    }
    addEventListener("vault:unlocked", () => this.start(), { signal });
    this.start();
  }

  start() {
    this.locked = false;
    this.active = Date.now();
    this.pinged = Date.now();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.check(), look);
    this.check();
  }

  disconnectedCallback() {
    this.stop.abort();
    clearInterval(this.timer);
    this.tabs?.close();
  }

  alive() {
    const now = Date.now();
    if (now - this.active >= this.limit) return this.check();
    this.active = now;
    if (now - this.pinged < minute) return undefined;
    this.pinged = now;
    this.tabs?.postMessage(now);
    return this.ping();
  }

  async ping() {
    try {
      const response = await fetch(this.getAttribute("ping-url"), { method: "POST", headers: tokenHeaders(), redirect: "manual" });
      if (response.status === 423) this.lock();
    } catch {
      this.pinged = 0;
    }
  }

  check() {
    const idle = Date.now() - this.active;
    const warning = find("[data-warning]", this);
    if (warning) warning.hidden = idle < this.limit - warnBefore;
    if (idle >= this.limit) this.lock();
  }

  /** An editor unlocks in place; any other page is shown again, locked. */
  lock() {
    if (this.locked) return;
    this.locked = true;
    clearInterval(this.timer);
    if (dispatchEvent(new CustomEvent("vault:locked", { cancelable: true }))) location.reload();
  }
}

customElements.define("idle-lock", IdleLock);
