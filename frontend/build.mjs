/**
 * Builds the front end into the Python package: `node build.mjs`.
 * `node build.mjs --check` builds into a temporary folder, compares it with what is committed and
 * holds the sizes against the budgets of docs/en/components.md. Same input, same bytes.
 */
import { build } from "esbuild";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import { fileURLToPath } from "node:url";
import { drawing, licencesOf, wordsOf } from "./drawing.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const committed = path.join(here, "../src/draagvlak/core/static/core/dist");
const modules = path.join(here, "node_modules");
const target = ["chrome123", "firefox128", "safari17.5"];
const fontFolder = path.join(modules, "@fontsource-variable/atkinson-hyperlegible-next/files");
const kilobyte = 1024;
/** In kilobytes: text gzipped, fonts as they are. First what a core page may load, then the drawing tool. */
const budgets = {
  "app.js": 25,
  "app.css": 12,
  "fonts/atkinson-latin.woff2": 60,
  "draw.js": 3,
  "draw-tool.js": 170,
  "draw.css": 10,
  "fonts/bpmn.woff2": 14,
};

/** Code for one page only, loaded on that page. */
const pages = ["board", "draw", "drawn", "grid", "map", "passkey"];

function sprite() {
  const names = fs.readFileSync(path.join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  const symbols = names.map((name) => {
    const svg = fs.readFileSync(path.join(modules, "lucide-static/icons", `${name}.svg`), "utf8");
    const inner = svg.replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace("</svg>", "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}

/** bpmn-js, for the one page that draws: code, style, icon font, its words, and its licences. */
async function buildDrawing(folder, common) {
  const plugins = [drawing(here)];
  const made = await build({
    ...common, entryPoints: ["js/draw-tool.js"], format: "esm", legalComments: "none", metafile: true, plugins,
  });
  await build({ ...common, entryPoints: ["css/draw.css"], external: ["./fonts/*"], plugins });
  const inputs = Object.keys(made.metafile.inputs);
  fs.writeFileSync(path.join(folder, "draw-tool.words.json"), `${JSON.stringify(wordsOf(inputs, here), null, 1)}\n`);
  fs.writeFileSync(path.join(folder, "draw-tool.js.LEGAL.txt"), licencesOf(inputs, here));
  fs.copyFileSync(path.join(modules, "bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2"), path.join(folder, "fonts/bpmn.woff2"));
}

async function buildInto(folder) {
  fs.mkdirSync(path.join(folder, "fonts"), { recursive: true });
  const common = { bundle: true, minify: true, target, outdir: folder, absWorkingDir: here };
  await build({ ...common, entryPoints: ["js/app.js"], format: "iife", legalComments: "linked" });
  for (const page of pages) await build({ ...common, entryPoints: [`js/${page}.js`], format: "iife" });
  await build({ ...common, entryPoints: ["css/app.css"], external: ["./fonts/*"] });
  await buildDrawing(folder, common);
  for (const subset of ["latin", "latin-ext"]) {
    fs.copyFileSync(
      path.join(fontFolder, `atkinson-hyperlegible-next-${subset}-wght-normal.woff2`),
      path.join(folder, `fonts/atkinson-${subset}.woff2`),
    );
  }
  fs.writeFileSync(path.join(folder, "icons.svg"), sprite());
  fs.copyFileSync(path.join(here, "favicon.svg"), path.join(folder, "favicon.svg"));
}

function filesIn(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function report(folder) {
  let kept = true;
  for (const name of filesIn(folder)) {
    const bytes = fs.readFileSync(path.join(folder, name));
    const sent = name.endsWith(".woff2") ? bytes.length : zlib.gzipSync(bytes, { level: 9 }).length;
    const budget = budgets[name];
    const over = budget !== undefined && sent > budget * kilobyte;
    if (over) kept = false;
    const note = budget === undefined ? "" : `of ${budget} KB${over ? "  TOO LARGE" : ""}`;
    console.log(name.padEnd(30), `${(sent / kilobyte).toFixed(1)} KB`.padStart(9), note);
  }
  return kept;
}

/** The names of files that differ between two folders. */
function differences(one, other) {
  const names = new Set([...filesIn(one), ...filesIn(other)]);
  return [...names].filter((name) => {
    const [a, b] = [path.join(one, name), path.join(other, name)];
    return !fs.existsSync(a) || !fs.existsSync(b) || !fs.readFileSync(a).equals(fs.readFileSync(b));
  });
}

if (process.argv.includes("--check")) {
  const fresh = fs.mkdtempSync(path.join(os.tmpdir(), "draagvlak-front-"));
  try {
    await buildInto(fresh);
    const stale = fs.existsSync(committed) ? differences(fresh, committed) : ["everything"];
    for (const name of stale) console.error(`Not fresh: ${name}. Run: npm run build`);
    process.exitCode = report(fresh) && stale.length === 0 ? 0 : 1;
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
} else {
  fs.rmSync(committed, { recursive: true, force: true });
  await buildInto(committed);
  process.exitCode = report(committed) ? 0 : 1;
}
