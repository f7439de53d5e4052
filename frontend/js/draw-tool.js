/**
 * The drawing tool itself: bpmn-js, with our words, our colours and three keys of our own.
 * Loaded by draw.js when somebody draws, and by nothing else (docs/adr/0066).
 */
import Modeler from "bpmn-js/lib/Modeler";

const ink = "var(--draw-ink)";
const coloured = /\b(?:bioc:(?:fill|stroke)|color:(?:background|border)-color)=/;
const edge = 20;
const readable = 0.85;

/** The words of the server; what it does not know stays as it is, and a test says so. */
function translated(words) {
  return (template, put = {}) =>
    (words[template] ?? template).replace(/\{([^}]+)\}/g, (whole, name) => put[name] ?? whole);
}

/** Keys that the library has no word for: a step behind this one, and the next one on the canvas. */
function Keys(keyboard, selection, elementRegistry, elementFactory, autoPlace, canvas) {
  const steps = () =>
    elementRegistry
      .filter((one) => one.width && !one.labelTarget && one.parent && !one.hidden)
      .sort((one, other) => one.x - other.x || one.y - other.y);
  const choose = (by) => {
    const all = steps();
    const here = all.indexOf(selection.get()[0]);
    const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : (here + by + all.length) % all.length];
    if (!next) return;
    selection.select(next);
    canvas.scrollToElement(next);
  };
  const append = () => {
    const [one, more] = selection.get();
    if (!one || more || one.waypoints || !one.businessObject.$instanceOf("bpmn:FlowNode")) return;
    if (one.businessObject.$instanceOf("bpmn:EndEvent")) return;
    // the library chooses the new step and asks for its name
    autoPlace.append(one, elementFactory.createShape({ type: "bpmn:Task" }));
  };
  keyboard.addListener(({ keyEvent: event }) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    const acts = { a: append, n: () => choose(1), p: () => choose(-1) };
    const act = acts[event.key];
    act?.();
    return act ? true : undefined;
  });
}
Keys.$inject = [
  "keyboard", "selection", "elementRegistry", "elementFactory", "autoPlace", "canvas",
];

/** Open a model on a canvas. Rejects when the library cannot read it; `unread` counts what it left out. */
export async function open(container, xml, { words, name, changed }) {
  // Colours of another program are made for paper: then the canvas stays light in the dark.
  container.classList.toggle("draw-paper", coloured.test(xml));
  const modeler = new Modeler({
    container,
    bpmnRenderer: { defaultFillColor: "var(--draw-fill)", defaultStrokeColor: ink, defaultLabelColor: ink },
    textRenderer: { defaultStyle: { fontFamily: getComputedStyle(container).fontFamily } },
    additionalModules: [
      { translate: ["value", translated(words)], __init__: ["drawingKeys"], drawingKeys: ["type", Keys] },
    ],
  });
  const { warnings } = await modeler.importXML(xml);
  const canvas = modeler.get("canvas");
  const stack = modeler.get("commandStack");
  const drawing = container.querySelector(".djs-container > svg");
  drawing.setAttribute("role", "application");
  drawing.setAttribute("aria-label", name);
  /** Everything in view, beside the palette and not under it; no smaller than `least`. */
  const fit = (least = 0) => {
    const { inner, outer } = canvas.viewbox();
    const [left, margin] = [container.querySelector(".djs-palette").offsetWidth + 2 * edge, edge];
    const across = (outer.width - left - margin) / inner.width;
    const scale = Math.max(least, Math.min(across, (outer.height - 2 * margin) / inner.height, 1));
    const [width, height] = [outer.width / scale, outer.height / scale];
    const y = inner.y - Math.max(margin / scale, (height - inner.height) / 2);
    canvas.viewbox({ x: inner.x - left / scale, y, width, height });
  };
  const zoom = (by) => modeler.get("zoomScroll").stepZoom(by);
  fit(readable);
  modeler.on("commandStack.changed", changed);
  // A double click leaves nothing chosen: what got its name stays chosen, so that the keys go on there.
  let named = null;
  modeler.on("directEditing.activate", ({ active }) => (named = active.element));
  modeler.on("directEditing.complete", () => modeler.get("elementRegistry").get(named.id) && modeler.get("selection").select(named));
  return {
    unread: warnings.length,
    can: () => ({ undo: stack.canUndo(), redo: stack.canRedo() }),
    acts: { undo: () => stack.undo(), redo: () => stack.redo(), in: () => zoom(1), out: () => zoom(-1), fit: () => fit() },
    async written() {
      return (await modeler.saveXML({ format: true })).xml;
    },
    /** The same, with the name that somebody is still typing. */
    xml() {
      const editing = modeler.get("directEditing");
      if (editing.isActive()) editing.complete();
      return this.written();
    },
  };
}
