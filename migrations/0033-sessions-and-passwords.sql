-- Which sessions of a person have ended with all the others: those of an earlier epoch, but for the one that was kept.
ALTER TABLE users
  ADD COLUMN session_epoch integer NOT NULL DEFAULT 0,
  ADD COLUMN kept_session uuid,
  -- The person let the account rest. Who was disabled meanwhile rests again when enabled.
  ADD COLUMN deactivated boolean NOT NULL DEFAULT false;
CREATE INDEX users_by_name ON users (username, created_position);

ALTER TABLE sessions
  ADD COLUMN epoch integer NOT NULL DEFAULT 0,
  -- What the device or program called itself, in clear.
  ADD COLUMN agent text;
