// The words the server gave a script, in the reader's language.

export class Words {
  #texts;

  constructor(element) {
    this.#texts = JSON.parse(element.dataset.words);
  }

  /** The text under a key with {0}, {1} … filled in. */
  say(key, ...values) {
    const text = this.#texts[key];
    if (text === undefined) {
      throw new Error("no text for " + key);
    }
    return text.replace(/\{(\d)}/g, (all, n) => (values[n] === undefined ? all : String(values[n])));
  }
}
