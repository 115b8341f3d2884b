// Between wall clock and a playlist's own time. Pure. An entry is {start, duration, at}: seconds in the playlist, seconds
// long, epoch milliseconds of its first picture.

export const HOUR_MS = 3_600_000;

/** Epoch seconds of the hour that holds an instant: the name of its playlist. */
export function hourOf(wall) {
  return Math.floor(wall / HOUR_MS) * 3600;
}

/** The entries of what hls.js made of a playlist. */
export function entriesOf(details) {
  return details.fragments
    .filter((f) => f.programDateTime !== null)
    .map((f) => ({ start: f.start, duration: f.duration, at: f.programDateTime }));
}

/** Where in the playlist an instant is; in a gap, the first picture after it; null after the end. */
export function toMedia(entries, wall) {
  for (const e of entries) {
    if (wall < e.at + e.duration * 1000) {
      return e.start + Math.max(0, wall - e.at) / 1000;
    }
  }
  return null;
}

/** When the picture at a place in the playlist was taken; null for an empty playlist. */
export function toWall(entries, media) {
  if (!entries.length) {
    return null;
  }
  let found = entries[0];
  for (const e of entries) {
    if (e.start > media + 0.001) {
      break;
    }
    found = e;
  }
  return found.at + (media - found.start) * 1000;
}
