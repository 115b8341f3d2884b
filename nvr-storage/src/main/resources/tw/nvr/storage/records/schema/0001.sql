-- records.db, schema 1: what cannot be made again.
--
-- Written by one thread of one process (records.lock says which); WAL, synchronous=FULL, foreign keys on.
-- Times are milliseconds since 1970-01-01T00:00:00Z. Yes and no are 1 and 0.
-- A schema file is never changed once released: the next change is the next file.

-- The audit chain (S10): who did what, append-only, each row hashed over the one before it. How the hash is made stands
-- in tw.nvr.core.audit.AuditEvent; "nvr audit verify" reads the chain from end to end.
CREATE TABLE audit (
  -- 1, 2, 3 … without a hole. AUTOINCREMENT keeps the largest number ever given (sqlite_sequence), so that an end that
  -- was cut off is missed.
  seq           INTEGER PRIMARY KEY AUTOINCREMENT CHECK (seq > 0),
  -- When it was committed, milliseconds since 1970 UTC, by the box's clock at that moment.
  at            INTEGER NOT NULL,
  -- How the actor is known: os-user, account, local-console, system.
  actor_kind    TEXT NOT NULL,
  -- The actor's name: of the operating-system user, of the account, or of the part of the program.
  actor_name    TEXT NOT NULL,
  -- What was done, for example camera-added. The words are hashed and therefore never change their meaning.
  action        TEXT NOT NULL,
  -- What it was done to, for example camera:front-gate; empty where the action says it all.
  subject       TEXT NOT NULL,
  -- hash of the row before, 64 hex digits; 64 zeros in the first row.
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  -- SHA-256 over previous_hash and this row with its details, 64 hex digits.
  hash          TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;

-- Further facts of an audit event; covered by its hash. Never secrets, never personal data beyond what the action needs.
CREATE TABLE audit_detail (
  -- The event.
  seq   INTEGER NOT NULL REFERENCES audit (seq),
  -- Which fact, for example purpose.
  key   TEXT NOT NULL,
  -- The fact in words or figures; instants in ISO 8601 with Z.
  value TEXT NOT NULL,
  PRIMARY KEY (seq, key)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit chain is append-only'); END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit chain is append-only'); END;

CREATE TRIGGER audit_detail_is_never_changed BEFORE UPDATE ON audit_detail
BEGIN SELECT raise(ABORT, 'the audit chain is append-only'); END;

CREATE TRIGGER audit_detail_is_never_deleted BEFORE DELETE ON audit_detail
BEGIN SELECT raise(ABORT, 'the audit chain is append-only'); END;

-- The cameras, the removed ones too: footage outlives the registration and needs its name.
CREATE TABLE cameras (
  -- Unchanging name in files, commands and addresses: a-z, 0-9 and hyphen, 1 to 40.
  id            TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 40),
  -- What people call it; never blank.
  name          TEXT NOT NULL CHECK (trim(name) <> ''),
  -- Where it hangs; empty when nobody said.
  place         TEXT NOT NULL,
  -- Its zone of the profile's list (S5); empty when nobody said.
  zone          TEXT NOT NULL,
  -- rtsp://host[:port]/path or rtsps://…, never with user information.
  address       TEXT NOT NULL CHECK (address LIKE 'rtsp://%' OR address LIKE 'rtsps://%'),
  -- Sign-in name at the camera; null when it asks for none.
  user          TEXT,
  -- Sign-in password: 12 bytes IV, then AES-256-GCM ciphertext and 16 bytes tag, under the key of secret.key, with the
  -- additional data "cameras:<id>:password". Null when none is kept, and for a removed camera.
  password      BLOB CHECK (length(password) >= 28),
  -- Which reader fetches the stream: auto, rtsp, ffmpeg.
  source        TEXT NOT NULL CHECK (source IN ('auto', 'rtsp', 'ffmpeg')),
  -- Whether the password may be sent with Basic authentication, readable on the wire.
  basic_allowed INTEGER NOT NULL CHECK (basic_allowed IN (0, 1)),
  -- Whether sound is recorded (K8).
  audio         INTEGER NOT NULL CHECK (audio IN (0, 1)),
  -- Whether it is to be recorded (K1).
  enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  -- Made by "nvr demo"; only such a camera may be on the box's own loopback.
  demo          INTEGER NOT NULL CHECK (demo IN (0, 1)),
  -- When it was first registered.
  added_at      INTEGER NOT NULL,
  -- When its row was last changed; equal to added_at when it never was.
  changed_at    INTEGER NOT NULL,
  -- When it was removed; null while it is registered. One that is registered anew under its id goes on as before.
  removed_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE TRIGGER cameras_are_never_deleted BEFORE DELETE ON cameras
BEGIN SELECT raise(ABORT, 'a camera is marked as removed, never deleted'); END;
