// One camera's live pictures: the recorder's stream into a SourceBuffer, kept at the live edge, begun again when it breaks.

const FARTHEST_BEHIND_S = 1.5;
const HURRY_BEHIND_S = 0.8;
const BACK_AT_EDGE_S = 0.35;
const KEEP_S = 8;
const SILENT_MS = 6_000;
const AGAIN_S = [1, 2, 3, 4];

export class LiveStream {
  #video;
  #say;
  #stopped = false;
  #failures = 0;
  #abort = null;
  #reader = null;

  /** @param say tells a state in words: (key, ...values) */
  constructor(video, say) {
    this.#video = video;
    this.#say = say;
  }

  /**
   * Shows the pictures under an address until stopped.
   *
   * @param address function that resolves to the address, asked again at every beginning
   */
  async run(address) {
    while (!this.#stopped) {
      try {
        this.#say("live.connecting");
        if (!await this.#once(await address(this.#failures > 0))) {
          return;
        }
      } catch (e) {
        console.info("live: " + e.message);
        if (e.final) {
          this.#say(...e.final);
          return;
        }
      }
      if (!this.#stopped) {
        const wait = AGAIN_S[Math.min(this.#failures++, AGAIN_S.length - 1)];
        this.#say("live.again", wait);
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

  /** One connection; resolves to false when trying again cannot help. */
  async #once(address) {
    this.#abort = new AbortController();
    let silent;
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
        throw new Error("answered " + answer.status);
      }
      const codecs = answer.headers.get("X-NVR-Codecs");
      const type = `video/mp4; codecs="${codecs}"`;
      if (!globalThis.MediaSource?.isTypeSupported(type)) {
        this.#abort.abort();
        this.#say("live.unsupported", codecs);
        return false;
      }
      this.#reader = answer.body.getReader();
      await this.#play(await this.#buffer(type), heard);
      return true;
    } finally {
      clearTimeout(silent);
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

  async #play(buffer, heard) {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) {
        return;
      }
      heard();
      await this.#append(buffer, value);
      this.#atEdge();
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
    buffer.appendBuffer(bytes);
    await ended();
  }

  /** The stream's own clock starts anywhere; what counts is how far the picture is behind the newest. */
  #atEdge() {
    const video = this.#video;
    const buffered = video.buffered;
    if (!buffered.length) {
      return;
    }
    const last = buffered.length - 1;
    const behind = buffered.end(last) - video.currentTime;
    const outside = video.currentTime < buffered.start(last);
    if (outside || behind > FARTHEST_BEHIND_S) {
      video.currentTime = Math.max(buffered.start(last), buffered.end(last) - BACK_AT_EDGE_S);
    }
    video.playbackRate = behind > HURRY_BEHIND_S && !outside ? 1.1 : 1;
    if (video.paused) {
      video.play().catch((e) => console.info("live not played: " + e.message));
    }
    this.#failures = 0;
    this.#say("live.playing");
  }
}
