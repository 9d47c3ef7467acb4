-- Who has which app, and what was asked for it. Amounts are whole minor units of the asset.
CREATE TABLE subscriptions (
  subscription_id       uuid        PRIMARY KEY,
  organisation          uuid        NOT NULL,
  subscriber            uuid        NOT NULL,
  app_id                uuid        NOT NULL,
  seller_organisation   uuid        NOT NULL,
  status                text        NOT NULL CHECK (status IN ('PENDING', 'TRIALING', 'ACTIVE', 'PAST_DUE', 'PAUSED', 'CANCELLED', 'EXPIRED')),
  plan                  jsonb       NOT NULL,
  plan_id               uuid        NOT NULL,
  version_id            uuid        NOT NULL,
  period_index          integer     NOT NULL,
  period_start          timestamptz NOT NULL,
  period_end            timestamptz,
  period_end_ms         bigint      NOT NULL,
  payment               text        NOT NULL CHECK (payment IN ('NONE', 'DUE', 'FAILED', 'PAID')),
  cancels_at_period_end boolean     NOT NULL,
  scheduled_plan        jsonb,
  next_attempt_at       timestamptz,
  started_at            timestamptz NOT NULL,
  ended_at              timestamptz,
  folded                jsonb       NOT NULL,
  created_position      bigint      NOT NULL,
  revision              bigint      NOT NULL,
  position              bigint      NOT NULL
);
CREATE INDEX subscriptions_of_organisation ON subscriptions (organisation, created_position DESC);
CREATE INDEX subscriptions_of_seller ON subscriptions (seller_organisation, created_position DESC);
CREATE INDEX subscriptions_of_app ON subscriptions (app_id, created_position DESC);
CREATE INDEX subscriptions_by_end ON subscriptions (organisation, period_end_ms, created_position);
CREATE INDEX subscriptions_by_creation ON subscriptions (created_position DESC);

CREATE TABLE subscription_charges (
  charge_id           uuid           PRIMARY KEY,
  subscription_id     uuid           NOT NULL,
  organisation        uuid           NOT NULL,
  seller_organisation uuid           NOT NULL,
  app_id              uuid           NOT NULL,
  kind                text           NOT NULL CHECK (kind IN ('PERIOD', 'PLAN_CHANGE')),
  plan_id             uuid           NOT NULL,
  plan_name           text           NOT NULL,
  price_version       integer        NOT NULL,
  period_index        integer        NOT NULL,
  period_start        timestamptz    NOT NULL,
  period_end          timestamptz,
  amount              numeric(38, 0) NOT NULL CHECK (amount > 0),
  refunded            numeric(38, 0) NOT NULL CHECK (refunded >= 0),
  asset               text           NOT NULL,
  status              text           NOT NULL CHECK (status IN ('DUE', 'FAILED', 'PAID', 'DECLINED', 'VOID')),
  asked_at            timestamptz    NOT NULL,
  paid_at             timestamptz,
  created_position    bigint         NOT NULL,
  position            bigint         NOT NULL
);
CREATE INDEX subscription_charges_of_subscription ON subscription_charges (subscription_id, created_position DESC);
CREATE INDEX subscription_charges_of_organisation ON subscription_charges (organisation, created_position DESC);
CREATE INDEX subscription_charges_of_seller ON subscription_charges (seller_organisation, created_position DESC);
