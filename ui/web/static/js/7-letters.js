// The room of letters: a form of one kind, the letter as it will look, files. What is typed stays in this tab: it goes
// with the page, and is the same for every kind.
"use strict";
(() => {
  const { byId, on, say } = youju;
  const told = { facts: {}, rows: {} }; // field → value; part → rows
  const NTH = "{n}"; // stands for the number of a row until it has one
  const sent = {}; // part → which rows were sent, by their place on the page
  let kind = "";
  let asking = 0;
  let carried = false; // facts came from elsewhere

  const form = () => document.querySelector("#letter-form form");
  const rowsOf = (part) => [...form().querySelectorAll(`.rows[data-part="${part}"] > .row`)];
  function put(box, html) { // HTML of the server's, escaped there
    const made = document.createElement("template");
    made.innerHTML = html;
    box.replaceChildren(made.content);
  }

  // ---- the facts: written into the fields, and read from them
  const value = (field) => field.value.trim();
  function show(fields, values) {
    for (const field of fields) {
      const name = field.name.split(".").pop();
      const known = values[field.name] ?? values[name] ?? "";
      if (known && field.closest(".more")) field.closest(".more").open = true;
      if (field.type === "radio") field.checked = field.value === known;
      else field.value = known;
    }
  }
  function keep() { // everything the form shows; what it does not ask for stays as it was
    if (!form()) return;
    for (const field of form().elements) {
      if (!field.name || field.closest(".row") || (field.type === "radio" && !field.checked)) continue;
      told.facts[field.name] = value(field);
    }
    for (const list of form().querySelectorAll(".rows")) {
      const before = told.rows[list.dataset.part] ?? [];
      told.rows[list.dataset.part] = rowsOf(list.dataset.part).map((row, n) => ({ ...before[n], ...readRow(row) }));
    }
    count();
  }
  function readRow(row) {
    const found = {};
    for (const field of row.querySelectorAll("[name]")) {
      if (field.type === "radio" && !field.checked) continue;
      found[field.name.split(".").pop()] = value(field);
    }
    return found;
  }
  const listed = (field) => field.closest(".asked")?.classList.contains("list");
  function facts() { // as the server takes them: only what this letter asks for, nothing that is empty
    const found = {};
    for (const field of form().elements) {
      if (!field.name || field.closest(".row") || (field.type === "radio" && !field.checked) || !value(field)) continue;
      const [part, name] = field.name.split(".");
      (found[part] ??= {})[name] = listed(field) ? value(field).split("\n").map((one) => one.trim()).filter(Boolean) : value(field);
    }
    for (const list of form().querySelectorAll(".rows")) {
      const part = list.dataset.part;
      const rows = rowsOf(part).map((row) => Object.fromEntries(Object.entries(readRow(row)).filter(([, one]) => one)));
      sent[part] = [...rows.keys()].filter((n) => Object.keys(rows[n]).length);
      if (sent[part].length) found[part] = sent[part].map((n) => rows[n]);
    }
    return found;
  }
  function count() { // in each step's heading, how much is filled in
    for (const step of form().querySelectorAll(".step")) {
      const filled = [...step.querySelectorAll("[name]")].filter((f) => value(f) && (f.type !== "radio" || f.checked)).length;
      step.querySelector(".count").textContent = filled ? say("letters.filled", { n: filled }) : "";
    }
  }

  // ---- rows
  function addRow(list, values = {}) {
    const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
    list.append(row);
    number(list);
    show(row.querySelectorAll("[name]"), values);
    return row;
  }
  function number(list) {
    [...list.querySelectorAll(":scope > .row")].forEach((row, n) => {
      const heading = row.querySelector("h4");
      heading.dataset.words ??= heading.textContent;
      heading.textContent = heading.dataset.words.replace(NTH, n + 1);
      for (const key of ["name", "id", "for", "aria-describedby"]) {
        for (const part of row.querySelectorAll(`[${key}]`)) {
          part.setAttribute(key, part.getAttribute(key).replace(/\.(?:\{n\}|\d+)\./, `.${n}.`));
        }
      }
    });
  }
  on("#letter-form .add", (button) => {
    const row = addRow(button.closest(".step").querySelector(".rows"));
    keep();
    row.querySelector("input, textarea").focus();
  });
  on("#letter-form .remove", (button) => {
    const list = button.closest(".rows");
    keep();
    const at = [...list.querySelectorAll(":scope > .row")].indexOf(button.closest(".row"));
    told.rows[list.dataset.part].splice(at, 1);
    button.closest(".row").remove();
    if (!list.querySelector(":scope > .row")) addRow(list);
    number(list);
    keep();
    list.querySelector("h4").scrollIntoView({ block: "center" });
  });

  // ---- which letter: the address says it, so the phone's own back button leads to the list
  async function open(wanted, said = "") {
    keep();
    const mine = ++asking;
    kind = wanted;
    document.querySelector("#letter-kinds").classList.toggle("chosen", Boolean(kind));
    byId("letter-shown").replaceChildren();
    byId("letter-form").replaceChildren();
    if (!kind) return;
    try {
      const given = await youju.send("letters/form", { kind });
      const html = await given.text();
      if (mine !== asking) return;
      put(byId("letter-form"), html);
    } catch (problem) {
      complain(byId("letter-form"), problem.message);
      return;
    }
    show([...form().elements].filter((field) => field.name), told.facts);
    for (const list of form().querySelectorAll(".rows")) {
      for (const row of told.rows[list.dataset.part]?.length ? told.rows[list.dataset.part] : [{}]) addRow(list, row);
    }
    keep();
    if (said) form().querySelector(".steps-said").textContent = say(said);
    const heading = form().querySelector("h3");
    heading.focus({ preventScroll: true });
    byId("letter-form").scrollIntoView({ block: "start" });
  }
  function complain(box, sentence) {
    const said = document.createElement("p");
    said.className = "complaint";
    said.setAttribute("role", "alert");
    said.textContent = sentence;
    box.replaceChildren(said);
  }
  youju.entered((room) => {
    if (room !== "letters") return;
    const wanted = decodeURIComponent(location.hash.slice(1)).split("/")[1] ?? "";
    if (wanted !== kind && byId("letter-form")) open(wanted, carried ? "letters.carried" : "");
    carried = false;
  });
  let drawn = false;
  youju.settled(() => { // the room may be drawn after it was entered
    if (drawn || !byId("letter-form")) return;
    drawn = true;
    for (const aim of document.querySelectorAll(".aim")) aim.open = !youju.narrow();
    const [room, wanted] = decodeURIComponent(location.hash.slice(1)).split("/");
    if (room === "letters" && wanted && !kind) open(wanted);
  });

  // ---- steps
  on("#letter-form .next", (button) => {
    const step = button.closest(".step").nextElementSibling;
    button.closest(".step").open = false;
    step.open = true;
    step.querySelector("summary").focus({ preventScroll: true });
    step.scrollIntoView({ block: "start" });
  });
  document.addEventListener("input", (event) => {
    if (!event.target.closest("#letter-form")) return;
    keep();
    byId("letter-shown").firstElementChild?.classList.add("stale");
  });
  on("#letter-form .forget", () => {
    told.facts = {};
    told.rows = {};
    byId("letter-form").replaceChildren();
    open(kind, "letters.cleared");
  });

  // ---- the letter, and what cannot be read
  function mend() {
    for (const said of document.querySelectorAll("#letter-form .complaint")) said.remove();
    for (const field of document.querySelectorAll("#letter-form [aria-invalid]")) field.removeAttribute("aria-invalid");
  }
  function unfold(field) {
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  function point(name, sentence) { // at the field, where the finger already is
    const here = name.replace(/^(\w+)\.(\d+)\./, (_, part, n) => `${part}.${sent[part][n]}.`);
    const field = form().querySelector(`[name="${here}"]`);
    const box = field?.closest(".asked");
    const said = document.createElement("p");
    said.className = "complaint";
    said.setAttribute("role", "alert");
    said.textContent = sentence;
    if (!box) { form().querySelector(".acts-of-room").before(said); return; }
    unfold(field);
    field.setAttribute("aria-invalid", "true");
    box.append(said);
    field.focus({ preventScroll: true });
    box.scrollIntoView({ block: "center" });
  }
  async function ask(path, extra = {}) {
    mend();
    try {
      return await youju.send(path, { kind, facts: facts(), ...extra });
    } catch (problem) {
      point(problem.told?.field ?? "", problem.message);
      return null;
    }
  }
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches(".letter-form")) return;
    event.preventDefault();
    keep();
    const button = event.target.querySelector(".primary");
    button.disabled = true;
    byId("letter-shown").textContent = say("letters.working");
    const given = await ask("letters/draft");
    button.disabled = false;
    if (!given) { byId("letter-shown").replaceChildren(); return; }
    put(byId("letter-shown"), await given.text());
    byId("letter-shown").setAttribute("aria-label", say("letters.shown"));
    byId("letter-shown").focus({ preventScroll: true });
    byId("letter-shown").scrollIntoView({ block: "start" });
  });
  on("#letter-shown .take", async (button) => {
    button.disabled = true;
    const given = await ask("letters/file", { format: button.dataset.format });
    button.disabled = false;
    if (!given) return;
    const name = decodeURIComponent(given.headers.get("content-disposition").split("filename*=UTF-8''")[1]);
    youju.save(await given.blob(), name);
  });
  on("#letter-shown .copy-letter", (button) => youju.copy(button.dataset.text, button));
  on("#letter-shown .print-letter", () => print());
  on("#letter-shown .fill", (button) => {
    const part = button.dataset.fill?.split(".") ?? [];
    const field = form().querySelector(`[name="${button.dataset.fill}"], [name="${part[0]}.0.${part[1]}"]`);
    if (!field) return;
    unfold(field);
    field.focus({ preventScroll: true });
    field.closest(".asked").scrollIntoView({ block: "center" });
  });

  // ---- from elsewhere: `facts` is what was told there, by part; rows are added to those that are there
  youju.writeLetter = (wanted, given = {}) => {
    keep();
    for (const [part, values] of Object.entries(given)) {
      if (!Array.isArray(values)) {
        for (const [name, one] of Object.entries(values)) told.facts[`${part}.${name}`] ||= String(one);
        continue;
      }
      const before = (told.rows[part] ?? []).filter((row) => Object.values(row).some(Boolean));
      const fresh = values.filter((row) => !before.some((one) => Object.entries(row).every(([name, said]) => one[name] === String(said))));
      told.rows[part] = [...before, ...fresh.map((row) => Object.fromEntries(Object.entries(row).map(([name, said]) => [name, String(said)])))];
    }
    byId("letter-form").replaceChildren(); // what was carried stands, not what the old form shows
    kind = "";
    carried = Boolean(given.calls);
    if (location.hash === `#letters/${wanted}`) open(wanted, carried ? "letters.carried" : "");
    else location.hash = `letters/${wanted}`;
  };
  on("[data-letter]", (button) => {
    youju.writeLetter(button.dataset.letter, JSON.parse(button.closest("[data-facts]")?.dataset.facts ?? "{}"));
  });
})();
