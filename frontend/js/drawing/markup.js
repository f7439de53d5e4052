/**
 * Markup of the drawing library → elements, without the parser of the browser: nothing goes through
 * `innerHTML`, so this page needs no door of its own in Trusted Types (docs/adr/0066). It stands in
 * for the package `domify`. It knows tags, attributes, text and the five entities; it makes no
 * script, no listener and no address that runs, and refuses what it does not know.
 */
const svg = "http://www.w3.org/2000/svg";
const empty = new Set(["br", "hr", "img", "input"]);
const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const part = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[\w:.-]+))?)*)\s*(\/?)>|([^<]+)/gy;
const pair = /([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w:.-]+)))?/g;
const refused = /^(?:script|style|iframe|object|embed|link|meta|base|form)$/i;
const runs = /^\s*(?:javascript|vbscript|data):/i;

const plain = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);

function made(tag, attributes, parent) {
  if (refused.test(tag)) throw new TypeError(`No <${tag}> is made here.`);
  const drawn = tag === "svg" || parent.namespaceURI === svg;
  const element = drawn ? document.createElementNS(svg, tag) : document.createElement(tag);
  for (const [, name, ...written] of attributes.matchAll(pair)) {
    const value = plain(written.find((one) => one !== undefined) ?? "");
    if (/^on/i.test(name) || runs.test(value)) throw new TypeError(`No ${name} is made here.`);
    if (name === "style") element.style.cssText = value;
    else if (name !== "xmlns") element.setAttribute(name, value);
  }
  return element;
}

/** One node, or a fragment of several. Throws on what it cannot read. */
export default function markup(written) {
  const text = written.trim();
  const all = document.createDocumentFragment();
  const open = [all];
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (!found) throw new TypeError("This markup cannot be read.");
    const [, closes, tag, attributes, closed, words] = found;
    const parent = open.at(-1);
    if (words !== undefined) parent.append(plain(words));
    else if (closes) open.length > 1 && open.pop();
    else {
      const element = made(tag, attributes, parent);
      parent.append(element);
      if (!closed && !empty.has(tag)) open.push(element);
    }
  }
  return all.childNodes.length === 1 ? all.firstChild : all;
}
