"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  table.querySelectorAll("thead button").forEach((button, column) => {
    button.addEventListener("click", () => {
      const heading = button.closest("th");
      const down = heading.getAttribute("aria-sort") === "ascending";
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      const order = new Intl.Collator("pt-BR", { numeric: true });
      const sorted = [...body.rows].sort((a, b) => order.compare(key(a), key(b)));
      body.append(...(down ? sorted.reverse() : sorted));
    });
  });
}
const search = document.getElementById("search");
if (search) {
  const rows = [...document.querySelectorAll("#students tbody tr")];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = rows.map((row) => plain(row.textContent));
  search.addEventListener("input", () => {
    const wanted = plain(search.value.trim());
    let shown = 0;
    rows.forEach((row, number) => {
      row.hidden = !texts[number].includes(wanted);
      shown += row.hidden ? 0 : 1;
    });
    document.getElementById("found").textContent = `${shown} de ${rows.length} alunos`;
  });
}
