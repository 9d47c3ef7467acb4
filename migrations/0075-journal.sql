-- Operators' adjusting entries. `legs` are as prepared while pending, as posted after it.
CREATE TABLE journal_entries (
  entry_id         uuid        PRIMARY KEY,
  status           text        NOT NULL CHECK (status IN ('PENDING', 'POSTED', 'VOIDED', 'EXPIRED', 'REVERSED')),
  asset            text        NOT NULL,
  legs             jsonb       NOT NULL,
  reason           text        NOT NULL,
  resolution       text,
  entered_by       text        NOT NULL,
  entered_at       timestamptz NOT NULL,
  booked_at        timestamptz NOT NULL,
  expires_at       timestamptz,
  changed_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX journal_entries_by_creation ON journal_entries (created_position DESC);
CREATE INDEX journal_entries_by_status ON journal_entries (status, created_position DESC);
