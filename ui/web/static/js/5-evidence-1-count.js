// A call log counted in the browser, by the table of docs/interface.md, "Counting without youju"; the same cases hold
// this file and assistant/calllimits.py. Nothing here touches the page.
"use strict";
youju.counting = (() => {
  const agencyOf = (row) => (row.agency ?? "").trim().toLowerCase();
  const byCode = (one, other) => { // by code point, as Python sorts
    const [a, b] = [[...one], [...other]];
    for (let i = 0; i < a.length && i < b.length; i++) {
      if (a[i] !== b[i]) return a[i].codePointAt(0) - b[i].codePointAt(0);
    }
    return a.length - b.length;
  };

  function inWindow(limit, time) {
    if (!time || !limit.from || !limit.to) return false;
    return limit.from <= limit.to ? limit.from <= time && time < limit.to : time >= limit.from || time < limit.to;
  }
  function binding(limit, day, lender) {
    if ((limit.needs.length && !limit.needs.includes(lender)) || limit.spares.includes(lender)) return [];
    return limit.bases.filter((basis) => basis.in_force <= day && (!basis.until || day < basis.until)
      && (!lender || !basis.lenders || basis.lenders.includes(lender)));
  }
  function counts(limit, row, table) {
    if (limit.counts === "window") return inWindow(limit, row.time);
    if (limit.counts === "third") return table.outsiders.includes(row.to);
    return row.connected === (limit.counts === "connected") && table.self.includes(row.to) && table.calls.includes(row.how);
  }
  function dayOf(date, rows, table) {
    const number = (fits) => rows.filter(fits).length;
    const called = (taken) => number((row) => row.connected === taken && table.calls.includes(row.how));
    const windows = table.limits.filter((limit) => limit.counts === "window");
    return {
      date, all: rows.length, connected: called(true), missed: called(false),
      night: number((row) => windows.some((limit) => inWindow(limit, row.time))),
      third: number((row) => table.outsiders.includes(row.to)),
      untimed: number((row) => !row.time),
      hours: Array.from({ length: 24 }, (_, hour) => number((row) => row.time && Number(row.time.slice(0, 2)) === hour)),
    };
  }
  function count(rows, table, lender = "") {
    const byDay = new Map();
    for (const row of rows) byDay.set(row.date, [...(byDay.get(row.date) ?? []), row]);
    const days = [...byDay.keys()].sort();
    const against = [];
    for (const day of days) {
      const agencies = [...new Set(byDay.get(day).map(agencyOf))].sort(byCode);
      for (const limit of table.limits) {
        const bases = binding(limit, day, lender).map((basis) => basis.ref);
        if (!bases.length) continue;
        for (const agency of agencies) {
          const number = byDay.get(day).filter((row) => agencyOf(row) === agency && counts(limit, row, table)).length;
          if (number) against.push({ limit: limit.id, date: day, agency, count: number, most: limit.most, over: number > limit.most, bases });
        }
      }
    }
    return { days: days.map((day) => dayOf(day, byDay.get(day), table)), against };
  }
  return { count, inWindow, byCode };
})();
