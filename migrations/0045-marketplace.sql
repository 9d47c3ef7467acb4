-- The market: what is offered, what is asked to be changed, what people say of it.
CREATE TABLE listings (
  app_id                  uuid        PRIMARY KEY,
  organisation_id         uuid        NOT NULL,
  status                  text        NOT NULL CHECK (status IN ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'SUSPENDED', 'DELISTED')),
  status_before           text        NOT NULL CHECK (status_before IN ('DRAFT', 'DELISTED')),
  title                   text        NOT NULL,
  summary                 text        NOT NULL,
  description             text        NOT NULL,
  categories              text[]      NOT NULL,
  screenshots             text[]      NOT NULL,
  support_contact         jsonb       NOT NULL,
  preview_runs            integer     NOT NULL,
  plans                   jsonb       NOT NULL,
  withdrawn_plans         jsonb       NOT NULL,
  commission_basis_points integer     NOT NULL,
  reason                  text,
  internal_note           text,
  drafted_at              timestamptz NOT NULL,
  submitted_at            timestamptz,
  published_at            timestamptz,
  published_position      bigint,
  updated_at              timestamptz NOT NULL,
  created_position        bigint      NOT NULL,
  revision                bigint      NOT NULL,
  position                bigint      NOT NULL
);
CREATE INDEX listings_on_market ON listings (published_position DESC) WHERE status = 'PUBLISHED';
CREATE INDEX listings_of_seller ON listings (organisation_id, created_position DESC);
CREATE INDEX listings_in_review ON listings (submitted_at) WHERE status = 'IN_REVIEW';
CREATE INDEX listings_by_category ON listings USING gin (categories);
-- The words that people look for: read-api/catalog/market-text.ts writes the same expression.
CREATE INDEX listings_by_text ON listings USING gin (
  (setweight(to_tsvector('english', title), 'A')
    || setweight(to_tsvector('english', summary), 'B')
    || setweight(to_tsvector('english', description), 'C'))
);

-- Amounts are whole minor units of the asset.
CREATE TABLE listing_plans (
  app_id   uuid           NOT NULL,
  plan_id  uuid           NOT NULL,
  on_sale  boolean        NOT NULL,
  kind     text           NOT NULL,
  asset    text           NOT NULL,
  price    numeric(38, 0) NOT NULL,
  position bigint         NOT NULL,
  PRIMARY KEY (app_id, plan_id)
);
CREATE INDEX listing_plans_by_price ON listing_plans (asset, price) WHERE on_sale;

CREATE TABLE listing_changes (
  request_id       uuid        PRIMARY KEY,
  app_id           uuid        NOT NULL,
  organisation_id  uuid        NOT NULL,
  status           text        NOT NULL CHECK (status IN ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
  changes          jsonb       NOT NULL,
  current          jsonb       NOT NULL,
  reason           text,
  internal_note    text,
  proposed_at      timestamptz NOT NULL,
  decided_at       timestamptz,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX listing_changes_of_app ON listing_changes (app_id, created_position DESC);
CREATE INDEX listing_changes_open ON listing_changes (created_position) WHERE status = 'OPEN';

-- What people wrote is clear here and sealed in the log.
CREATE TABLE reviews (
  review_id           uuid        PRIMARY KEY,
  app_id              uuid        NOT NULL,
  author              uuid        NOT NULL,
  organisation_id     uuid        NOT NULL,
  seller_organisation uuid        NOT NULL,
  rating              integer     NOT NULL CHECK (rating BETWEEN 1 AND 5),
  title               text,
  body                text,
  verified_by         text        NOT NULL CHECK (verified_by IN ('JOB', 'SUBSCRIPTION')),
  withdrawn           boolean     NOT NULL,
  hidden              boolean     NOT NULL,
  reply               text,
  replied_at          timestamptz,
  reports             integer     NOT NULL,
  helpful             integer     NOT NULL,
  reason              text,
  internal_note       text,
  written_at          timestamptz NOT NULL,
  edited_at           timestamptz,
  created_position    bigint      NOT NULL,
  revision            bigint      NOT NULL,
  position            bigint      NOT NULL
);
CREATE INDEX reviews_of_app ON reviews (app_id, created_position DESC);
CREATE INDEX reviews_of_author ON reviews (author, created_position DESC);
CREATE INDEX reviews_reported ON reviews (created_position) WHERE reports > 0 AND NOT hidden AND NOT withdrawn;

-- Counts that many streams add to, in any order.
CREATE TABLE app_ratings (
  app_id   uuid    PRIMARY KEY,
  ones     integer NOT NULL,
  twos     integer NOT NULL,
  threes   integer NOT NULL,
  fours    integer NOT NULL,
  fives    integer NOT NULL,
  position bigint  NOT NULL
);

CREATE TABLE app_metrics (
  app_id             uuid    PRIMARY KEY,
  views              integer NOT NULL,
  subscriptions      integer NOT NULL,
  live_subscriptions integer NOT NULL,
  position           bigint  NOT NULL
);

CREATE TABLE counted_subscriptions (
  subscription_id uuid    PRIMARY KEY,
  app_id          uuid    NOT NULL,
  live            boolean NOT NULL,
  position        bigint  NOT NULL
);
