-- What was billed, and how far it is paid. Amounts are whole minor units of the asset; what was given back is less than nothing.
CREATE TABLE bills (
  bill_id          uuid           PRIMARY KEY,
  organisation     uuid           NOT NULL,
  wallet_id        text           NOT NULL,
  asset            text           NOT NULL,
  status           text           NOT NULL CHECK (status IN ('DRAFT', 'OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE')),
  period_start     timestamptz    NOT NULL,
  period_end       timestamptz    NOT NULL,
  settled          numeric(38, 0) NOT NULL,
  number           text,
  issued_at        timestamptz,
  due_at           timestamptz,
  tax_label        text,
  tax_basis_points integer        CHECK (tax_basis_points BETWEEN 0 AND 10000),
  net              numeric(38, 0) NOT NULL,
  tax              numeric(38, 0) NOT NULL,
  due              numeric(38, 0) NOT NULL,
  owed             numeric(38, 0) NOT NULL,
  overdue          boolean        NOT NULL,
  reminders        integer        NOT NULL,
  paid_at          timestamptz,
  credit_notes     jsonb          NOT NULL,
  created_position bigint         NOT NULL,
  revision         bigint         NOT NULL,
  position         bigint         NOT NULL
);
CREATE INDEX bills_of_organisation ON bills (organisation, created_position DESC);
CREATE INDEX bills_by_creation ON bills (created_position DESC);
CREATE UNIQUE INDEX bills_by_number ON bills (number) WHERE number IS NOT NULL;

CREATE TABLE bill_lines (
  bill_id       uuid           NOT NULL,
  line          integer        NOT NULL,
  line_id       uuid           NOT NULL,
  kind          text           NOT NULL,
  settlement    text           NOT NULL CHECK (settlement IN ('SETTLED', 'DUE')),
  description   text           NOT NULL,
  subject_kind  text           NOT NULL,
  subject_id    text           NOT NULL,
  quantity      text,
  unit          text,
  amount        numeric(38, 0) NOT NULL,
  asset         text           NOT NULL,
  service_start timestamptz,
  service_end   timestamptz,
  position      bigint         NOT NULL,
  PRIMARY KEY (bill_id, line)
);
