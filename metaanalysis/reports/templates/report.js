"use strict";
(() => {
  const table = document.getElementById("claims-table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const controls = document.getElementById("claims-controls");
  const search = document.getElementById("claims-search");
  const filters = Array.from(controls.querySelectorAll("select"));
  const status = document.getElementById("claims-status");
  const texts = rows.map((row) => row.textContent.toLowerCase());
  controls.hidden = false;

  function key(row, column, numeric) {
    const cell = row.cells[column];
    if (!numeric) return cell.textContent.trim().toLowerCase();
    const value = parseFloat(cell.dataset.value);
    return Number.isNaN(value) ? null : value;
  }

  function compare(a, b) {
    if (a === null || a === "") return b === null || b === "" ? 0 : 1;
    if (b === null || b === "") return -1;
    return typeof a === "number" ? a - b : a.localeCompare(b);
  }

  function sort(header) {
    const column = header.cellIndex;
    const numeric = header.dataset.numeric === "true";
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((row, place) => [key(row, column, numeric), place, row]);
    keyed.sort((a, b) => {
      const empty = compare(a[0], null) === 0 || compare(b[0], null) === 0;
      const order = compare(a[0], b[0]);
      return (down && !empty ? -order : order) || a[1] - b[1];
    });
    body.append(...keyed.map((item) => item[2]));
  }

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, place) => {
      const fits = filters.every((filter) => !filter.value || row.dataset[filter.name] === filter.value);
      row.hidden = !(fits && words.every((word) => texts[place].includes(word)));
      if (!row.hidden) shown += 1;
    });
    status.textContent = `${shown} of ${rows.length} claims shown`;
  }

  function quoted(text) {
    const flat = text.replace(/\s+/g, " ").trim();
    return /[",\n]/.test(flat) ? `"${flat.replace(/"/g, '""')}"` : flat;
  }

  function download() {
    const shown = Array.from(body.rows).filter((row) => !row.hidden);
    const names = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent);
    const lines = [["claim_id", ...names], ...shown.map((row) => [row.dataset.id, ...Array.from(row.cells, (cell) => cell.textContent)])];
    const blob = new Blob([lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "claims-shown.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  for (const header of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => sort(header));
  }
  search.addEventListener("input", apply);
  for (const filter of filters) filter.addEventListener("change", apply);
  document.getElementById("claims-download").addEventListener("click", download);
  apply();
})();
