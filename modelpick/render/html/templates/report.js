"use strict";
(() => {
  const one = (query, within = document) => within.querySelector(query);
  const all = (query, within = document) => [...within.querySelectorAll(query)];

  const root = document.documentElement;
  const theme = one("#theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const nameTheme = () => { theme.textContent = dark() ? "Light" : "Dark"; theme.setAttribute("aria-label", dark() ? "Show on a light ground" : "Show on a dark ground"); };
  theme.hidden = false;
  nameTheme();
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; nameTheme(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);

  /* Columns: numbers by size, texts by letter; what is unknown comes last in both directions. */
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    const given = cell.dataset.sort ?? cell.textContent.trim();
    const value = Number(given);
    return given === "" || given === "unknown" || (!("sort" in cell.dataset) && row.closest("table").matches(".ranking")) ? null : Number.isNaN(value) ? given.toLowerCase() : value;
  };
  const order = (a, b) => typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;
  const sortBy = (table, column, down) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, at) => ({ row, at, key: keyOf(row, column) }));
    rows.sort((a, b) => a.key === null || b.key === null ? (a.key === null) - (b.key === null) || a.at - b.at : (down ? -1 : 1) * order(a.key, b.key) || a.at - b.at);
    body.append(...rows.map(each => each.row));
    all("thead th", table).forEach((head, at) => { if (at === column) head.setAttribute("aria-sort", down ? "descending" : "ascending"); else head.removeAttribute("aria-sort"); });
  };
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sortBy(table, column, head.getAttribute("aria-sort") === "ascending" || (!head.hasAttribute("aria-sort") && head.matches(".right") && column > 0)));
    });
  }

  const numbers = one("#numbers");
  if (!numbers) return;
  const { criteria, rule, models } = JSON.parse(numbers.textContent);
  const table = one("#ranking");
  const rowOf = new Map([...table.tBodies[0].rows].map(row => [row.dataset.model, row]));
  const sliders = criteria.map((_, at) => one(`#weight-${at}`));
  const given = sliders.map(slider => slider.value);
  const said = one("#said");
  const section = one("#weigh");
  one("#weights").hidden = false;

  /* The error of a sum: estimates of one model err together. */
  const variance = (parts, spread) => {
    let independent = 0, together = 0, squares = 0, rho = 0;
    for (const part of parts) {
      const error = part.weight * spread(part);
      independent += error ** 2;
      if (!part.measured && part.benchmark) { together += error; squares += error ** 2; rho = part.rho; }
    }
    return independent + rho * (together ** 2 - squares);
  };
  const sum = (list, of) => list.reduce((total, each) => total + of(each), 0);

  /* S = sum of w U over what is known, w scaled to it; lowered by the model's own doubt where little was measured. */
  const score = (model, weights) => {
    const known = sum(model.parts, part => weights[part[0]]);
    const parts = model.parts.map(([at, utility, spread, doubt, topic, measured, benchmark, rho]) => ({ asked: weights[at], weight: known ? weights[at] / known : 0, utility, spread, doubt, topic, measured, benchmark, rho }));
    const value = sum(parts, part => 100 * part.weight * part.utility);
    const tests = sum(parts, part => part.benchmark ? part.asked : 0) + sum(model.missing, at => criteria[at].benchmark ? weights[at] : 0);
    const tested = tests ? sum(parts, part => part.topic ? part.asked : 0) / tests : 1;
    const key = tested >= rule.thin - 1e-9 ? value : value - Math.min(rule.doubts * Math.sqrt(variance(parts, part => part.doubt)), rule.atMost);
    const sd = Math.sqrt(variance(parts, part => part.spread));
    const low = Math.max(value - rule.z * sd, 0), high = Math.min(value + rule.z * sd, 100);
    const enough = known >= rule.least - 1e-9 && !model.missing.some(at => !criteria[at].benchmark && weights[at] >= rule.heavy) && !(rule.testedOnly && tested < rule.tested - 1e-9);
    return { id: model.id, value, low, high, tested, enough, worth: rule.averse ? Math.min(low, key) : key, coverage: sum(parts, part => part.measured ? part.asked : 0) };
  };
  const rank = weights => {
    const rounded = score => Math.round(score.worth * 1e9) / 1e9;
    const found = models.map(model => score(model, weights));
    return found.sort((a, b) => b.enough - a.enough || rounded(b) - rounded(a) || b.coverage - a.coverage || (a.id < b.id ? -1 : 1));
  };

  /* A slider that stands where it was stands for the exact weight. */
  const weights = () => {
    const raw = sliders.map((slider, at) => slider.value === given[at] ? criteria[at].weight : Number(slider.value) / 100);
    const total = sum(raw, each => each);
    return total ? raw.map(each => each / total) : null;
  };
  const moved = () => sliders.some((slider, at) => slider.value !== given[at]);
  const write = (row, key, text, sort) => {
    const cell = one(`[data-key="${key}"]`, row);
    cell.textContent = text;
    if (sort === null) delete cell.dataset.sort; else cell.dataset.sort = sort;
  };
  const update = () => {
    const now = weights();
    if (!now) return;
    now.forEach((weight, at) => {
      const text = `${Math.round(100 * weight)}%`;
      one(`#share-${at}`).textContent = text;
      sliders[at].setAttribute("aria-valuetext", text);
    });
    rank(now).forEach((score, at) => {
      const row = rowOf.get(score.id);
      write(row, "rank", score.enough ? String(at + 1) : "not ranked", score.enough ? at + 1 : null);
      write(row, "score", score.value.toFixed(1), score.value);
      write(row, "likely", `${score.low.toFixed(0)} to ${score.high.toFixed(0)}`, score.low);
      write(row, "tested", `${(100 * score.tested).toFixed(0)}%`, score.tested);
      row.toggleAttribute("data-tested", score.tested >= rule.tested - 1e-9);
    });
    sortBy(table, 0, false);
    section.classList.toggle("changed", moved());
    filter();
  };
  const say = () => {
    if (!weights()) { said.textContent = "All weights are zero: nothing can be ranked, the order stays."; return; }
    if (!moved()) { said.textContent = "The weights are those of the command again."; return; }
    const first = [...table.tBodies[0].rows].slice(0, 3).map(row => `${row.cells[1].textContent}, ${one('[data-key="score"]', row).textContent} points`);
    const mix = sliders.map((_, at) => `${one(`label[for=weight-${at}]`).firstChild.textContent.trim()} ${one(`#share-${at}`).textContent}`);
    said.textContent = `With weights of your own (${mix.join(", ")}) the first are: ${first.join("; ")}.`;
  };

  const text = one("#filter-text"), open = one("#filter-open"), tested = one("#filter-tested");
  const price = one("#filter-price"), context = one("#filter-context");
  /* What is not known is neither cheap nor long enough. */
  const figure = (row, key) => Number(one(`[data-key="${key}"]`, row)?.dataset.sort ?? NaN);
  const within = row => (!price?.value || figure(row, "price") <= Number(price.value)) && (!context?.value || figure(row, "context") >= Number(context.value));
  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    for (const row of rowOf.values()) {
      const named = `${row.cells[1].textContent} ${row.dataset.lab}`.toLowerCase().includes(wanted);
      row.hidden = !(named && (!open.checked || "open" in row.dataset) && (!tested.checked || "tested" in row.dataset) && within(row));
    }
  };
  const count = () => {
    filter();
    const shown = [...rowOf.values()].filter(row => !row.hidden).length;
    said.textContent = `${shown} of ${rowOf.size} models are shown.`;
  };
  for (const slider of sliders) {
    slider.addEventListener("input", update);
    slider.addEventListener("change", say);
  }
  text.addEventListener("input", count);
  open.addEventListener("change", count);
  tested.addEventListener("change", count);
  price?.addEventListener("input", count);
  context?.addEventListener("input", count);
  one("#reset").addEventListener("click", () => { sliders.forEach((slider, at) => { slider.value = given[at]; }); update(); say(); });
  models.forEach(model => { const row = rowOf.get(model.id); row.toggleAttribute("data-tested", Number(one('[data-key="tested"]', row).dataset.sort) >= rule.tested - 1e-9); });
})();
