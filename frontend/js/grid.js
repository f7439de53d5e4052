/**
 * <form data-grid>: the table of steps as one form. Arrow up and down go to the same column of
 * another row. Rows pasted into a cell go to the field for pasting, and the server puts them in the
 * table. Without script the same form works with Tab and with the field for pasting.
 */
const form = document.querySelector("form[data-grid]");

function neighbour(cell, by) {
  const [row, column] = cell.name.split("-");
  return form.elements[`${Number(row) + by}-${column}`];
}

form?.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const cell = event.target;
  if (!by || !cell.matches("tbody input") || event.altKey || cell.list) return;
  const next = neighbour(cell, by);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select?.();
});

form?.addEventListener("paste", (event) => {
  if (!event.target.matches("tbody input")) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/\t|\n\s*\S/.test(text)) return;
  event.preventDefault();
  form.elements.pasted.value = text;
  form.requestSubmit(form.querySelector("[name=do][value=paste]"));
});
