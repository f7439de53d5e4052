/** Passwords that one may look at for a moment, and nothing left behind when one signs out. */
import { all } from "./page.js";
import { forgetDrafts } from "./drafts.js";

const patience = 2000;

function show(button, shown) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  button.setAttribute("aria-pressed", String(shown));
  field.type = shown ? "text" : "password";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do=reveal]");
  if (button) show(button, button.getAttribute("aria-pressed") !== "true");
});

// What was shown is hidden again before it goes, so that no browser remembers it as common text.
document.addEventListener("submit", (event) => {
  const form = event.target;
  for (const button of all("[data-do=reveal][aria-pressed=true]", form)) show(button, false);
  if (!new URL(form.action, location.href).pathname.endsWith("/accounts/logout/") || event.defaultPrevented) return;
  // The server asks the browser to forget everything; a browser that does not listen forgets here.
  event.preventDefault();
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  Promise.race([forgetDrafts().catch(() => null), late]).then(() => {
    const name = event.submitter?.name;
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: event.submitter.value }));
    form.submit();
  });
});
