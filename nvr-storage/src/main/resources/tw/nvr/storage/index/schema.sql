-- footage.db, version 2 (PRAGMA user_version). One row per sealed segment and one per gap that has ended.
-- Everything here is also in the journals (footage/<camera>/<day>/journal.jsonl), which are the truth:
-- `nvr storage reindex` makes these tables again. Open segments and gaps that last are not here.
-- Instants are nanoseconds since 1970-01-01T00:00Z (UTC), exact until the year 2262. Ranges are half-open.

CREATE TABLE segment (
  id             TEXT    PRIMARY KEY, -- <camera>.<start in ms>.<run>, as the file's name says it
  camera         TEXT    NOT NULL,    -- id of the camera
  start_nanos    INTEGER NOT NULL,    -- when its first picture was taken
  end_nanos      INTEGER NOT NULL,    -- when its last picture ended
  run            INTEGER NOT NULL,    -- number of the unbroken stretch, counted per camera from 1
  state          TEXT    NOT NULL,    -- sealed | doomed (invariants 1 and 4); open ones have no row
  marks          TEXT    NOT NULL,    -- of recovered, thinned, time-unverified, suspect: sorted, with commas; '' for none
  path           TEXT    NOT NULL UNIQUE, -- of the file, relative to the volume, with /
  bytes          INTEGER NOT NULL,    -- length of the file
  sha256         TEXT    NOT NULL,    -- of the whole file, 64 lower-case hex digits
  frames         INTEGER NOT NULL,    -- pictures in it
  codec          TEXT    NOT NULL,    -- H264 | H265
  width          INTEGER NOT NULL,    -- luma samples, cropped
  height         INTEGER NOT NULL,    -- luma samples, cropped
  config         BLOB    NOT NULL,    -- payload of avcC or hvcC
  audio_rate     INTEGER,             -- Hz; null without sound
  audio_channels INTEGER,             -- null without sound
  audio_config   BLOB,                -- AudioSpecificConfig; null without sound
  -- Why its time is believed: what the box's clocks said when it was begun. All null where the file told nothing.
  wall_nanos     INTEGER,             -- the wall clock
  monotonic_nanos INTEGER,            -- elapsed time of that boot
  boot_id        TEXT,                -- the kernel's id of that boot
  clock_trusted  INTEGER,             -- 1 when the wall clock was synchronised to a time source, else 0
  claimed_offset_millis INTEGER       -- the camera's own clock (RTCP sender report) less ours; null without a plausible claim
) STRICT;

-- "What is there from when to when": everything that ends after the range's start, until one starts behind its end.
CREATE INDEX segment_by_time ON segment (camera, end_nanos, start_nanos);

CREATE TABLE gap (
  camera      TEXT    NOT NULL,       -- id of the camera
  start_nanos INTEGER NOT NULL,       -- end of the footage before, or when it was first noticed
  end_nanos   INTEGER NOT NULL,       -- start of the footage behind, or when the cause changed
  cause       TEXT    NOT NULL,       -- wire name of a GapCause, for example camera-unreachable
  PRIMARY KEY (camera, start_nanos)
) STRICT, WITHOUT ROWID;

CREATE INDEX gap_by_time ON gap (camera, end_nanos);
