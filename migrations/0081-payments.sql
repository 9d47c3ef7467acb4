-- Payments with cards, and the cards that organisations have saved. Amounts are whole minor units of the asset.
CREATE TABLE payments (
  payment_id       uuid           PRIMARY KEY,
  organisation     uuid           NOT NULL,
  user_id          uuid           NOT NULL,
  purpose          text           NOT NULL CHECK (purpose IN ('TOP_UP', 'JOB', 'BILL')),
  wallet_id        text,
  job_id           uuid,
  bill_id          uuid,
  asset            text           NOT NULL,
  amount           numeric(38, 0) NOT NULL CHECK (amount > 0),
  capture          text           NOT NULL CHECK (capture IN ('AUTOMATIC', 'MANUAL')),
  status           text           NOT NULL CHECK (status IN ('REQUIRES_PAYMENT_METHOD', 'REQUIRES_CONFIRMATION', 'REQUIRES_ACTION', 'PROCESSING', 'REQUIRES_CAPTURE', 'SUCCEEDED', 'CANCELLED', 'UNKNOWN')),
  authorised       numeric(38, 0) NOT NULL,
  captured         numeric(38, 0) NOT NULL,
  refunded         numeric(38, 0) NOT NULL,
  charged_back     numeric(38, 0) NOT NULL,
  cancelled_for    text,
  attempts         jsonb          NOT NULL,
  refunds          jsonb          NOT NULL,
  disputes         jsonb          NOT NULL,
  findings         jsonb          NOT NULL,
  requested_at     timestamptz    NOT NULL,
  changed_at       timestamptz    NOT NULL,
  folded           jsonb          NOT NULL,
  created_position bigint         NOT NULL,
  revision         bigint         NOT NULL,
  position         bigint         NOT NULL
);
CREATE INDEX payments_of_organisation ON payments (organisation, created_position DESC);
CREATE INDEX payments_of_job ON payments (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX payments_of_bill ON payments (bill_id) WHERE bill_id IS NOT NULL;
CREATE INDEX payments_by_creation ON payments (created_position DESC);

CREATE TABLE saved_cards (
  organisation uuid   PRIMARY KEY,
  default_id   uuid,
  cards        jsonb  NOT NULL,
  folded       jsonb  NOT NULL,
  revision     bigint NOT NULL,
  position     bigint NOT NULL
);
