// Days and hours as people and spreadsheets write them: 2026/3/1, 2026年3月1日, 46082, 晚上11点, 0.965; the same rules as
// assistant/written_times.py. What cannot be read for sure is "".
"use strict";
youju.times = (() => {
  const two = (number) => String(number).padStart(2, "0");
  const plainOf = (text) => text.normalize("NFKC").trim();
  const SERIAL = /^[45]\d{4}(?:\.\d+)?$/;
  const YEAR_FIRST = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/;
  const LATE = ["下午", "傍晚", "晚上", "夜里", "半夜", "深夜", "午夜", "PM"];
  const CLOCK = new RegExp("^(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜|午夜|AM|PM)?\\s*(\\d{1,2})\\s*"
    + "(?:[:点时.](?:\\s*(\\d{1,2}))?\\s*(半)?\\s*分?(?::\\d{1,2}(?:\\.\\d+)?|\\d{1,2}秒)?)?\\s*(AM|PM)?$", "i");

  function dayOf(year, month, day) {
    const made = new Date(Date.UTC(year, month - 1, day));
    if (year < 1000 || made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) return "";
    return `${year}-${two(month)}-${two(day)}`;
  }
  const shifted = (day, by) => new Date(Date.parse(`${day}T00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
  function day(text, today) {
    const plain = plainOf(text.normalize("NFKC").replace(/\s*(?:星期|周|礼拜)[一二三四五六日天]\s*/g, ""));
    if (SERIAL.test(plain)) return shifted("1899-12-30", Math.trunc(Number(plain)));
    let found = YEAR_FIRST.exec(plain) ?? /^(20\d{2})(\d{2})(\d{2})$/.exec(plain);
    if (found) return dayOf(...found.slice(1, 4).map(Number));
    if ((found = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(plain))) {
      const [first, second, year] = found.slice(1).map(Number);
      if (first <= 12 && second <= 12 && first !== second) return "";
      return first > 12 ? dayOf(year, second, first) : dayOf(year, first, second);
    }
    if ((found = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/.exec(plain))) {
      const [year, month, date] = [Number(today.slice(0, 4)), Number(found[1]), Number(found[2])];
      const now = dayOf(year, month, date);
      return now && now <= today ? now : dayOf(year - 1, month, date);
    }
    return "";
  }
  function time(text) {
    const plain = plainOf(text);
    if (/^0?\.\d+$/.test(plain)) {
      const minutes = Math.round(Number(plain) * 1440) % 1440;
      return `${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
    }
    const found = CLOCK.exec(plain);
    if (!found || !/\D/.test(plain)) return "";
    let hour = Number(found[2]);
    const minute = Number(found[3] ?? (found[4] ? 30 : 0));
    const part = (found[1] ?? found[5] ?? "").toUpperCase();
    if (part === "AM" && hour === 12) hour = 0;
    else if (LATE.includes(part) && (hour === 12 || (["半夜", "深夜", "午夜", "夜里"].includes(part) && hour < 6))) {
      hour = ["PM", "下午"].includes(part) ? 12 : hour % 12;
    } else if ((LATE.includes(part) && hour < 12) || (part === "中午" && hour < 3)) hour += 12;
    if (hour === 24) hour = 0;
    return hour < 24 && minute < 60 ? `${two(hour)}:${two(minute)}` : "";
  }
  function split(text) { // a cell that holds a day and an hour
    const plain = plainOf(text).replaceAll("T", " ");
    if (SERIAL.test(plain)) {
      const [date, fraction] = plain.split(".");
      return [date, fraction ? `0.${fraction}` : ""];
    }
    const found = new RegExp("^(\\d{4}\\s*[-/.年]\\s*\\d{1,2}\\s*[-/.月]\\s*\\d{1,2}\\s*[日号]?|\\d{1,2}月\\d{1,2}[日号])\\s*"
      + "((?:星期|周|礼拜)[一二三四五六日天])?\\s*(\\D{0,2}\\d{1,2}\\s*[:点时].*)?$").exec(plain);
    return found ? [found[1], found[3] ?? ""] : [text, ""];
  }
  const now = (at = new Date()) => ({ // by the reader's own clock
    date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  });
  return { day, time, split, now, shifted };
})();
