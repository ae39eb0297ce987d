/**
 * What the page does in a browser: hides what does not match, and opens or closes everything. Without it the page shows all. Runs there
 * as it is, so it is plain JavaScript, and finds everything by `data-` attributes.
 */
export const SCRIPT = `
const form = document.querySelector("form");
const search = form.querySelector("input[type=search]");
const status = form.querySelector("[role=status]");
const rows = [...document.querySelectorAll("[data-text]")];
const groups = [...document.querySelectorAll("[data-group]")];
function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const actions = new Set([...form.querySelectorAll("input:checked")].map((box) => box.value));
  let shown = 0;
  for (const row of rows) {
    const text = row.dataset.text.toLowerCase();
    const action = row.dataset.action;
    row.hidden = !words.every((word) => text.includes(word)) || (action !== undefined && !actions.has(action));
    if (!row.hidden && action !== undefined) shown += 1;
  }
  for (const group of groups) {
    const inside = [...group.querySelectorAll("[data-text]")];
    group.hidden = inside.length > 0 && inside.every((row) => row.hidden);
  }
  status.textContent = shown + (shown === 1 ? " change" : " changes") + " shown";
}
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
for (const button of form.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    for (const details of document.querySelectorAll("main details")) details.open = button.value === "open";
  });
}
filter();
`;
