// The log as the reader sees it: rows to mend, the chart, the counts against each rule, and ways to take it along.
"use strict";
youju.callLog = (data, rules) => {
  const { element, say, log } = youju;
  const word = (key, values) => say(`evidence.${key}`, values);
  const button = (id, key, act, look = "quiet") => {
    const made = element("button", { type: "button", class: look, id }, word(key));
    made.addEventListener("click", () => act(made));
    return made;
  };
  const titles = (name) => Object.fromEntries(data.choices[name].map((one) => [one.id, one.title]));
  const [to, how] = [titles("to"), titles("how")];
  const called = (row) => word("row", { date: row.date.slice(5), time: row.time || word("untimed") });
  const { form, edit, now } = youju.callForm(data);
  const FIRST = 3;
  const MORE = 50;
  let shown = FIRST;

  // ---- what was just done, and how to take it back
  const status = element("div", { class: "status", role: "status", "aria-live": "polite" });
  function done(said, ...acts) {
    status.replaceChildren(element("p", {}, said), ...acts);
  }
  const checking = (row) => button(null, "check", () => check(row));
  form.addEventListener("logged", (event) => done(word("added", { what: called(event.detail) }), checking(event.detail),
    button(null, "undo", () => { log.remove(event.detail.id); done(word("removed", { what: called(event.detail) })); })));
  form.addEventListener("rewritten", (event) => done(word("changed", { what: called(event.detail) })));

  function check(row) { // the room that checks one call, filled in
    location.hash = "call";
    youju.fill("call-words", row.said);
    const there = () => document.querySelector("#call-date textarea, #call-date input");
    if (!there()) document.querySelector("#call-more button")?.click(); // Gradio draws these fields when they are opened
    setTimeout(() => {
      for (const name of ["date", "time"]) if (there()) youju.fill(`call-${name}`, row[name]);
      for (const [name, value] of [["to", row.to], ["how", row.how], ["lender", log.state.lender]]) {
        if (value) document.querySelector(`#call-${name} input[value="${CSS.escape(value)}"]`)?.click();
      }
    }, 200);
  }

  // ---- the rows
  const list = element("section", { class: "rows" });
  const cell = (key, look, ...words) => element("td", { "data-label": word(key), class: look }, ...words);
  function lineOf(row) {
    const acts = cell("acts", "acts", button(null, "check_short", () => check(row), "small"), button(null, "edit", () => edit(row), "small"),
      button(null, "delete", () => {
        log.remove(row.id);
        done(word("removed", { what: called(row) }), button(null, "undo", () => { log.put([row]); status.replaceChildren(); }));
      }, "small"));
    const taken = row.connected === null ? word("untold") : word(row.connected ? "taken" : "missed");
    const said = element("td", { "data-label": word("said"), class: row.said || row.evidence ? "said-there" : "none" }, row.said || "–", row.evidence ? element("small", {}, row.evidence) : "");
    return element("tr", {}, cell("when", "when", element("b", {}, row.date), " ", row.time || word("untimed")),
      cell("who", "who", row.agency || word("no_agency"), row.number ? element("small", {}, row.number) : ""),
      cell("whom", "whom", to[row.to] ?? "", " ", how[row.how] ?? ""), cell("connected", "taken", taken), said, acts);
  }
  function drawRows() {
    const rows = [...log.state.rows].reverse();
    list.hidden = !rows.length;
    const head = element("tr", {}, ...["when", "who", "whom", "connected", "said", "acts"].map((key) => element("th", { scope: "col" }, word(key))));
    const table = element("table", { class: "log" }, element("thead", {}, head), element("tbody", {}, ...rows.slice(0, shown).map(lineOf)));
    list.replaceChildren(element("h3", {}, word("log", { n: rows.length })), table);
    if (rows.length > shown) {
      const left = rows.length - shown;
      const next = element("button", { type: "button", class: "quiet", id: "log-all" }, left > MORE ? word("show_more", { n: MORE }) : word("show_all", { n: rows.length }));
      next.addEventListener("click", () => { shown += MORE; drawRows(); });
      list.append(next);
    }
  }

  // ---- the chart
  const window_ = data.table.limits.find((limit) => limit.from);
  const chart = element("section", { class: "chart" });
  let page = 0; // 0 is the latest
  function drawChart(days) {
    chart.replaceChildren(element("h3", {}, word("chart")));
    if (!days.length) { chart.append(element("p", { class: "quietly" }, word("empty"))); return; }
    const width = chart.clientWidth || 330;
    const large = document.documentElement.hasAttribute("data-large");
    const [all, most] = [youju.chart.every(days), youju.chart.most(width, large)];
    page = Math.min(page, Math.ceil(all.length / most) - 1);
    const end = all.length - page * most;
    chart.append(element("p", { class: "in-words" }, youju.chart.inWords(days, window_)),
      youju.chart.draw(all.slice(Math.max(0, end - most), end), window_, width, large));
    if (all.length > most) {
      const turn = (id, key, by, stops) => {
        const made = button(id, key, () => { page += by; drawChart(days); youju.byId(id)?.focus(); });
        made.disabled = stops;
        return made;
      };
      chart.append(element("div", { class: "acts pages" }, turn("chart-earlier", "earlier", 1, end <= most), turn("chart-later", "later", -1, page === 0)));
    }
    chart.append(inText(days));
  }
  function inText(days) {
    const columns = ["all", "connected", "missed", "night", "third"];
    const head = element("tr", {}, element("th", { scope: "col" }, word("date")), ...columns.map((name) => element("th", { scope: "col" }, word(`col_${name}`))));
    const rows = days.flatMap((day) => {
      const hours = day.hours.map((n, hour) => (n ? word("at_hour", { hour, n }) : "")).filter(Boolean);
      return [element("tr", {}, element("th", { scope: "row" }, day.date), ...columns.map((name) => element("td", {}, String(day[name])))),
        hours.length ? element("tr", {}, element("td", { colspan: 6, class: "hours" }, hours.join(youju.lang === "zh" ? "，" : ", "))) : null];
    });
    return element("details", {}, element("summary", {}, word("as_text")), element("table", { class: "numbers" }, element("thead", {}, head), element("tbody", {}, ...rows.filter(Boolean))));
  }

  // ---- the counts against each rule
  const lender = element("select", { id: "log-lender" }, element("option", { value: "" }, word("lender_any")),
    ...data.choices.lender.map((one) => element("option", { value: one.id }, one.title)));
  lender.addEventListener("change", () => log.set({ lender: lender.value }));
  const cards = element("div", { class: "cards" });
  const against = element("section", { class: "against" }, element("h3", {}, word("rules")), element("p", { class: "quietly" }, word("rules_why")),
    element("div", { class: "field" }, element("label", { for: "log-lender" }, word("lender")), lender), cards);
  function cardOf(limit, rows) {
    const card = rules.querySelector(`[data-limit="${limit.id}"]`).cloneNode(true);
    const over = rows.filter((row) => row.over);
    const most = Math.max(...rows.map((row) => row.count));
    const allowed = limit.most ? word("allowed", { n: limit.most }) : word("allowed_none");
    const days = new Set(over.map((row) => row.date)).size;
    const badge = element("span", { class: `badge ${over.length ? "amber" : "grey"}` },
      element("span", { class: "icon", "aria-hidden": "true" }, over.length ? "!" : "·"), word(over.length ? "over" : "within"));
    card.querySelector("h4").append(" ", badge);
    card.querySelector(".counted").textContent = over.length ? word("over_days", { n: days, most, allowed }) : word("within_days", { most, allowed });
    const latest = [...(over.length ? over : [])].reverse().slice(0, 10);
    card.querySelector(".days-counted").replaceChildren(...latest.map((row) => element("li", {}, word("on_day", { date: row.date, agency: row.agency || word("no_agency"), n: row.count }))));
    const carried = new Set(rows.flatMap((row) => row.bases));
    for (const ground of card.querySelectorAll("[data-ref]")) ground.hidden = !carried.has(ground.dataset.ref);
    card.classList.toggle("over", over.length > 0);
    return card;
  }
  function drawRules(counts) {
    lender.value = log.state.lender;
    against.hidden = !log.state.rows.length;
    const of = (limit) => counts.against.filter((row) => row.limit === limit.id);
    const met = data.table.limits.filter((limit) => of(limit).length);
    met.sort((one, other) => of(other).some((row) => row.over) - of(one).some((row) => row.over));
    cards.replaceChildren(...met.map((limit) => cardOf(limit, of(limit))));
  }

  // ---- to keep it and take it along
  const take = youju.takeAlong(data, { status, done, button });
  let drawing = false;
  function draw() {
    if (drawing) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      const counts = youju.counting.count(log.state.rows, data.table, log.state.lender);
      drawRows();
      drawChart(counts.days);
      drawRules(counts);
      take.draw();
    });
  }
  log.changed(draw);
  draw();
  const root = element("div", { class: "log-tab" }, form, status, list, chart, against, take.root);
  return { root, draw, now, done, checking, called };
};
