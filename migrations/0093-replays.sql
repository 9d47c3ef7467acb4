-- What operators wish of the read models that are being built, and how far whoever builds them is. One row for each
-- generation that was ever asked for; the generation itself is in read_model_generation.
CREATE TABLE replay (
  generation        integer          PRIMARY KEY REFERENCES read_model_generation (generation),
  -- The groups of tables that are built from the log; the others are copied. Null: all of them.
  groups            text[],
  wish              text             NOT NULL DEFAULT 'RUN' CHECK (wish IN ('RUN', 'PAUSE', 'CANCEL')),
  -- At most so many events a second. Null: as many as can be.
  events_per_second integer          CHECK (events_per_second > 0),
  -- The builder rests while the rows that readers follow are further behind the log. Null: it never does.
  lag_seconds       double precision CHECK (lag_seconds > 0),
  wished_by         text             NOT NULL,
  wished_at         timestamptz      NOT NULL DEFAULT now(),
  -- Written by who builds.
  phase             text             CHECK (phase IN ('READING', 'INDEXING', 'COPYING', 'CATCHING_UP', 'DONE')),
  position          bigint           NOT NULL DEFAULT 0,
  events            bigint           NOT NULL DEFAULT 0,
  events_left       bigint,
  rate              double precision,
  -- Why it rests although it may run.
  resting           text             CHECK (resting IN ('LIVE_LAG', 'PACE')),
  error             text,
  builder           text,
  told_at           timestamptz,
  busy_seconds      double precision NOT NULL DEFAULT 0
);
