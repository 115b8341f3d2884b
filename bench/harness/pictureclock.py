"""Reads the clock that the simulated camera writes into its picture: what the screen shows, not what a player claims."""
import json
import re

from . import place
from .place import Failed

GLYPHS = place.ROOT / "nvr-capture/src/main/java/tw/nvr/capture/simulated/Glyphs.java"

# Scene.java and Canvas.java: "yyyy-MM-dd HH:mm:ss.S" at (4, 4) dots, two dots of margin, letters of 5 × 7 dots, 6 apart.
SCRIPT = """
const FONT = %s;
const LETTERS = 21;
const sheet = document.createElement('canvas');
sheet.width = LETTERS * 6;
sheet.height = 7;
const pen = sheet.getContext('2d', { willReadFrequently: true });
pen.imageSmoothingEnabled = false;
/** Milliseconds of the day in the camera's zone, to a tenth of a second; null when the picture shows no clock. */
function clockOf(video) {
  const dot = Math.max(1, Math.floor(video.videoWidth / 320));
  pen.drawImage(video, 6 * dot, 6 * dot, sheet.width * dot, sheet.height * dot, 0, 0, sheet.width, sheet.height);
  const light = pen.getImageData(0, 0, sheet.width, sheet.height).data;
  let text = '';
  for (let i = 0; i < LETTERS; i++) {
    let best = '?', least = 6;
    for (const [letter, dots] of Object.entries(FONT)) {
      let wrong = 0;
      for (let y = 0; y < 7; y++) {
        for (let x = 0; x < 5; x++) {
          const lit = light[4 * (y * sheet.width + i * 6 + x)] > 110;
          wrong += lit !== (dots[y][x] === '1');
        }
      }
      if (wrong < least) {
        least = wrong;
        best = letter;
      }
    }
    text += best;
  }
  const m = /(\\d\\d):(\\d\\d):(\\d\\d).(\\d)$/.exec(text);
  return m ? ((m[1] * 60 + +m[2]) * 60 + +m[3]) * 1000 + m[4] * 100 : null;
}
const DAY = 86400000;
const ZONE = 8 * 3600000;
/** How much later an instant is than the clock in the picture, over midnight too. */
function after(instant, clock) {
  const late = ((instant + ZONE) %% DAY - clock + DAY) %% DAY;
  return late > DAY / 2 ? late - DAY : late;
}
"""


def script():
    """JavaScript with clockOf(video) and after(instant, clock)."""
    font = {letter: dots.split() for letter, dots in
            re.findall(r"^\s+([0-9:.-]) ((?:[01]{5} ?){7})$", GLYPHS.read_text(), re.M)}
    if len(font) < 12:
        raise Failed(f"the letters of the simulated camera are not where they were: {GLYPHS.name}")
    return SCRIPT % json.dumps(font)
