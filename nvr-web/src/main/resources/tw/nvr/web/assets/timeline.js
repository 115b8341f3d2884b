// The time line: draws what the server tells, follows the playhead, and is a slider for mouse, finger and keyboard.
import { fetchCoverage } from "./coverage.js";

const SVG = "http://www.w3.org/2000/svg";
const NARROWEST_GAP = 0.25;
const ROOM_FOR_CLOCK = 4;
const TEN_SECONDS = 10_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const REDRAW_MS = 15_000;

const percent = (x) => x.toFixed(2) + "%";

function shape(name, attributes, text) {
  const e = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([k, v]) => e.setAttribute(k, v));
  if (text !== undefined) {
    e.textContent = text;
  }
  return e;
}

/** From where to where a zoom shows the time around an instant. Pure. */
export function rangeOf(zoom, t, zone) {
  switch (zoom) {
    case "month": return [zone.startOfMonth(t), zone.startOfMonth(t, 1)];
    case "week": return [zone.startOfDay(t, -zone.weekday(t)), zone.startOfDay(t, 7 - zone.weekday(t))];
    case "hour": return around(t, HOUR, zone);
    case "minute": return around(t, MINUTE, zone);
    default: return [zone.startOfDay(t), zone.startOfDay(t, 1)];
  }
}

function around(t, length, zone) {
  const midnight = zone.startOfDay(t);
  const start = midnight + Math.floor((t - midnight) / length) * length;
  return [start, start + length];
}

/** The marks of the axis: [instant, label, fine]. Pure. */
export function ticksOf(zoom, from, to, zone) {
  const ticks = [];
  const days = zoom === "month" || zoom === "week";
  const step = { day: 2 * HOUR, hour: 5 * MINUTE, minute: 5_000 }[zoom];
  for (let n = 0, t = from; t <= to; n++, t = days ? zone.startOfDay(from, n) : from + n * step) {
    const p = zone.parts(t);
    const last = t === to;
    const date = `${p.month}/${p.day}`;
    const [label, fine] = {
      month: [last || p.day % 5 !== 1 ? "" : date, p.day % 10 !== 1],
      week: [last ? "" : date, false],
      day: [last ? "24:00" : zone.minute(t), !last && p.hour % 6 !== 0],
      hour: [p.minute % 10 ? "" : zone.minute(t), p.minute % 30 !== 0],
      minute: [p.second % 10 ? "" : zone.time(t), p.second % 30 !== 0],
    }[zoom];
    ticks.push([t, label, fine]);
  }
  return ticks;
}

/** What is drawn of spans: [kind, from, to] in percent; footage first, gaps over it and wide enough to be seen. Pure. */
export function barsOf(spans, from, to) {
  const at = (t) => Math.max(0, Math.min(100, ((t - from) * 100) / (to - from)));
  const footage = [];
  const over = [];
  for (const s of spans) {
    const [x, end] = [at(s.start), at(s.end)];
    if (s.end <= from || s.start >= to || s.kind === "none") {
      continue;
    }
    if (s.kind !== "recorded") {
      const start = Math.min(x, 100 - NARROWEST_GAP);
      over.push([s.kind, start, Math.max(end, start + NARROWEST_GAP)]);
    } else if (footage.length && x - footage.at(-1)[2] < NARROWEST_GAP / 10) {
      footage.at(-1)[2] = end;
    } else {
      footage.push(["recorded", x, end]);
    }
  }
  return footage.concat(over);
}

export class Timeline {
  #element;
  #over;
  #player;
  #zone;
  #words;
  #dragging = false;
  #asked = 0;
  zoom;

  /** @param onSeek told where somebody wants to go */
  constructor(element, zoomLinks, player, zone, words, onSeek) {
    this.#element = element;
    this.#over = element.querySelector("#tl-over");
    this.#player = player;
    this.#zone = zone;
    this.#words = words;
    this.onSeek = onSeek;
    this.from = Number(element.dataset.from);
    this.to = Number(element.dataset.to);
    this.zoom = zoomLinks.find((a) => a.ariaCurrent === "true").dataset.zoom;
    this.#zoomBy(zoomLinks);
    this.#slide();
    player.addEventListener("head", () => this.#follow());
    this.#head(player.at);
    setInterval(() => this.#redrawWhileGrowing(), REDRAW_MS);
  }

  #zoomBy(links) {
    for (const link of links) {
      link.addEventListener("click", (e) => {
        e.preventDefault();
        links.forEach((a) => a.removeAttribute("aria-current"));
        link.setAttribute("aria-current", "true");
        this.zoom = link.dataset.zoom;
        this.#turnTo(this.#player.at);
      });
    }
  }

  /** Shows the time around an instant. */
  async #turnTo(t) {
    [this.from, this.to] = rangeOf(this.zoom, t, this.#zone);
    this.#heading();
    this.#head(t);
    await this.#draw();
  }

  async #draw() {
    const asked = ++this.#asked;
    const lanes = [...this.#element.querySelectorAll(".tl-lane")];
    try {
      const told = await fetchCoverage(lanes.map((l) => l.dataset.camera), this.from, this.to);
      if (asked === this.#asked) {
        lanes.forEach((lane, i) => this.#lane(lane, this.#player.screens[i], told.byCamera.get(lane.dataset.camera)));
        this.now = told.now;
      }
    } catch (e) {
      // The lanes keep what they last showed; the next turn of the time line asks again.
      console.info("time line not drawn: " + e.message);
    }
  }

  #lane(lane, screen, coverage) {
    const shapes = barsOf(coverage.spans, this.from, this.to).flatMap(([kind, x, end]) => {
      const place = { x: percent(x), y: 14, width: percent(end - x), height: 22 };
      const bar = shape("rect", { class: "b-" + kind, ...place });
      return kind === "gap" ? [bar, shape("rect", { fill: "url(#p-gap)", ...place })] : [bar];
    });
    lane.querySelector("g").replaceChildren(...shapes);
    lane.setAttribute("aria-label", this.#words.say("player.lane", screen.name, coverage.gaps().length));
  }

  #axis(head) {
    const axis = this.#element.querySelector("#tl-axis");
    const shapes = ticksOf(this.zoom, this.from, this.to, this.#zone).flatMap(([t, label, fine]) => {
      const x = ((t - this.from) * 100) / (this.to - this.from);
      const inside = t !== this.from && t !== this.to;
      const line = shape("line", { x1: percent(x), x2: percent(x), y1: 22, y2: 28 });
      if (!label || (inside && Math.abs(x - head) < ROOM_FOR_CLOCK)) {
        return [line];
      }
      const anchor = inside ? "middle" : t === this.from ? "start" : "end";
      return [line, shape("text", { x: percent(x), y: 16, "text-anchor": anchor, class: fine ? "fine" : "" }, label)];
    });
    axis.replaceChildren(...shapes);
  }

  #heading() {
    const day = this.#zone.shortDay(this.from);
    const part = this.zoom === "hour" || this.zoom === "minute";
    document.getElementById("tl-head").textContent = part
      ? this.#words.say("timeline.part", day, this.#zone.minute(this.from), this.#zone.minute(this.to))
      : this.#words.say("timeline." + this.zoom, this.zoom === "month" ? this.#zone.month(this.from) : day);
  }

  #follow() {
    if (this.#dragging) {
      return;
    }
    const t = this.#player.at;
    if (t < this.from || t >= this.to) {
      this.#turnTo(t);
    } else {
      this.#head(t);
    }
  }

  #head(t) {
    const x = Math.max(0, Math.min(100, ((t - this.from) * 100) / (this.to - this.from)));
    for (const line of this.#over.querySelectorAll("line")) {
      line.setAttribute("x1", percent(x));
      line.setAttribute("x2", percent(x));
    }
    const text = this.#over.querySelector("text");
    text.setAttribute("x", percent(x));
    text.setAttribute("text-anchor", x < 3 ? "start" : x > 97 ? "end" : "middle");
    text.textContent = this.zoom === "day" || this.zoom === "month" || this.zoom === "week" ? this.#zone.minute(t) : this.#zone.time(t);
    this.#over.setAttribute("aria-valuenow", Math.round((t - this.from) / 1000));
    this.#over.setAttribute("aria-valuemax", Math.round((this.to - this.from) / 1000));
    this.#over.setAttribute("aria-valuetext", this.#words.say("player.at", this.#zone.time(t), this.#spoken(t)));
    this.#axis(x);
  }

  #spoken(t) {
    const span = this.#player.coverage.of(this.#player.screens[0].camera).at(t);
    if (span?.cause) {
      return this.#words.say("cause." + span.cause);
    }
    return this.#words.say(span?.kind === "recorded" ? "player.recorded" : "player.nothing");
  }

  #redrawWhileGrowing() {
    if (document.visibilityState === "visible" && this.to > (this.now ?? this.from)) {
      this.#draw();
    }
  }

  #slide() {
    const over = this.#over;
    over.setAttribute("role", "slider");
    over.setAttribute("tabindex", "0");
    over.setAttribute("aria-label", this.#element.dataset.label);
    over.setAttribute("aria-valuemin", "0");
    const instant = (e) => {
      const box = over.getBoundingClientRect();
      const part = Math.max(0, Math.min(1, (e.clientX - box.left) / box.width));
      return this.from + part * (this.to - this.from);
    };
    over.addEventListener("pointerdown", (e) => {
      if (e.button === 0) {
        over.setPointerCapture(e.pointerId);
        this.#dragging = true;
        this.#head(instant(e));
      }
    });
    over.addEventListener("pointermove", (e) => this.#dragging && this.#head(instant(e)));
    over.addEventListener("pointercancel", () => {
      this.#dragging = false;
      this.#follow();
    });
    over.addEventListener("pointerup", (e) => {
      if (this.#dragging) {
        this.#dragging = false;
        this.onSeek(instant(e));
      }
    });
    over.addEventListener("keydown", (e) => this.#key(e));
  }

  #key(e) {
    const by = e.shiftKey ? MINUTE : TEN_SECONDS;
    const actions = {
      ArrowLeft: () => this.onSeek(this.#player.at - by),
      ArrowDown: () => this.onSeek(this.#player.at - by),
      ArrowRight: () => this.onSeek(this.#player.at + by),
      ArrowUp: () => this.onSeek(this.#player.at + by),
      Home: () => this.onSeek(this.from),
      End: () => this.onSeek(this.to - 1000),
      PageUp: () => this.#player.seekGap(-1),
      PageDown: () => this.#player.seekGap(1),
      " ": () => this.#player.toggle(),
    };
    if (actions[e.key] && !e.altKey && !e.ctrlKey && !e.metaKey) {
      e.preventDefault();
      actions[e.key]();
    }
  }
}
