// What was recorded from when to when, as the server's /api/coverage tells it. Instants are epoch milliseconds.

/** One camera's spans of a stretch of time. Pure. */
export class Coverage {
  /** @param spans in order, without overlaps: {kind, start, end, cause, ongoing} */
  constructor(spans) {
    this.spans = spans;
  }

  at(t) {
    return this.spans.find((s) => t >= s.start && t < s.end) ?? null;
  }

  recordedAt(t) {
    return this.at(t)?.kind === "recorded";
  }

  /** The first instant from t on that has footage; null when there is none. */
  nextRecorded(t) {
    const span = this.spans.find((s) => s.kind === "recorded" && s.end > t);
    return span ? Math.max(t, span.start) : null;
  }

  gaps() {
    return this.spans.filter((s) => s.kind === "gap" || s.kind === "planned");
  }
}

export const EMPTY = new Coverage([]);

/** The cameras' earliest footage from t on; null when none has any. */
export function earliest(coverages, t) {
  const starts = coverages.map((c) => c.nextRecorded(t)).filter((s) => s !== null);
  return starts.length ? Math.min(...starts) : null;
}

/** Start of the gap before t, a little way back so that pressing again finds the one before it; null for none. */
export function gapBefore(coverages, t) {
  const starts = coverages.flatMap((c) => c.gaps().map((g) => g.start)).filter((s) => s < t - 1000);
  return starts.length ? Math.max(...starts) : null;
}

export function gapAfter(coverages, t) {
  const starts = coverages.flatMap((c) => c.gaps().map((g) => g.start)).filter((s) => s > t + 1000);
  return starts.length ? Math.min(...starts) : null;
}

/** Asks the server. */
export async function fetchCoverage(cameras, from, to) {
  const query = new URLSearchParams(cameras.map((c) => ["camera", c]));
  query.set("from", new Date(from).toISOString());
  query.set("to", new Date(to).toISOString());
  const answer = await fetch("/api/coverage?" + query);
  if (!answer.ok) {
    throw new Error("coverage " + answer.status);
  }
  const told = await answer.json();
  const byCamera = new Map();
  for (const camera of told.cameras) {
    byCamera.set(camera.id, new Coverage(camera.spans.map((s) => ({
      kind: s.kind, cause: s.cause ?? null, ongoing: s.ongoing === true,
      start: Date.parse(s.start), end: Date.parse(s.end),
    }))));
  }
  return { now: Date.parse(told.now), byCamera };
}

const DAY_MS = 86_400_000;
const MARGIN_MS = 3_600_000;
const FRESH_MS = 8_000;

/** Keeps the days around the moment that is played at hand, and fresh while they still grow. */
export class CoverageAround {
  #cameras;
  #byCamera = new Map();
  #from = 0;
  #to = 0;
  #fetchedAt = -Infinity;
  #underWay = null;
  now = 0;

  constructor(cameras) {
    this.#cameras = cameras;
  }

  of(camera) {
    return this.#byCamera.get(camera) ?? EMPTY;
  }

  all() {
    return this.#cameras.map((c) => this.of(c));
  }

  /** Resolves when the time around t is known. */
  async ensure(t) {
    const inside = t > this.#from + MARGIN_MS && t < this.#to - MARGIN_MS;
    const growing = t > this.now - MARGIN_MS;
    const fresh = performance.now() - this.#fetchedAt < FRESH_MS;
    if (inside && (fresh || !growing)) {
      return;
    }
    const from = t - DAY_MS;
    const to = t + DAY_MS;
    this.#underWay ??= fetchCoverage(this.#cameras, from, to).then((told) => {
      this.#byCamera = told.byCamera;
      this.now = told.now;
      [this.#from, this.#to, this.#fetchedAt] = [from, to, performance.now()];
    }).finally(() => {
      this.#underWay = null;
    });
    await this.#underWay;
  }
}
