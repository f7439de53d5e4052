/**
 * What the drawing tool needs of the build (docs/adr/0066-drawing.md): the places where bpmn-js lets
 * the browser read markup go through js/drawing/markup.js instead, its words are gathered for our
 * catalogue, and the licences of what is in it stand beside it. Anything unexpected stops the build.
 */
import fs from "node:fs";
import path from "node:path";

/** File → what is written there, and what stands there instead. */
const patches = {
  "diagram-js/lib/features/context-pad/ContextPad.js": [["this._container.innerHTML = ''", "this._container.replaceChildren()"]],
  "bpmn-js/lib/features/drilldown/DrilldownBreadcrumbs.js": [["breadcrumbs.innerHTML = ''", "breadcrumbs.replaceChildren()"]],
  "diagram-js/lib/features/search-pad/SearchPad.js": [["childNode.innerHTML = text", "text && childNode.append(domify(text))"]],
  "diagram-js/lib/features/popup-menu/PopupMenuItem.js": drawnByUs(),
  "diagram-js/lib/features/popup-menu/PopupMenuHeader.js": drawnByUs(),
};
const opens = /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|createContextualFragment|document\.write|new Function|eval\()/;
/** preact can be told to use markup, and then it would; after the patches nothing tells it to. */
const trusted = ["preact/"];

function drawnByUs() {
  return [
    ["dangerouslySetInnerHTML=${ { __html: entry.imageHtml } }", "ref=${ (node) => node?.replaceChildren(domify(entry.imageHtml)) }"],
    ["import {", "import { domify } from 'min-dom';\nimport {"],
  ];
}

const name = (file) => file.split(`node_modules${path.sep}`).at(-1).split(path.sep).join("/");

function patched(file) {
  let text = fs.readFileSync(file, "utf8");
  for (const [from, to] of patches[name(file)] ?? []) {
    if (!text.includes(from)) throw new Error(`${name(file)} does not hold “${from}” any more.`);
    text = text.replace(from, () => to);
  }
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  if (opens.test(code) && !trusted.some((one) => name(file).startsWith(one))) {
    throw new Error(`${name(file)} lets the browser read markup: ${opens.exec(code)[0]}`);
  }
  return text;
}

/** An esbuild plugin for the drawing tool only. */
export function drawing(here) {
  return {
    name: "drawing",
    setup(build) {
      build.onResolve({ filter: /^domify$/ }, () => ({ path: path.join(here, "js/drawing/markup.js") }));
      build.onLoad({ filter: /node_modules.*\.js$/ }, ({ path: file }) => ({ contents: patched(file), loader: "js" }));
      // one file of the icon font is enough; css/draw.css names it
      build.onLoad({ filter: /bpmn\.css$/ }, ({ path: file }) => {
        const text = fs.readFileSync(file, "utf8");
        return { contents: text.replace(/@font-face\s*\{[^}]*\}/, ""), loader: "css" };
      });
    },
  };
}

const said = /(?:translate\(\s*|_MSG = )(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
const labelled = /\b(?:label|title|search): (?:\(\) => )?'((?:[^'\\]|\\.)*)'/g;
const shown = /(?:Provider|Options|Entries)\.js$/;

/** Every word that the tool may show, as it writes it. */
export function wordsOf(inputs, here) {
  const words = new Set();
  for (const input of inputs.filter((one) => one.includes("node_modules"))) {
    const text = fs.readFileSync(path.join(here, input), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    const found = [...text.matchAll(said), ...(shown.test(input) ? text.matchAll(labelled) : [])];
    for (const [, one, other] of found) words.add((one ?? other).replaceAll("\\'", "'"));
  }
  // what is only a part of a sentence: “Align elements ” and a side, which our list writes out
  return [...words].filter((one) => one && one === one.trim()).sort();
}

/** The Open Font Licence without the names of another font above it. */
function fontLicence(here) {
  const text = fs.readFileSync(path.join(here, "node_modules/@fontsource-variable/atkinson-hyperlegible-next/LICENSE"), "utf8");
  return `bpmn-font (bpmn.woff2)\n\nCopyright (c) bpmn.io contributors, https://github.com/bpmn-io/bpmn-font\n\n${text.slice(text.indexOf("This Font Software")).trim()}\n`;
}

/** The licences of every package in it, and of its font, one after another. */
export function licencesOf(inputs, here) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  const said = [...packages].sort().map((one) => {
    const folder = path.join(here, "node_modules", one);
    const { version, license } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    const file = fs.readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = file ? fs.readFileSync(path.join(folder, file), "utf8").trim() : `Licence: ${license}`;
    return `${one} ${version}\n\n${text}\n`;
  });
  return [...said, fontLicence(here)].join(`\n${"-".repeat(72)}\n\n`);
}
