// The room itself: fetched once, when it is entered; three tabs; what to keep, ticked off here alone.
"use strict";
(() => {
  const { byId, element, on, say, log } = youju;
  const word = (key, values) => say(`evidence.${key}`, values);
  const TABS = ["log", "keep", "files"];
  let root = null; // what stands in the place; put back if Gradio draws its part anew
  let opening = null;
  let calls = null;

  async function fetched() {
    const given = await fetch(`/youju/evidence/room?lang=${youju.lang}`).catch(() => { throw new Error(say("lost")); });
    if (!given.ok) throw new Error(say("bug"));
    const template = document.createElement("template");
    template.innerHTML = await given.text(); // ours alone, escaped where it was made
    return template.content;
  }
  async function open() {
    try {
      const content = await fetched();
      root = built(content);
    } catch (error) {
      const again = element("button", { type: "button", class: "quiet", id: "evidence-again" }, word("again"));
      again.addEventListener("click", () => { opening = null; enter(); });
      byId("evidence-place")?.replaceChildren(element("p", { class: "complaint" }, word("failed", { why: error.message })), again);
      return;
    }
    place();
  }
  function place() {
    const there = byId("evidence-place");
    if (there && root && root.parentNode !== there) {
      there.replaceChildren(root);
      calls.draw();
    }
  }
  function built(content) {
    const data = JSON.parse(content.getElementById("evidence-data").textContent);
    const [rules, keep] = [content.getElementById("evidence-rules"), content.getElementById("evidence-keep")];
    calls = youju.callLog(data, rules);
    const panels = { log: calls.root, keep: ticked(keep), files: youju.fileList(data).root };
    const tabs = TABS.map((name) => element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, "aria-selected": "false" }, word(`tab_${name}`)));
    for (const name of TABS) {
      const panel = panels[name];
      panel.id = `panel-${name}`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", `tab-${name}`);
    }
    const show = (name) => {
      tabs.forEach((tab, i) => tab.setAttribute("aria-selected", String(TABS[i] === name)));
      for (const one of TABS) panels[one].hidden = one !== name;
      if (name === "log") calls.draw(); // a chart cannot be measured while it is hidden
    };
    tabs.forEach((tab, i) => {
      tab.addEventListener("click", () => show(TABS[i]));
      tab.addEventListener("keydown", (event) => {
        const by = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
        if (by) { tabs[(i + by) % TABS.length].focus(); show(TABS[(i + by) % TABS.length]); }
      });
    });
    show("log");
    const all = element("div", { id: "evidence-room" }, element("div", { class: "tabs", role: "tablist", "aria-label": word("tabs") }, ...tabs), ...Object.values(panels), content.lastElementChild);
    all.showTab = show;
    return all;
  }

  // ---- what to keep
  function ticked(keep) {
    const [chips, sections] = [[...keep.querySelectorAll(".chip")], [...keep.querySelectorAll("section")]];
    const counted = (section) => section.querySelector(".so-far");
    function draw() {
      for (const section of sections) {
        const boxes = [...section.querySelectorAll("[data-tick]")];
        for (const box of boxes) box.checked = log.state.ticks.includes(box.dataset.tick);
        counted(section).textContent = word("ticked", { n: boxes.filter((box) => box.checked).length, all: boxes.length });
      }
    }
    function show(channel) {
      for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.channel === channel));
      for (const section of sections) section.hidden = section.dataset.channel !== channel;
    }
    for (const section of sections) {
      const print = element("button", { type: "button", class: "quiet print-list" }, word("print_list"));
      print.addEventListener("click", () => window.print());
      section.append(element("div", { class: "acts" }, element("span", { class: "so-far", role: "status" }), print));
    }
    for (const chip of chips) chip.addEventListener("click", () => show(chip.dataset.channel));
    keep.addEventListener("change", (event) => {
      const name = event.target.dataset.tick;
      if (name) log.set({ ticks: event.target.checked ? [...log.state.ticks, name] : log.state.ticks.filter((one) => one !== name) });
    });
    log.changed(draw);
    show(chips[0].dataset.channel);
    draw();
    return keep;
  }

  // ---- a checked call, put down here
  const filled = (name) => document.querySelector(`#call-${name} textarea, #call-${name} input`)?.value.trim() ?? "";
  const chosen = (name) => document.querySelector(`#call-${name} input:checked`)?.value ?? "";
  let told = null; // said once the room is there
  on(".to-evidence", () => {
    const now = youju.times.now();
    const date = youju.times.day(filled("date"), now.date) || now.date;
    const [row] = log.put([{ date, time: youju.times.time(filled("time")), to: chosen("to") || "self", how: chosen("how") || "call", said: filled("words") }]);
    if (chosen("lender") && !log.state.lender) log.set({ lender: chosen("lender") });
    told = row;
    location.hash = "evidence";
  });

  async function enter() {
    opening ??= open();
    await opening;
    if (!root) return;
    place();
    calls.now();
    if (told) {
      root.showTab("log");
      calls.done(word("added", { what: calls.called(told) }));
      told = null;
    }
  }
  youju.entered((room) => { if (room === "evidence") enter(); });
  youju.settled(() => { if (document.body.dataset.room === "evidence") { if (!opening && byId("evidence-place")) enter(); else place(); } });
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width && root) { width = innerWidth; calls.draw(); } });
})();
