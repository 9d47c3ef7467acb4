-- Projects, apps and their versions, and what the registry is searched and ordered by.
CREATE TABLE projects (
  project_id       uuid        PRIMARY KEY,
  organisation_id  uuid        NOT NULL,
  name             text        NOT NULL,
  description      text        NOT NULL,
  repository       text,
  template         text,
  status           text        NOT NULL CHECK (status IN ('ACTIVE', 'ARCHIVED')),
  -- Released as this app.
  app_id           uuid,
  created_at       timestamptz NOT NULL,
  changed_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX projects_of_organisation ON projects (organisation_id, created_position DESC, project_id);
CREATE INDEX projects_by_creation ON projects (created_position DESC, project_id);

CREATE TABLE project_circuits (
  project_id       uuid        NOT NULL,
  circuit_id       uuid        NOT NULL,
  name             text        NOT NULL,
  source           text        NOT NULL,
  inputs           jsonb       NOT NULL,
  source_hash      text        NOT NULL,
  facts            jsonb       NOT NULL,
  changed_at       timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL,
  PRIMARY KEY (project_id, circuit_id)
);

CREATE TABLE apps (
  app_id             uuid        PRIMARY KEY,
  organisation_id    uuid        NOT NULL,
  slug               text        NOT NULL,
  name               text        NOT NULL,
  summary            text        NOT NULL,
  type               text        NOT NULL,
  visibility         text        NOT NULL CHECK (visibility IN ('PUBLIC', 'UNLISTED', 'PRIVATE')),
  licence            text        NOT NULL,
  tags               text[]      NOT NULL,
  repository         text,
  project_id         uuid,
  -- In the order in which they are read.
  page_ids           uuid[]      NOT NULL,
  latest_version_id  uuid,
  latest_semver      text,
  -- In the registry since then; null while it is not.
  published_at       timestamptz,
  published_position bigint,
  featured_at        timestamptz,
  created_at         timestamptz NOT NULL,
  changed_at         timestamptz NOT NULL,
  created_position   bigint      NOT NULL,
  revision           bigint      NOT NULL,
  position           bigint      NOT NULL
);
CREATE INDEX apps_by_slug ON apps (slug);
CREATE INDEX apps_by_creation ON apps (created_position DESC, app_id);
CREATE INDEX apps_of_organisation ON apps (organisation_id, created_position DESC, app_id);
CREATE INDEX apps_of_project ON apps (project_id);
CREATE INDEX apps_in_registry ON apps (published_position DESC)
  WHERE published_position IS NOT NULL AND visibility = 'PUBLIC';
CREATE INDEX apps_by_tag ON apps USING gin (tags);

-- What an app is found by: its name counts most, then summary and tags, then the readme. Name and summary also
-- as they are written, so that the beginning of a word finds it. A function, because a generated
-- column takes immutable ones only, and joining an array is not declared so.
CREATE FUNCTION app_search(name text, summary text, tags text[], readme text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN setweight(to_tsvector('pg_catalog.english', name), 'A')
    || setweight(to_tsvector('pg_catalog.english', summary), 'B')
    || setweight(to_tsvector('pg_catalog.english', array_to_string(tags, ' ')), 'B')
    || setweight(to_tsvector('pg_catalog.simple', name), 'A')
    || setweight(to_tsvector('pg_catalog.simple', summary), 'B')
    || setweight(to_tsvector('pg_catalog.english', readme), 'D');

CREATE TABLE app_texts (
  app_id   uuid     PRIMARY KEY,
  name     text     NOT NULL,
  summary  text     NOT NULL,
  tags     text[]   NOT NULL,
  readme   text     NOT NULL,
  search   tsvector NOT NULL GENERATED ALWAYS AS (app_search(name, summary, tags, readme)) STORED,
  position bigint   NOT NULL
);
CREATE INDEX app_texts_by_words ON app_texts USING gin (search);

CREATE TABLE app_pages (
  app_id     uuid        NOT NULL,
  page_id    uuid        NOT NULL,
  title      text        NOT NULL,
  body       text        NOT NULL,
  changed_at timestamptz NOT NULL,
  position   bigint      NOT NULL,
  PRIMARY KEY (app_id, page_id)
);

CREATE TABLE app_versions (
  version_id          uuid        PRIMARY KEY,
  app_id              uuid        NOT NULL,
  organisation_id     uuid        NOT NULL,
  semver              text        NOT NULL,
  -- Sorts as versions do, compared byte by byte.
  semver_order        text        COLLATE "C" NOT NULL,
  status              text        NOT NULL
    CHECK (status IN ('DRAFT', 'VALIDATING', 'VALIDATED', 'INVALID', 'RELEASED', 'YANKED')),
  sdk                 jsonb       NOT NULL,
  input_schema        jsonb       NOT NULL,
  output_schema       jsonb       NOT NULL,
  qubits              integer     NOT NULL,
  preferred_device_id uuid,
  examples            jsonb       NOT NULL,
  release_notes       text        NOT NULL,
  ir                  jsonb,
  report              jsonb,
  released_at         timestamptz,
  yanked_at           timestamptz,
  yank_reason         text,
  created_at          timestamptz NOT NULL,
  changed_at          timestamptz NOT NULL,
  created_position    bigint      NOT NULL,
  revision            bigint      NOT NULL,
  position            bigint      NOT NULL
);
CREATE INDEX app_versions_of_app ON app_versions (app_id, semver_order DESC, version_id);

-- Written by the streams of many accounts.
CREATE TABLE app_counts (
  app_id    uuid   PRIMARY KEY,
  downloads bigint NOT NULL CHECK (downloads >= 0),
  likes     bigint NOT NULL,
  position  bigint NOT NULL
);
CREATE INDEX app_counts_by_downloads ON app_counts (downloads DESC, app_id);
CREATE INDEX app_counts_by_likes ON app_counts (likes DESC, app_id);

CREATE TABLE app_likes (
  like_id  uuid        PRIMARY KEY,
  app_id   uuid        NOT NULL,
  user_id  uuid        NOT NULL,
  liked_at timestamptz NOT NULL,
  position bigint      NOT NULL
);
CREATE INDEX app_likes_of_user ON app_likes (user_id, app_id);
