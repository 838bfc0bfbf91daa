"use strict";
// A click on a heading sorts its table, a second one turns it round. Without this script the tables read as they are.
const GRAVITY = { error: 0, warning: 1, info: 2 };
for (const table of document.querySelectorAll("table[data-sort]")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.setAttribute("aria-label", table.dataset.sort.replace("{column}", head.textContent));
    button.addEventListener("click", () => {
      const falling = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      const rows = [...body.rows];
      const key = (row) => (column === 0 ? GRAVITY[row.className] : row.cells[column].textContent.trim().toLowerCase());
      rows.sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        const order = x < y ? -1 : x > y ? 1 : a.dataset.n - b.dataset.n;
        return falling ? -order : order;
      });
      body.append(...rows);
    });
    head.replaceChildren(button);
  });
}
