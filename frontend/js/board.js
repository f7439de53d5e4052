// Moving a card of a board with the mouse: dropping presses the button of that column.
// Without a script, by keyboard and on a phone, the buttons under "Move" do the same.

class BoardColumns extends HTMLElement {
  #card = null;

  connectedCallback() {
    this.addEventListener("dragstart", (event) => {
      this.#card = event.target.closest("[data-card]");
      this.#card?.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    this.addEventListener("dragend", () => this.#over(null));
    this.addEventListener("dragover", (event) => {
      const column = event.target.closest("[data-column]");
      if (!this.#card || !column) return;
      event.preventDefault();
      this.#over(column);
    });
    this.addEventListener("drop", (event) => {
      const column = event.target.closest("[data-column]");
      const card = this.#card;
      if (!card || !column) return;
      event.preventDefault();
      if (card.closest("[data-column]") !== column) this.#move(card, column.dataset.column);
      this.#over(null);
    });
  }

  #over(column) {
    for (const each of this.querySelectorAll(".over")) each.classList.remove("over");
    if (column) return column.classList.add("over");
    this.#card?.classList.remove("dragged");
    this.#card = null;
  }

  #move(card, target) {
    const form = card.querySelector("form");
    const field = form.querySelector("input[name=target]");
    field.disabled = false;
    field.value = target;
    form.submit();
  }
}

customElements.define("board-columns", BoardColumns);
