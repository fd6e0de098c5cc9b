// Data Docs without a network: tabs, collapsing, filters and sorting for the markup Great Expectations writes.
"use strict";

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const hide = (element, hidden) => element && element.classList.toggle("is-hidden", hidden);
const target = (link) => document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));

function openTab(link) {
  for (const other of all('[data-toggle="tab"]')) {
    const chosen = other === link;
    other.classList.toggle("active", chosen);
    other.setAttribute("aria-selected", String(chosen));
    hide(target(other), !chosen);
  }
}

function toggleCollapse(link) {
  const body = target(link);
  const closed = !body.classList.contains("is-hidden");
  hide(body, closed);
  link.setAttribute("aria-expanded", String(!closed));
}

// The two names below are called by the buttons that the pages bring along.
function setSucceededHidden(hidden) {
  for (const cell of all(".hide-succeeded-validation-target-child")) hide(cell.parentElement, hidden);
  for (const element of all(".hide-succeeded-validation-target")) hide(element, hidden);
  for (const block of all(".hide-succeeded-validations-column-section-target-child")) {
    const section = block.closest(".ge-section");
    hide(section, hidden);
    for (const link of all(`a[href="#${section.id}"]`)) hide(link, hidden);
  }
}
function showAllValidations() { setSucceededHidden(false); }
function hideSucceededValidations() { setSucceededHidden(true); }

function addFilter(table) {
  const box = document.createElement("input");
  box.type = "search";
  box.className = "table-filter";
  box.placeholder = "筛选…";
  box.setAttribute("aria-label", "筛选表格");
  box.addEventListener("input", () => {
    const words = box.value.trim().toLowerCase();
    for (const row of table.tBodies[0].rows) hide(row, !row.textContent.toLowerCase().includes(words));
  });
  table.before(box);
}

function sortBy(head, column, table) {
  const descending = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const text = (row) => row.cells[column].textContent.trim();
  const rows = Array.from(table.tBodies[0].rows);
  rows.sort((a, b) => text(a).localeCompare(text(b), "zh-CN", { numeric: true }) * (descending ? -1 : 1));
  table.tBodies[0].append(...rows);
}

function addSorting(table) {
  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    head.classList.add("sortable");
    head.addEventListener("click", () => sortBy(head, column, table));
  });
}

for (const link of all('[data-toggle="tab"]')) {
  link.addEventListener("click", (event) => { event.preventDefault(); openTab(link); });
}
const firstTab = document.querySelector('[data-toggle="tab"]');
if (firstTab) openTab(firstTab);

for (const link of all('[data-toggle="collapse"]')) {
  toggleCollapse(link);
  link.addEventListener("click", (event) => { event.preventDefault(); toggleCollapse(link); });
}
for (const table of all('table[id$="-body-table"]')) { addFilter(table); addSorting(table); }
for (const table of all(".failing-rows")) addSorting(table);
