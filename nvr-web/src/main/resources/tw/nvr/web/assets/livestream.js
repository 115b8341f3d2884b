// One camera's live pictures: the recorder's stream into a SourceBuffer, kept at the live edge, begun again when it breaks.

// A fragment brings a second at once, so what is ahead of the picture rises and falls; what counts is its lowest over a while.
const WINDOW_MS = 2_200;
const SAMPLE_MS = 200;
const JUMP_S = 1;
// How little may be left just before a fragment comes; raised each time that it was too little, lowered in quiet times.
const LEAST_SPARE_S = 0.1;
const MOST_SPARE_S = 0.6;
const STUMBLE_S = 0.15;
const CALM_S_PER_SAMPLE = 0.001;
const SLACK_S = 0.05;
// Faster than it happened, by how much more than that is ahead: seconds, rate.
const HURRY = [[0.3, 1.25], [SLACK_S, 1.08]];
const BEHIND_AT_START_S = 0.6;
const KEEP_S = 8;
const REFUSED = 403;
const NOT_THERE = 503;
const UNPLAYABLE = -1;
const SILENT_MS = 6_000;
const AGAIN_S = [1, 2, 3, 4];

export class LiveStream {
  #video;
  #say;
  #stopped = false;
  #failures = 0;
  #abort = null;
  #ahead = [];
  #spare = LEAST_SPARE_S;
  #settled = 0;

  /** @param say tells a state in words: (key, ...values) */
  constructor(video, say) {
    this.#video = video;
    this.#say = say;
    video.addEventListener("waiting", () => this.#stumbled());
  }

  /**
   * Shows the pictures under an address until stopped.
   *
   * @param address function that resolves to the address, asked at every beginning; told whether the look was refused
   */
  async run(address) {
    let status = 0;
    while (!this.#stopped) {
      try {
        this.#say("live.connecting");
        status = await this.#once(await address(status === REFUSED));
        if (status === UNPLAYABLE) {
          return;
        }
      } catch (e) {
        console.info("live: " + e.message);
        status = 0;
      }
      if (!this.#stopped) {
        const wait = AGAIN_S[Math.min(this.#failures++, AGAIN_S.length - 1)];
        this.#say(status === NOT_THERE ? "live.no-picture" : "live.again", wait);
        await new Promise((resolve) => setTimeout(resolve, wait * 1000));
      }
    }
  }

  stop() {
    this.#stopped = true;
    this.#abort?.abort();
    this.#video.removeAttribute("src");
    this.#video.load();
  }

  /** One connection; resolves to how it was answered, or to UNPLAYABLE when trying again cannot help. */
  async #once(address) {
    this.#abort = new AbortController();
    let silent;
    let sampling;
    const heard = () => {
      clearTimeout(silent);
      silent = setTimeout(() => {
        this.#say("live.stalled");
        this.#abort.abort();
      }, SILENT_MS);
    };
    heard();
    try {
      const answer = await fetch(address, { signal: this.#abort.signal });
      if (!answer.ok) {
        return answer.status;
      }
      const codecs = answer.headers.get("X-NVR-Codecs");
      const type = `video/mp4; codecs="${codecs}"`;
      if (!globalThis.MediaSource?.isTypeSupported(type)) {
        this.#abort.abort();
        this.#say("live.unsupported", codecs);
        return UNPLAYABLE;
      }
      const buffer = await this.#buffer(type);
      sampling = setInterval(() => this.#atEdge(), SAMPLE_MS);
      await this.#play(answer.body.getReader(), buffer, heard);
      return answer.status;
    } finally {
      clearTimeout(silent);
      clearInterval(sampling);
      this.#abort.abort();
    }
  }

  async #buffer(type) {
    const source = new MediaSource();
    const address = URL.createObjectURL(source);
    this.#video.src = address;
    await new Promise((resolve) => source.addEventListener("sourceopen", resolve, { once: true }));
    URL.revokeObjectURL(address);
    return source.addSourceBuffer(type);
  }

  async #play(reader, buffer, heard) {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      heard();
      await this.#append(buffer, value);
    }
  }

  async #append(buffer, bytes) {
    const ended = () => new Promise((resolve, reject) => {
      buffer.addEventListener("updateend", resolve, { once: true });
      buffer.addEventListener("error", () => reject(new Error("not appended")), { once: true });
    });
    const old = this.#video.currentTime - KEEP_S;
    if (buffer.buffered.length && buffer.buffered.start(0) < old - KEEP_S) {
      buffer.remove(0, old);
      await ended();
    }
    // Just before a fragment comes the least is left; just after the first one the picture can be shown.
    this.#atEdge();
    buffer.appendBuffer(bytes);
    await ended();
    this.#atEdge();
  }

  /** Keeps the picture near the newest; the stream's own clock starts anywhere. */
  #atEdge() {
    const video = this.#video;
    const last = video.buffered.length - 1;
    if (last < 0) {
      return;
    }
    const edge = video.buffered.end(last);
    if (video.currentTime < video.buffered.start(last) || video.currentTime > edge) {
      this.#jump(Math.max(edge, video.buffered.start(last) + BEHIND_AT_START_S));
    }
    this.#spare = Math.max(LEAST_SPARE_S, this.#spare - CALM_S_PER_SAMPLE);
    const tooMuch = this.#leastAhead(edge - video.currentTime) - this.#spare;
    if (tooMuch > JUMP_S) {
      this.#jump(edge);
    }
    video.playbackRate = HURRY.find(([seconds]) => tooMuch > seconds)?.[1] ?? 1;
    if (video.paused) {
      video.play().catch((e) => console.info("live not played: " + e.message));
    }
    if (video.readyState > 1) {
      this.#failures = 0;
      this.#say("live.playing");
    }
  }

  #jump(edge) {
    this.#video.currentTime = edge - BEHIND_AT_START_S;
    this.#ahead = [];
    this.#settled = performance.now() + WINDOW_MS;
  }

  /** The least that was ahead within the window; nothing until the window is full. */
  #leastAhead(seconds) {
    const now = performance.now();
    this.#ahead = [...this.#ahead.filter((a) => a.at > now - WINDOW_MS), { at: now, seconds }];
    return now < this.#settled ? 0 : Math.min(...this.#ahead.map((a) => a.seconds));
  }

  /** The picture stood because the next fragment was late: from now on more is kept ahead. */
  #stumbled() {
    if (performance.now() > this.#settled) {
      this.#spare = Math.min(MOST_SPARE_S, this.#spare + STUMBLE_S);
    }
  }
}
