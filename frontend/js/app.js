/** Everything that a page of Draagvlak needs; each page works without it. */
import htmx from "htmx.org";
import "./trusted.js";
import "./frame.js";
import "./search-palette.js";
import "./shortcuts.js";
import "./quote-text.js";
import "./note-editor.js";
import "./idle-lock.js";
import "./secrets.js";

window.htmx = htmx;
