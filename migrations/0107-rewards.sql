-- What quantum computers earned for paid work, epoch by epoch. Amounts are in the smallest unit of QVT.
CREATE TABLE reward_epochs (
  chain            text           NOT NULL,
  epoch            integer        NOT NULL,
  stage            text           NOT NULL CHECK (stage IN ('BEGUN', 'EMPTY', 'DIVIDED', 'POSTING', 'FAILED', 'POSTED')),
  from_position    bigint         NOT NULL,
  to_position      bigint         NOT NULL,
  pool             numeric(38, 0) NOT NULL,
  per_second       numeric(38, 0) NOT NULL,
  total            numeric(38, 0),
  root             text,
  code             text,
  transaction_id   uuid,
  begun_at         timestamptz    NOT NULL,
  changed_at       timestamptz    NOT NULL,
  created_position bigint         NOT NULL,
  position         bigint         NOT NULL,
  PRIMARY KEY (chain, epoch)
);
CREATE INDEX reward_epochs_by_creation ON reward_epochs (created_position DESC);

CREATE TABLE reward_shares (
  chain            text           NOT NULL,
  epoch            integer        NOT NULL,
  device_id        uuid           NOT NULL,
  computer_id      text           NOT NULL,
  account          text           NOT NULL,
  microseconds     numeric(38, 0) NOT NULL,
  amount           numeric(38, 0) NOT NULL CHECK (amount > 0),
  created_position bigint         NOT NULL,
  PRIMARY KEY (chain, epoch, device_id)
);
CREATE INDEX reward_shares_of_device ON reward_shares (device_id, created_position DESC);
CREATE INDEX chain_entries_of_rewards ON chain_entries (chain, (arguments->>'deviceId'), (arguments->>'epoch')) WHERE contract = 'REWARDS';
