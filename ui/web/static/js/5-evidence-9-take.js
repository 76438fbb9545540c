// Keeping a log and taking it along: in this browser if ticked, as CSV, on paper, as a file that this machine makes.
"use strict";
youju.takeAlong = (data, { status, done, button }) => {
  const { element, say, log } = youju;
  const word = (key, values) => say(`evidence.${key}`, values);
  const dated = (name, suffix) => `${word(name)}-${youju.times.now().date}.${suffix}`;
  const csv = () => youju.csv.writeLog(log.state.rows, data.columns);

  const keep = element("input", { type: "checkbox", id: "log-keep" });
  keep.addEventListener("change", () => log.set({ keep: keep.checked }));
  const chosen = element("input", { type: "file", id: "log-file", accept: ".csv,.txt,text/csv", hidden: true, "aria-label": word("import") });
  chosen.addEventListener("change", async () => {
    const [file] = chosen.files;
    chosen.value = "";
    if (file) await read(file);
  });
  async function read(file) {
    let found;
    try {
      found = youju.csv.readLog(new Uint8Array(await file.arrayBuffer()), data.columns, youju.times.now().date);
    } catch (error) {
      status.replaceChildren(element("p", { class: "complaint" }, error.message));
      return;
    }
    const there = new Set(log.state.rows.map((row) => JSON.stringify({ ...row, id: 0 })));
    const fresh = found.calls.filter((row) => !there.has(JSON.stringify({ ...row, id: 0 })));
    log.put(fresh);
    const same = found.calls.length - fresh.length;
    const bad = found.bad.map((one) => element("li", {}, word("bad_row", one)));
    done(word("imported", { n: fresh.length }), same ? element("p", {}, word("imported_same", { n: same })) : "",
      ...(bad.length ? [element("p", {}, word("imported_bad", { n: bad.length })), element("ul", {}, ...bad)] : []));
    status.scrollIntoView({ block: "center" });
  }

  let sure = false;
  const clear = button("log-clear", "clear", () => { // a second tap, since nothing brings it back
    if (sure) { log.clear(); done(word("cleared")); }
    sure = !sure;
    clear.textContent = word(sure ? "clear_sure" : "clear");
    clear.classList.toggle("sure", sure);
  });
  const unsaved = element("p", { class: "unsaved" }, word("unsaved"));
  const refused = element("p", { class: "complaint", hidden: true }, word("keep_failed"));

  const made = element("p", { role: "status", "aria-live": "polite" });
  const makers = ["docx", "html"].map((kind) => button(`log-${kind}`, `make_${kind}`, async () => {
    made.textContent = word("making");
    makers.forEach((one) => { one.disabled = true; });
    try {
      const given = await youju.send(`evidence/timeline?kind=${kind}&lender=${log.state.lender}`, csv(), "text/csv; charset=utf-8");
      const name = dated("timeline_name", kind);
      youju.save(await given.blob(), name);
      const urgent = given.headers.get("x-youju-urgent") === "1";
      made.textContent = word(urgent ? "made_urgent" : "made", { name });
      if (urgent && youju.byId("danger-card").hidden) youju.byId("danger").click();
    } catch (error) {
      made.replaceChildren(element("span", { class: "complaint" }, error.message));
    }
    makers.forEach((one) => { one.disabled = false; });
  }));
  const file = element("div", { class: "make" }, element("h4", {}, word("make")), element("p", { class: "quietly" }, word("make_note")),
    element("div", { class: "acts" }, ...makers), made);
  const some = [
    button("log-export", "export", () => youju.save(new Blob([csv()], { type: "text/csv" }), dated("log_name", "csv"))),
    button("log-print", "print", () => window.print()), clear,
  ];
  const root = element("section", { class: "take" }, element("h3", {}, word("take")), unsaved, refused,
    element("label", { class: "tick" }, keep, element("span", {}, word("keep"))), element("p", { class: "quietly" }, word("keep_note")),
    element("div", { class: "acts" }, button("log-import", "import", () => chosen.click()), ...some, chosen), file);

  function draw() {
    const any = log.state.rows.length > 0;
    keep.checked = log.state.keep;
    unsaved.hidden = !any || log.state.keep;
    refused.hidden = !log.state.refused;
    file.hidden = !any;
    for (const one of some) one.hidden = !any;
    if (sure) {
      sure = false;
      clear.textContent = word("clear");
      clear.classList.remove("sure");
    }
  }
  return { root, draw };
};
