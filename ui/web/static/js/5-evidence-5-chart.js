// Calls by hour and day as SVG: a row a day where there is room, a column a day on a phone. Every number stands in its
// cell, the night is shaded, and the title and description say what is seen.
"use strict";
youju.chart = (() => {
  const { say } = youju;
  const NS = "http://www.w3.org/2000/svg";
  const UNBROKEN = 31; // up to so many days from first to last, days without a call are drawn too
  let drawn = 0;

  function make(name, attributes = {}, ...children) {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }
  const text = (x, y, words, look = "", anchor = "middle") => make("text", { x, y, class: look, "text-anchor": anchor }, words);

  function every(days) { // with those on which nobody called, where the whole is short
    if (!days.length) return [];
    const first = days[0].date;
    const span = (Date.parse(days.at(-1).date) - Date.parse(first)) / 86_400_000 + 1;
    if (span > UNBROKEN) return days;
    const there = new Map(days.map((day) => [day.date, day]));
    return Array.from({ length: span }, (_, n) => youju.times.shifted(first, n))
      .map((date) => there.get(date) ?? { date, all: 0, hours: Array(24).fill(0) });
  }
  function shaded(hour, window) { // whether any of an hour lies in the window
    const [first, last] = [Number(window.from.slice(0, 2)), Number(window.to.slice(0, 2)) + (window.to.slice(3) > "00")];
    return window.from <= window.to ? first <= hour && hour < last : hour >= first || hour < last;
  }
  const inWords = (days, window) => say("evidence.chart_text", {
    days: days.length, all: days.reduce((sum, day) => sum + day.all, 0),
    night: days.reduce((sum, day) => sum + (day.night ?? 0), 0), start: window.from, end: window.to,
  });

  function sizes(width, large) {
    const tall = width < 640;
    const unit = large ? 1.3 : 1;
    if (tall) {
      const [left, cell, row, top] = [34 * unit, 38 * unit, 22 * unit, 50 * unit];
      return { tall, left, cell, row, top, unit, most: Math.max(1, Math.floor((width - left - 2) / cell)) };
    }
    const [left, right, row, top] = [96 * unit, 48 * unit, 24 * unit, 32 * unit];
    return { tall, left, right, row, top, unit, cell: Math.min(34 * unit, (width - left - right) / 24), most: UNBROKEN };
  }
  const most = (width, large) => sizes(width, large).most;

  // days: those of one page; window: the hours that are shaded
  function draw(days, window, width, large = false) {
    const s = sizes(width, large);
    const place = s.tall ? (day, hour) => [s.left + day * s.cell, s.top + hour * s.row] : (day, hour) => [s.left + hour * s.cell, s.top + day * s.row];
    const [wide, high] = s.tall ? [s.left + days.length * s.cell, s.top + 24 * s.row + 4] : [s.left + 24 * s.cell + s.right, s.top + days.length * s.row + 4];
    const name = `evidence-chart-${++drawn}`;
    const svg = make("svg", {
      class: "calls-chart", role: "img", width: Math.round(wide), height: Math.round(high),
      viewBox: `0 0 ${Math.round(wide)} ${Math.round(high)}`, "aria-labelledby": `${name}-title ${name}-desc`,
    });
    svg.append(make("title", { id: `${name}-title` }, say("evidence.chart_title")), make("desc", { id: `${name}-desc` }, inWords(days.filter((day) => day.all), window)));
    for (let hour = 0; hour < 24; hour++) {
      const [x, y] = place(0, hour);
      if (shaded(hour, window)) {
        svg.append(make("rect", s.tall
          ? { class: "night", x: 0, y, width: wide, height: s.row } : { class: "night", x, y: 0, width: s.cell, height: high - 4 }));
      }
      svg.append(s.tall ? text(s.left - 6 * s.unit, y + s.row * 0.72, String(hour), "hour", "end") : text(x + s.cell / 2, s.top - 8 * s.unit, String(hour), "hour"));
    }
    const peak = Math.max(1, ...days.flatMap((day) => day.hours));
    days.forEach((day, n) => {
      const [x, y] = place(n, 0);
      const [month, date] = [Number(day.date.slice(5, 7)), Number(day.date.slice(8))];
      const short = n === 0 || date === 1 || days[n - 1].date.slice(0, 7) !== day.date.slice(0, 7) ? `${month}/${date}` : String(date);
      if (s.tall) {
        svg.append(text(x + s.cell / 2, 16 * s.unit, short, "day"), text(x + s.cell / 2, 38 * s.unit, String(day.all), "sum"));
        svg.append(make("path", { class: "rule", d: `M${x} ${s.top}v${24 * s.row}` }));
      } else {
        svg.append(text(s.left - 8, y + s.row * 0.72, day.date, "day", "end"), text(s.left + 24 * s.cell + 10, y + s.row * 0.72, String(day.all), "sum", "start"));
        svg.append(make("path", { class: "rule", d: `M${s.left} ${y}h${24 * s.cell}` }));
      }
      day.hours.forEach((count, hour) => {
        if (!count) return;
        const [left, top] = place(n, hour);
        svg.append(
          make("rect", { class: "cell", x: left + 1.5, y: top + 1.5, width: s.cell - 3, height: s.row - 3, rx: 4, "fill-opacity": (0.25 + 0.75 * (count / peak)).toFixed(2) }),
          text(left + s.cell / 2, top + s.row * 0.72, String(count), "number"));
      });
    });
    if (s.tall) svg.append(text(s.left - 6 * s.unit, 38 * s.unit, say("evidence.total"), "hour", "end"));
    else svg.append(text(s.left + 24 * s.cell + 10, s.top - 8 * s.unit, say("evidence.total"), "hour", "start"));
    return svg;
  }
  return { draw, every, most, inWords };
})();
