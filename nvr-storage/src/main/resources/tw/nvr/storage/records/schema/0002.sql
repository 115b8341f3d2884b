-- records.db, schema 2: how a camera's stream is fetched, and the certificate that the camera is known by.

ALTER TABLE cameras ADD COLUMN
  -- How the stream comes to our own reader: auto, tcp, udp, http. An rtsps address never goes with udp.
  transport     TEXT NOT NULL DEFAULT 'auto' CHECK (transport IN ('auto', 'tcp', 'udp', 'http'));

ALTER TABLE cameras ADD COLUMN
  -- What the camera's TLS certificate is known by: the SHA-256 of it, 64 hex digits, or "valid" where an authority of the
  -- system's trust store vouched for it. Null while it never played over TLS, after "nvr camera trust", and for a removed
  -- camera: then the next one it shows is taken.
  certificate   TEXT CHECK (certificate = 'valid' OR length(certificate) = 64);
