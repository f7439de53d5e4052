/**
 * The only door through which words become markup (Trusted Types; docs/adr/0033-trusted-types.md).
 * What comes in is a page of our own server. A script in it never runs, and none is made from words.
 */
import htmx from "htmx.org";

const nothing = () => "";
const asked = { createHTML: (html) => html, createScript: nothing };
const policy = globalThis.trustedTypes?.createPolicy("draagvlak", asked) ?? asked;

function Refused() {
  throw new TypeError("Words do not become code here.");
}

htmx.registerExtension("trusted", { init: (inside) => inside.initSecurity(policy, Refused, Refused) });

/** A document from a page that our own server made. Scripts in it never run. */
export function parsePage(html) {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}
