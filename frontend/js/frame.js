/** The frame of every page: theme, menus, dialogs, messages, focus and failed requests. */
import { all, find, say, tokenHeaders } from "./page.js";

/** At once here; the server remembers it. Without this script its form asks the server. */
function switchTheme(form) {
  const root = document.documentElement;
  const dark =
    root.dataset.theme === "dark" ||
    (root.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "light" : "dark";
  const body = new URLSearchParams({ theme: root.dataset.theme });
  fetch(form.action, { method: "POST", redirect: "manual", keepalive: true, headers: tokenHeaders(), body }).catch(() => {});
}

document.addEventListener("submit", (event) => {
  if (event.target.dataset.do !== "theme") return;
  event.preventDefault();
  switchTheme(event.target);
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  const target = event.target;
  closeMenus(target.closest("details.menu"));
  const button = target.closest("[data-do], [data-open], [data-dismiss], [data-copy]");
  if (!button) return;
  if (button.dataset.do === "print") print();
  if (button.dataset.open) {
    closeMenus();
    find(`#${button.dataset.open}`)?.showModal();
  }
  if (button.dataset.copy) navigator.clipboard?.writeText(find(button.dataset.copy)?.textContent.trim() ?? "");
  if ("dismiss" in button.dataset) {
    button.closest(".message")?.remove();
    find("#main")?.focus({ preventScroll: true });
  }
});

// A click beside a dialog closes it.
document.addEventListener("mousedown", (event) => {
  if (!(event.target instanceof HTMLDialogElement)) return;
  const box = event.target.getBoundingClientRect();
  const inside =
    event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) event.target.close();
});

// Escape leaves a form in place, then an open menu.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const cancel = event.target.closest?.("form")?.querySelector("[data-cancel]");
  if (cancel) {
    cancel.click();
    return;
  }
  const menu = find("details.menu[open]");
  if (menu) {
    menu.open = false;
    find("summary", menu).focus();
  }
});

// What somebody chose or typed in a [data-keep] while its new content was on its way, stays.
const hasChanged = (each) =>
  ["radio", "checkbox"].includes(each.type) ? each.checked !== each.defaultChecked : each.value !== each.defaultValue;
let kept = [];
document.addEventListener("htmx:before:swap", (event) => {
  const target = event.detail.ctx.target;
  if (!target?.matches?.("[data-keep]")) return;
  const changed = all("input:not([type=hidden]), textarea", target).filter(hasChanged);
  kept = changed.map((each) => ({ each, target, held: each === document.activeElement }));
});
document.addEventListener("htmx:after:swap", () => {
  for (const { each, target, held } of kept) {
    const choice = ["radio", "checkbox"].includes(each.type);
    const fresh = all("input, textarea", document.getElementById(target.id)).find(
      (one) => one.name === each.name && (!choice || one.value === each.value),
    );
    if (!fresh) continue;
    if (choice) fresh.checked = each.checked;
    else fresh.value = each.value;
    if (held) fresh.focus({ preventScroll: true });
  }
  kept = [];
});

// Without our hand, focus falls to the top of the page when its element is replaced.
let before = null;
document.addEventListener("htmx:before:swap", () => {
  const active = document.activeElement;
  const owner = active?.closest("[id]");
  before = active && active !== document.body ? { id: active.id, owner: owner?.id } : null;
});
document.addEventListener("htmx:after:swap", () => {
  const asked = find("[data-focus]:not([data-focused])");
  if (asked) {
    asked.setAttribute("data-focused", "");
    asked.focus();
    if (asked instanceof HTMLInputElement) asked.select();
  } else if (before && (document.activeElement === document.body || !document.activeElement)) {
    const same = before.id && document.getElementById(before.id);
    const owner = before.owner && document.getElementById(before.owner);
    const next = same || owner?.querySelector("a[href], button, input:not([type=hidden]), select, textarea");
    next?.focus();
  }
  before = null;
});
// On the first page the browser may have given focus to something else already.
if (!location.hash) find("[data-focus][autofocus]")?.focus();

document.addEventListener("htmx:error", () => say(document.body.dataset.offline, "error"));
document.addEventListener("htmx:response:error", (event) => {
  const status = event.detail.ctx.response.status;
  if (status === 429) say(document.body.dataset.fast, "error");
  if (status === 403 || status === 404 || status >= 500) say(document.body.dataset.failed, "error");
});
// An act without anything to show tells about itself: HX-Trigger: {"app:changed": {"text": "…"}}.
document.addEventListener("app:changed", (event) => say(event.detail?.text, "success"));
