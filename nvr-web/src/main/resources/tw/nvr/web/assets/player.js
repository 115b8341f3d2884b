// Several cameras, one playhead. The screen whose camera has footage leads: its picture's clock is the playhead, and the
// others are kept in step with it. Instants are epoch milliseconds.
import { CoverageAround, earliest, gapAfter, gapBefore } from "./coverage.js";
import { Look, NoLook } from "./look.js";
import { hourOf } from "./playlisttime.js";
import { Screen } from "./screen.js";

const TICK_MS = 200;
const FASTEST_WITH_ALL_PICTURES = 4;
const PREPARE_BEFORE_MS = 15_000;
const JUMP_MS = 2_500;
const RESYNC_MS = 900;
const DRIFT_MS = 60;
const STRONGEST_CORRECTION = 0.15;
const RETRY_MS = 4_000;
const BEFORE_A_GAP_MS = 5_000;

export class Player extends EventTarget {
  #words;
  #purpose;
  #zone;
  #look = null;
  #opening = null;
  #turn = 0;
  #seeking = false;
  #lagging = new Set();
  #rate = 1;
  #sound = false;
  playing = false;

  /** @param purpose function that tells what the look is for, asked when one is opened */
  constructor(figures, at, zone, words, purpose) {
    super();
    this.at = at;
    this.#zone = zone;
    this.#words = words;
    this.#purpose = purpose;
    this.screens = figures.map((f) => new Screen(f, (screen, trouble) => this.#trouble(screen, trouble)));
    this.coverage = new CoverageAround(this.screens.map((s) => s.camera));
    setInterval(() => this.#tick(), TICK_MS);
  }

  get #leader() {
    return this.screens.find((s) => s.on) ?? null;
  }

  /** Opens a look where there is none, then plays from an instant. */
  async playFrom(t) {
    if (await this.#allowed()) {
      this.playing = true;
      this.#changed();
      await this.seek(t);
    }
  }

  async toggle() {
    if (this.playing) {
      this.pause();
      this.#say("player.paused", this.#zone.time(this.at));
    } else {
      await this.playFrom(this.at);
    }
  }

  pause() {
    this.playing = false;
    this.screens.forEach((s) => s.pause());
    this.#changed();
  }

  /** Goes to an instant; where nothing was recorded then, to the next footage, and says so. */
  async seek(t) {
    const turn = ++this.#turn;
    this.#seeking = true;
    this.#say(null);
    this.#head(t);
    try {
      await this.coverage.ensure(t);
      if (turn === this.#turn && this.#look) {
        await this.#showFrom(t, turn);
      }
    } catch (e) {
      if (turn === this.#turn) {
        console.info(e);
        this.#say("player.unreachable");
        this.pause();
      }
    } finally {
      if (turn === this.#turn) {
        this.#seeking = false;
      }
    }
  }

  async seekGap(direction) {
    await this.coverage.ensure(this.at);
    const find = direction < 0 ? gapBefore : gapAfter;
    // The pictures just before a gap belong to it: standing there and asking for the next must not find the same again.
    const from = direction < 0 ? this.at : this.at + BEFORE_A_GAP_MS;
    const gap = find(this.coverage.all(), from);
    if (gap === null) {
      this.#say(direction < 0 ? "player.no-earlier-gap" : "player.no-later-gap");
      return;
    }
    await this.seek(gap - BEFORE_A_GAP_MS);
  }

  async step(direction) {
    if (!this.#look) {
      await this.seek(this.at);
      return;
    }
    this.pause();
    this.#say(null);
    const leader = this.#leader;
    if (leader) {
      await leader.step(direction);
      this.#head(leader.wall() ?? this.at);
      await Promise.allSettled(this.screens.filter((s) => s.on && s !== leader).map((s) => s.show(this.at)));
    }
  }

  async setRate(rate) {
    const mode = rate > FASTEST_WITH_ALL_PICTURES ? "keys" : "hls";
    const other = this.screens[0].mode !== mode;
    this.#rate = rate;
    this.screens.forEach((s) => {
      s.mode = mode;
      s.rate(rate);
    });
    if (other && this.#look) {
      await this.seek(this.at);
      this.#say(mode === "keys" ? "player.fast" : null);
    }
  }

  /** Only the main camera is heard. */
  setSound(on) {
    this.#sound = on;
    this.screens.forEach((s, i) => s.mute(!on || i > 0));
    if (on && this.screens[0].on && !this.screens[0].hasSound) {
      this.#say("player.sound-none");
    }
  }

  close() {
    this.#look?.close();
    this.#look = null;
  }

  async #allowed() {
    if (this.#look) {
      return true;
    }
    this.#say("player.opening");
    try {
      this.#opening ??= Look.open("playback", this.screens.map((s) => s.camera), this.#purpose());
      this.#look = await this.#opening;
      this.screens.forEach((s) => {
        s.look = this.#look;
      });
      this.#say(null);
      return true;
    } catch (e) {
      if (!(e instanceof NoLook)) {
        throw e;
      }
      this.#say(e.words === null ? "player.unreachable" : "player.refused", e.words);
      return false;
    } finally {
      this.#opening = null;
    }
  }

  async #showFrom(t, turn) {
    const all = this.coverage.all();
    const to = all.some((c) => c.recordedAt(t)) ? t : earliest(all, t);
    if (to === null) {
      this.screens.forEach((s) => s.cover(this.#whyNothing(s, t)));
      this.pause();
      this.#say("player.no-more", this.#zone.time(t));
      return;
    }
    if (to !== t) {
      this.#say("player.jumped", this.#zone.time(t), this.#zone.time(to), this.#cause(this.coverage.of(this.screens[0].camera).at(t)));
      this.#head(to);
    }
    await Promise.all(this.screens.map((s) => this.#bring(s, to)));
    if (turn === this.#turn && this.playing) {
      await this.#playAll();
    }
  }

  /** Shows a screen's picture of an instant, or covers it with the reason why there is none. */
  async #bring(screen, t) {
    if (!this.coverage.of(screen.camera).recordedAt(t)) {
      screen.cover(this.#whyNothing(screen, t));
      return;
    }
    screen.say(this.#words.say("player.loading"));
    try {
      await screen.show(t);
    } catch (trouble) {
      this.#trouble(screen, trouble);
    }
  }

  async #playAll() {
    const started = await Promise.allSettled(this.screens.filter((s) => s.on).map((s) => s.play(this.#rate)));
    const failed = started.find((s) => s.status === "rejected");
    if (failed) {
      console.info(failed.reason);
      this.pause();
    }
  }

  #tick() {
    const leader = this.#leader;
    if (!this.playing || this.#seeking || !leader) {
      return;
    }
    this.coverage.ensure(this.at).catch((e) => console.info("coverage not refreshed: " + e.message));
    const wall = leader.wall();
    if (leader.ended) {
      this.#onwards(wall ?? this.at);
      return;
    }
    if (wall === null) {
      return;
    }
    if (wall - this.at > Math.max(JUMP_MS, JUMP_MS * this.#rate)) {
      this.#crossed(leader, this.at, wall);
      return;
    }
    this.#head(wall);
    for (const screen of this.screens) {
      if (screen !== leader) {
        this.#keepInStep(screen);
      }
    }
    this.#prepareNextHour(wall);
  }

  /** The hour's playlist is at its end: the next hour, or the next footage. */
  #onwards(wall) {
    const leader = this.#leader;
    const known = this.coverage.of(leader.camera);
    const more = hourOf(wall) !== hourOf(wall - 1_000) || known.recordedAt(wall + 500);
    const next = more && hourOf(wall + 500) !== hourOf(this.at - 500) ? wall + 1 : earliest(this.coverage.all(), wall + 2_000);
    this.seek(next ?? wall + 2_000);
  }

  /** The leader's pictures went on after a gap; if another camera has pictures of that time, it leads through them. */
  #crossed(leader, from, to) {
    const others = this.screens.filter((s) => s !== leader).map((s) => this.coverage.of(s.camera));
    const between = earliest(others, from + 500);
    if (between !== null && between < to - 1_000) {
      this.seek(Math.max(between, from + 500));
      return;
    }
    const gap = this.coverage.of(leader.camera).at((from + to) / 2);
    this.#say("player.jumped", this.#zone.time(gap?.start ?? from), this.#zone.time(gap?.end ?? to), this.#cause(gap));
    this.#head(to);
  }

  #keepInStep(screen) {
    const recorded = this.coverage.of(screen.camera).recordedAt(this.at);
    if (!recorded) {
      if (screen.on) {
        screen.cover(this.#whyNothing(screen, this.at));
      }
      return;
    }
    const off = screen.on ? screen.wall() - this.at : Infinity;
    if (Math.abs(off) > RESYNC_MS * Math.max(1, this.#rate)) {
      this.#catchUp(screen);
    } else if (Math.abs(off) > DRIFT_MS) {
      const by = Math.max(-STRONGEST_CORRECTION, Math.min(STRONGEST_CORRECTION, off / 2000));
      screen.rate(Math.min(16, this.#rate * (1 - by)));
    } else {
      screen.rate(this.#rate);
    }
  }

  async #catchUp(screen) {
    if (this.#lagging.has(screen)) {
      return;
    }
    this.#lagging.add(screen);
    try {
      await this.#bring(screen, this.at);
      if (this.playing && screen.on) {
        await screen.play(this.#rate);
      }
    } finally {
      // A screen that could not catch up is given a rest, so that it does not hold up the others.
      setTimeout(() => this.#lagging.delete(screen), screen.on ? 1_000 : RETRY_MS);
    }
  }

  #prepareNextHour(wall) {
    const edge = (hourOf(wall) + 3600) * 1000;
    if (edge - wall < PREPARE_BEFORE_MS * Math.max(1, this.#rate)) {
      for (const screen of this.screens) {
        if (screen.on && this.coverage.of(screen.camera).recordedAt(edge + 1_000)) {
          screen.prepare(edge + 1);
        }
      }
    }
  }

  #trouble(screen, trouble) {
    console.info(screen.camera, trouble);
    if (trouble.kind === "refused") {
      this.close();
      this.pause();
      this.screens.forEach((s) => s.close());
      this.#say("player.closed");
      screen.cover(this.#words.say("player.closed"));
      return;
    }
    const key = { empty: "player.nothing", unsupported: "player.unsupported", damaged: "player.damaged" }[trouble.kind];
    screen.cover(this.#words.say(key ?? "player.unreachable"));
  }

  #whyNothing(screen, t) {
    return this.#words.say("player.no-picture", this.#cause(this.coverage.of(screen.camera).at(t), t));
  }

  #cause(span, t = 0) {
    if (span?.cause) {
      return this.#words.say("cause." + span.cause);
    }
    return this.#words.say(t > this.coverage.now ? "player.not-yet" : "player.nothing");
  }

  #head(t) {
    this.at = t;
    this.dispatchEvent(new Event("head"));
  }

  #changed() {
    this.dispatchEvent(new Event("changed"));
  }

  #say(key, ...values) {
    this.dispatchEvent(new CustomEvent("say", { detail: key === null ? "" : this.#words.say(key, ...values) }));
  }
}
