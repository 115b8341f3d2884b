// Wall clock of the recorder's zone, whatever zone the browser is in. Pure: instants are epoch milliseconds.

const pad = (n) => String(n).padStart(2, "0");

const ROC_OFFSET = 1911;

export class Zone {
  #parts;
  #roc;

  /** @param lang of the page: Chinese ones write ROC years */
  constructor(name, lang = "en") {
    this.#roc = lang.startsWith("zh");
    this.#parts = new Intl.DateTimeFormat("en-US", {
      timeZone: name, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", second: "2-digit", weekday: "short",
    });
  }

  parts(ms) {
    const p = {};
    for (const { type, value } of this.#parts.formatToParts(ms)) {
      p[type] = type === "weekday" ? value : Number(value);
    }
    return p;
  }

  /** 2026-11-20 */
  day(ms) {
    const p = this.parts(ms);
    return `${p.year}-${pad(p.month)}-${pad(p.day)}`;
  }

  /** 08:30:05 */
  time(ms) {
    const p = this.parts(ms);
    return `${pad(p.hour)}:${pad(p.minute)}:${pad(p.second)}`;
  }

  /** 08:30 */
  minute(ms) {
    return this.time(ms).slice(0, 5);
  }

  /** 115年11月20日, or 2026-11-20 */
  shortDay(ms) {
    const p = this.parts(ms);
    return this.#roc ? `${p.year - ROC_OFFSET}年${p.month}月${p.day}日` : this.day(ms);
  }

  /** 民國115年11月, or 2026-11 */
  month(ms) {
    const p = this.parts(ms);
    return this.#roc ? `民國${p.year - ROC_OFFSET}年${p.month}月` : this.day(ms).slice(0, 7);
  }

  /** 115/11/20, as it is typed */
  typed(ms) {
    const p = this.parts(ms);
    return this.#roc ? `${p.year - ROC_OFFSET}/${pad(p.month)}/${pad(p.day)}` : this.day(ms);
  }

  /** The instant of a day and seconds since its midnight. Where clocks change, the second pass finds the right offset. */
  instant(year, month, day, seconds) {
    const wanted = Date.UTC(year, month - 1, day) + seconds * 1000;
    let guess = wanted;
    for (let i = 0; i < 2; i++) {
      const p = this.parts(guess);
      guess += wanted - Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);
    }
    return guess;
  }

  startOfDay(ms, plusDays = 0) {
    const p = this.parts(ms);
    const d = new Date(Date.UTC(p.year, p.month - 1, p.day + plusDays));
    return this.instant(d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate(), 0);
  }

  startOfMonth(ms, plusMonths = 0) {
    const p = this.parts(ms);
    const d = new Date(Date.UTC(p.year, p.month - 1 + plusMonths, 1));
    return this.instant(d.getUTCFullYear(), d.getUTCMonth() + 1, 1, 0);
  }

  /** Days since Sunday. */
  weekday(ms) {
    const p = this.parts(ms);
    return new Date(Date.UTC(p.year, p.month - 1, p.day)).getUTCDay();
  }
}

/** Reads 115/11/04, 民國115年11月4日, 1151104 or 2026-11-04; null when it is no date. */
export function readDate(text) {
  const m = /^\s*(?:民國)?\s*(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$/.exec(text)
    || /^\s*(\d{3})(\d{2})(\d{2})\s*$/.exec(text);
  if (!m) {
    return null;
  }
  const year = Number(m[1]) < 1000 ? Number(m[1]) + ROC_OFFSET : Number(m[1]);
  const d = new Date(Date.UTC(year, Number(m[2]) - 1, Number(m[3])));
  const real = d.getUTCMonth() === Number(m[2]) - 1 && d.getUTCDate() === Number(m[3]);
  return real ? { year, month: Number(m[2]), day: Number(m[3]) } : null;
}

/** Reads 8:30, 08:30:05 or 8時30分 as seconds since midnight; null when it is no time of day. */
export function readTime(text) {
  const m = /^\s*(\d{1,2})\s*[:：時]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2})(?:\.\d+)?秒?|分)?\s*$/.exec(text);
  if (!m) {
    return null;
  }
  const [h, min, s] = [Number(m[1]), Number(m[2]), Number(m[3] || 0)];
  return h < 24 && min < 60 && s < 60 ? h * 3600 + min * 60 + s : null;
}
