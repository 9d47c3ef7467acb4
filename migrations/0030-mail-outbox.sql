-- Mails on their way to the mail server. The text stands under the key of the person it is for, and only while it waits;
-- that the mail was there stays, so that the same one is not sent again. Beside the log on purpose: no read model.
CREATE TABLE mail_outbox (
  mail_id         uuid        PRIMARY KEY,
  status          text        NOT NULL CHECK (status IN ('WAITING', 'SENT', 'REFUSED', 'EXPIRED', 'ERASED')),
  sealed          text,
  queued_at       timestamptz NOT NULL,
  attempts        integer     NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  -- What the last attempt failed of, as a code alone: what servers say repeats addresses.
  trouble         text,
  settled_at      timestamptz,
  CHECK ((sealed IS NOT NULL) = (status = 'WAITING')),
  CHECK ((settled_at IS NULL) = (status = 'WAITING'))
);
CREATE INDEX mail_outbox_due ON mail_outbox (next_attempt_at) WHERE status = 'WAITING';
