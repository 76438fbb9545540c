// Which public lines are open by the reader's own clock; the table is lines.toml, the rule that of assistant/lines.py.
"use strict";
(() => {
  const { byId, say, lang } = youju;
  let table = null;
  const minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const weekday = (at) => at.getDay() || 7;

  function officeOpens(at) {
    const { from, to, days } = table.office;
    const now = at.getHours() * 60 + at.getMinutes();
    if (days.includes(weekday(at)) && minutes(from) <= now && now < minutes(to)) return at;
    const day = new Date(at);
    if (now >= minutes(from)) day.setDate(day.getDate() + 1);
    while (!days.includes(weekday(day))) day.setDate(day.getDate() + 1);
    day.setHours(0, minutes(from), 0, 0);
    return day;
  }
  function state(line, at) {
    const now = at.getHours() * 60 + at.getMinutes();
    if (line.hours === "always") return "now";
    if (line.hours === "long") return minutes(table.long.from) <= now && now < minutes(table.long.to) ? "now" : "maybe";
    if (line.hours === "office") return officeOpens(at) === at ? "now" : "later";
    return "maybe";
  }
  youju.openNow = (at) => {
    table ??= JSON.parse(byId("danger-card").dataset.lines);
    const found = { now: [], maybe: [], later: [] };
    for (const line of table.lines) found[state(line, at)].push(line.number);
    return { ...found, office_opens: officeOpens(at) };
  };

  function when(opens, at) {
    const time = `${String(opens.getHours()).padStart(2, "0")}:${String(opens.getMinutes()).padStart(2, "0")}`;
    const days = Math.round((new Date(opens).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
    if (days < 2) return say(days ? "ask.tomorrow_at" : "ask.today_at", { time });
    const day = opens.toLocaleDateString(lang === "en" ? "en-GB" : "zh-CN", { weekday: "long" });
    return say("ask.day_at", { day, time });
  }
  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }
  function tell() {
    const at = new Date();
    const open = youju.openNow(at);
    const opens = when(open.office_opens, at);
    const hours = Object.fromEntries(table.lines.map((line) => [line.number, line.hours]));
    for (const small of document.querySelectorAll("small.open[data-line]")) {
      const number = small.dataset.line;
      const found = Object.keys(open).find((name) => open[name].includes?.(number));
      const key = found === "maybe" && hours[number] === "unknown" ? "unknown" : found;
      write(small, say(`ask.open_${key}`, { when: opens }));
      small.dataset.open = key;
    }
    for (const line of document.querySelectorAll(".open-now[data-lines]")) {
      const named = line.dataset.lines.split(" ");
      const parts = ["now", "maybe", "later"].flatMap((name) => {
        const numbers = named.filter((number) => open[name].includes(number));
        return numbers.length ? [[say(`ask.${name}_line`, { when: opens }), numbers]] : [];
      });
      const text = parts.map(([said, numbers]) => `${said} ${numbers.join(" ")}`).join("|");
      if (line.dataset.said === text) continue;
      line.dataset.said = text;
      line.replaceChildren(...parts.map(([said, numbers]) => {
        const part = document.createElement("span");
        part.append(`${said}${lang === "en" ? ": " : "："}`);
        for (const number of numbers) {
          const link = document.createElement("a");
          link.href = `tel:${number}`;
          link.className = "tel";
          link.textContent = number;
          part.append(link, " ");
        }
        return part;
      }));
      line.hidden = false;
    }
  }
  youju.settled(tell);
  addEventListener("DOMContentLoaded", tell);
  setInterval(tell, 60_000);
})();
