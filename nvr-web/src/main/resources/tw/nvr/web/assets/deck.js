// One hour of one camera in one video element, by hls.js.
/* global Hls */
import { loadHls } from "./hlsloader.js";
import { entriesOf, toMedia, toWall } from "./playlisttime.js";

const PATIENCE_MS = 10_000;
const FIRST_GUESS_OF_A_FRAME_S = 0.04;
const FRAMES_LEARNED_FROM = 12;

/** Why a deck shows nothing: kind is refused, empty, unreachable, unsupported or damaged. */
export class Trouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

export class Deck {
  #hls;
  #details = null;
  #fail = null;
  #recovered = false;
  #frame = FIRST_GUESS_OF_A_FRAME_S;
  #shown = null;

  /**
   * @param mode "hls" for all pictures, "keys" for key frames only
   * @param onTrouble told when it fails after it had been shown
   */
  constructor(stage, look, camera, hour, mode, onTrouble) {
    this.hour = hour;
    this.mode = mode;
    this.hasSound = false;
    this.onTrouble = onTrouble;
    this.video = document.createElement("video");
    this.video.className = "waiting";
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.disablePictureInPicture = true;
    this.video.disableRemotePlayback = true;
    this.video.setAttribute("controlslist", "nodownload noremoteplayback");
    this.video.setAttribute("tabindex", "-1");
    stage.append(this.video);
    this.url = `${look.base}/${mode}/${camera}/${hour}.m3u8`;
    this.#watchFrames();
  }

  /** Loads the playlist and stands on the picture of an instant, or the first after it. */
  async open(wall) {
    await loadHls();
    if (!globalThis.Hls?.isSupported()) {
      throw new Trouble("unsupported");
    }
    const fast = this.mode === "keys";
    this.#hls = new Hls({
      autoStartLoad: false, lowLatencyMode: false, backBufferLength: 30,
      maxBufferLength: fast ? 240 : 20, maxMaxBufferLength: fast ? 240 : 40,
    });
    const details = await this.#first(() => {
      this.#hls.loadSource(this.url);
      this.#hls.attachMedia(this.video);
    });
    this.#details = details;
    const at = toMedia(entriesOf(details), wall);
    if (at === null) {
      throw new Trouble("empty");
    }
    await this.#until("loadeddata", () => this.#hls.startLoad(at));
    if (Math.abs(this.video.currentTime - at) > this.#frame) {
      await this.#to(at);
    }
  }

  /** Stands on the picture of an instant of this hour. */
  async seek(wall) {
    const at = toMedia(entriesOf(this.#details), wall);
    if (at === null) {
      throw new Trouble("empty");
    }
    await this.#to(at);
  }

  /** One picture on or back. */
  async step(direction) {
    const now = this.#shown ?? this.video.currentTime;
    await this.#to(Math.max(0, now + direction * this.#frame + this.#frame * 0.1));
  }

  /** When the picture that is shown was taken. */
  wall() {
    return this.#details ? toWall(entriesOf(this.#details), this.video.currentTime) : null;
  }

  get ended() {
    return this.video.ended;
  }

  close() {
    this.#hls?.destroy();
    this.video.remove();
  }

  #to(at) {
    return this.#until("seeked", () => {
      this.video.currentTime = at;
    });
  }

  /** The playlist as first loaded. */
  #first(start) {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#hls.on(Hls.Events.LEVEL_LOADED, (event, data) => {
        this.#details = data.details;
        resolve(data.details);
      });
      this.#hls.on(Hls.Events.LEVEL_UPDATED, (event, data) => {
        this.#details = data.details;
      });
      this.#hls.on(Hls.Events.BUFFER_CODECS, (event, tracks) => {
        this.hasSound = Boolean(tracks.audio || tracks.audiovideo?.codec?.includes("mp4a"));
      });
      this.#hls.on(Hls.Events.ERROR, (event, data) => this.#error(data));
      start();
    });
  }

  #error(data) {
    if (!data.fatal) {
      return;
    }
    const media = data.type === Hls.ErrorTypes.MEDIA_ERROR;
    if (media && !this.#recovered && !/codec/i.test(data.details)) {
      this.#recovered = true;
      this.#hls.recoverMediaError();
      return;
    }
    const status = data.response?.code;
    const kind = /codec/i.test(data.details) ? "unsupported"
      : status === 403 ? "refused"
        : status === 404 ? "empty"
          : media ? "damaged" : "unreachable";
    const trouble = new Trouble(kind);
    if (this.#fail) {
      this.#fail(trouble);
    } else {
      this.onTrouble(trouble);
    }
  }

  /** Starts something and waits for the video to say that it happened. */
  async #until(event, start) {
    const done = new AbortController();
    try {
      await new Promise((resolve, reject) => {
        this.#fail = reject;
        this.video.addEventListener(event, resolve, { once: true, signal: done.signal });
        setTimeout(() => reject(new Trouble("unreachable")), PATIENCE_MS);
        start();
      });
    } finally {
      this.#fail = null;
      done.abort();
    }
  }

  /**
   * Learns how long a frame lasts from the frames that go by: the shortest of the last few, because a busy browser leaves
   * frames out, and one that plays fast leaves them out as a rule.
   */
  #watchFrames() {
    if (!this.video.requestVideoFrameCallback) {
      return;
    }
    let steps = [];
    const seen = (now, frame) => {
      const step = frame.mediaTime - (this.#shown ?? frame.mediaTime);
      const oneByOne = !this.video.seeking && !this.video.paused && this.video.playbackRate < 1.2;
      if (step > 0.005 && step < 0.5 && oneByOne) {
        steps = [...steps, step].slice(-FRAMES_LEARNED_FROM);
        this.#frame = Math.min(...steps);
      }
      this.#shown = frame.mediaTime;
      this.video.requestVideoFrameCallback(seen);
    };
    this.video.requestVideoFrameCallback(seen);
  }
}
