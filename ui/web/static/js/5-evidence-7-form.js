// The form that logs a call: now is filled in already, two taps are enough.
"use strict";
youju.callForm = (data) => {
  const { element, say, log } = youju;
  const word = (key, values) => say(`evidence.${key}`, values);
  let editing = null; // the id of the row that is being changed
  let untouched = true; // day and hour are still those of the clock

  const input = (name, attributes = {}) => element("input", { id: `log-${name}`, name, autocomplete: "off", ...attributes });
  const field = (name, control, look = "") => element("div", { class: `field ${look}` }, element("label", { for: `log-${name}` }, word(name)), control);
  const select = (name, values) => element("select", { id: `log-${name}`, name },
    ...values.map((value) => element("option", { value: value.id }, value.title)));
  const radio = (value, title) => element("label", { class: "choice" }, element("input", { type: "radio", name: "connected", value }), element("span", {}, title));

  const agencies = element("datalist", { id: "log-agencies" });
  const complaint = element("p", { class: "complaint", role: "alert", hidden: true });
  const add = element("button", { type: "submit", class: "primary", id: "log-add" }, word("add"));
  const cancel = element("button", { type: "button", class: "quiet", id: "log-cancel", hidden: true }, word("cancel"));
  const more = element("details", { class: "more" }, element("summary", {}, word("more")),
    element("div", { class: "pair" }, field("number", input("number", { maxlength: 60, inputmode: "tel" })), field("how", select("how", data.choices.how))),
    field("evidence", input("evidence", { maxlength: 200 })));
  const form = element("form", { id: "log-form", novalidate: true },
    element("div", { class: "pair" }, field("date", input("date", { type: "date", required: true })), field("time", input("time", { type: "time" }))),
    element("fieldset", { class: "field taken" }, element("legend", {}, word("connected")), radio("yes", word("taken")), radio("no", word("missed"))),
    element("div", { class: "pair" }, field("to", select("to", data.choices.to)), field("agency", input("agency", { maxlength: 100, list: "log-agencies" }))),
    field("said", element("textarea", { id: "log-said", name: "said", rows: 2, placeholder: word("said_eg"), maxlength: data.columns.most_said })),
    complaint, agencies, element("div", { class: "acts" }, cancel, add), more);

  function now() { // called again whenever the room is entered, until the reader has set another hour
    if (!untouched || editing !== null) return;
    const { date, time } = youju.times.now();
    form.elements.date.value = date;
    form.elements.date.max = date;
    form.elements.time.value = time;
  }
  function show(row) {
    for (const name of ["date", "time", "number", "agency", "said", "evidence"]) form.elements[name].value = row[name];
    form.elements.how.value = row.how || "call";
    form.elements.to.value = row.to || "self";
    for (const one of form.querySelectorAll("[name=connected]")) one.checked = row.connected === (one.value === "yes") && row.connected !== null;
    complaint.hidden = true;
  }
  function blank() {
    editing = null;
    untouched = true;
    show({ date: "", time: "", number: "", agency: log.state.rows.at(-1)?.agency ?? "", how: "", to: "", connected: null, said: "", evidence: "" });
    now();
    add.textContent = word("add");
    cancel.hidden = true;
  }
  function edit(row) {
    editing = row.id;
    show(row);
    more.open = Boolean(row.evidence || row.number || (row.how && row.how !== "call"));
    add.textContent = word("change");
    cancel.hidden = false;
    form.scrollIntoView({ block: "center" });
    form.elements.said.focus({ preventScroll: true });
  }
  function told() {
    const values = Object.fromEntries(new FormData(form));
    const clean = (name) => youju.csv.clean(values[name]);
    const connected = values.connected ? values.connected === "yes" : null;
    return { date: values.date, time: values.time.slice(0, 5), number: clean("number"), agency: clean("agency"), how: values.how, to: values.to, connected, said: clean("said"), evidence: clean("evidence") };
  }
  function fault(row) {
    if (!row.date) return word("no_date");
    if (row.date > youju.times.now().date) return word("future", { day: row.date });
    return "";
  }
  form.addEventListener("input", (event) => { if (["date", "time"].includes(event.target.name)) untouched = false; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const row = told();
    const wrong = fault(row);
    complaint.hidden = !wrong;
    complaint.textContent = wrong;
    if (wrong) return;
    if (editing === null) {
      const [added] = log.put([row]);
      form.dispatchEvent(new CustomEvent("logged", { detail: added }));
    } else {
      const before = log.state.rows.find((one) => one.id === editing);
      log.replace(editing, row);
      form.dispatchEvent(new CustomEvent("rewritten", { detail: { ...before, ...row } }));
    }
    blank();
  });
  cancel.addEventListener("click", blank);
  log.changed(() => {
    const names = [...new Set(log.state.rows.map((row) => row.agency).filter(Boolean))];
    agencies.replaceChildren(...names.map((name) => element("option", { value: name })));
    if (!log.state.rows.length) blank();
    if (editing !== null && !log.state.rows.some((row) => row.id === editing)) blank();
  });
  blank();
  return { form, edit, now };
};
