/** Small things every part uses. All words come from the server, in attributes. */

export const find = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** An element with attributes, classes and children; text only ever as text. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** What a POST from a script must carry, as on the body for htmx. */
export function tokenHeaders() {
  const written = document.body.getAttribute("hx-headers:inherited");
  return written ? JSON.parse(written) : {};
}

/** A date of the server as a time on this clock: “10:32”. */
export function clock(written) {
  const when = written ? new Date(written) : new Date();
  return when.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

/** Show a message at the bottom until the reader dismisses it. */
export function say(text, kind = "info") {
  const place = find("#messages");
  if (!place || !text) return;
  const close = element(
    "button",
    { type: "button", class: "button button-message button-square button-bare", "data-dismiss": "" },
    element("span", { class: "visually-hidden" }, document.body.dataset.close ?? ""),
    element("span", { "aria-hidden": "true" }, "×"),
  );
  place.replaceChildren(element("div", { class: `message message-${kind}` }, element("p", {}, text), close));
}
