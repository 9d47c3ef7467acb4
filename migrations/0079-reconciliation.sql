-- What the payment provider's books and the hub's do not say the same about.
CREATE TABLE reconciliation_findings (
  finding_id       uuid        PRIMARY KEY,
  status           text        NOT NULL CHECK (status IN ('OPEN', 'ACKNOWLEDGED', 'RESOLVED', 'CLEARED')),
  code             text        NOT NULL,
  subject          text        NOT NULL,
  provider_id      text,
  payment_id       uuid,
  organisation     uuid,
  ours             text,
  theirs           text,
  run_id           uuid        NOT NULL,
  raised_at        timestamptz NOT NULL,
  changed_at       timestamptz NOT NULL,
  reason           text,
  settled_by       text,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX reconciliation_findings_by_creation ON reconciliation_findings (created_position DESC);
CREATE INDEX reconciliation_findings_by_status ON reconciliation_findings (status, created_position DESC);
