// One camera's place in the player: the deck that is seen, and the one that is got ready behind it.
import { Deck } from "./deck.js";
import { hourOf } from "./playlisttime.js";

export class Screen {
  #figure;
  #stage;
  #words;
  #deck = null;
  #ready = null;
  #turn = 0;
  #rate = 1;
  #muted = true;
  mode = "hls";
  look = null;
  /** Whether its pictures are seen now. */
  on = false;

  constructor(figure, onTrouble) {
    this.#figure = figure;
    this.#stage = figure.querySelector(".stage");
    this.#words = figure.querySelector(".view-words");
    this.camera = figure.dataset.camera;
    this.name = figure.dataset.name;
    this.onTrouble = onTrouble;
  }

  /** Shows the picture of an instant; the latest call wins. Resolves to whether this call did. */
  async show(wall) {
    const turn = ++this.#turn;
    const hour = hourOf(wall);
    const fits = (deck) => deck !== null && deck.hour === hour && deck.mode === this.mode;
    if (fits(this.#deck)) {
      await this.#deck.seek(wall);
    } else if (fits(this.#ready)) {
      const deck = this.#ready;
      this.#ready = null;
      await deck.seek(wall);
      this.#put(deck, turn);
    } else {
      const deck = new Deck(this.#stage, this.look, this.camera, hour, this.mode, (t) => this.onTrouble(this, t));
      try {
        await deck.open(wall);
      } catch (trouble) {
        deck.close();
        if (turn === this.#turn) {
          throw trouble;
        }
        return false;
      }
      this.#put(deck, turn);
    }
    if (turn !== this.#turn) {
      return false;
    }
    this.uncover();
    this.on = true;
    return true;
  }

  /** Gets an hour ready behind the one that is seen. */
  async prepare(wall) {
    const hour = hourOf(wall);
    if (this.#ready?.hour === hour && this.#ready.mode === this.mode) {
      return;
    }
    this.#ready?.close();
    const deck = new Deck(this.#stage, this.look, this.camera, hour, this.mode, () => this.#drop(deck));
    this.#ready = deck;
    try {
      await deck.open(wall);
    } catch (trouble) {
      // Not there yet, or nothing in it: when its time comes it is loaded in the ordinary way, which says what is wrong.
      this.#drop(deck);
    }
  }

  /** Says in words why there is no picture. */
  cover(words) {
    this.on = false;
    this.#turn++;
    this.#deck?.video.pause();
    this.#figure.classList.add("covered");
    this.#words.textContent = words;
  }

  uncover() {
    this.#figure.classList.remove("covered");
    this.#words.textContent = "";
  }

  say(words) {
    if (!this.on) {
      this.#words.textContent = words;
    }
  }

  wall() {
    return this.#deck?.wall() ?? null;
  }

  get ended() {
    return this.#deck?.ended ?? false;
  }

  get hasSound() {
    return this.#deck?.hasSound ?? false;
  }

  async play(rate) {
    this.rate(rate);
    await this.#deck?.video.play().catch((e) => {
      if (e.name !== "AbortError") {
        throw e;
      }
    });
  }

  pause() {
    this.#deck?.video.pause();
  }

  rate(rate) {
    this.#rate = rate;
    if (this.#deck && this.#deck.video.playbackRate !== rate) {
      this.#deck.video.playbackRate = rate;
    }
  }

  mute(muted) {
    this.#muted = muted;
    if (this.#deck) {
      this.#deck.video.muted = muted;
    }
  }

  async step(direction) {
    await this.#deck?.step(direction);
  }

  close() {
    this.#turn++;
    this.#deck?.close();
    this.#ready?.close();
    this.#deck = null;
    this.#ready = null;
    this.on = false;
  }

  #put(deck, turn) {
    if (turn !== this.#turn) {
      deck.close();
      return;
    }
    const old = this.#deck;
    const playing = old !== null && !old.video.paused && !old.ended;
    this.#deck = deck;
    deck.video.className = "";
    deck.video.muted = this.#muted;
    deck.video.playbackRate = this.#rate;
    if (playing) {
      deck.video.play().catch((e) => console.info("not played on: " + e.message));
    }
    old?.close();
  }

  #drop(deck) {
    deck.close();
    if (this.#ready === deck) {
      this.#ready = null;
    }
  }
}
