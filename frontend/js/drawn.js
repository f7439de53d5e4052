/**
 * <drawing-sent draft-key="…"> around the form that saves a drawing: the draft stays in this browser
 * until it is sent, and then carries a sign, by which draw.js knows that it may go.
 */
import { keepDraft } from "./drafts.js";
import { find } from "./page.js";

class DrawingSent extends HTMLElement {
  connectedCallback() {
    const form = find("form", this);
    const keep = (sent) => {
      const { xml, drawn_on: base } = form.elements;
      return keepDraft(this.getAttribute("draft-key"), { xml: xml.value.trim(), base: base.value, sent }).catch(() => null);
    };
    const shown = keep(false);
    form.addEventListener("submit", async (event) => {
      if (this.sending || event.submitter?.value !== "save") return;
      event.preventDefault();
      const { submitter } = event;
      await shown;
      await keep(true);
      this.sending = true;
      form.requestSubmit(submitter);
      this.sending = false;
    });
  }
}

customElements.define("drawing-sent", DrawingSent);
