CREATE TABLE devices (
  device_id             uuid        PRIMARY KEY,
  provider_organisation uuid        NOT NULL,
  name                  text        NOT NULL,
  description           text        NOT NULL,
  technology            text        NOT NULL,
  qubits                integer     NOT NULL,
  connectivity          jsonb       NOT NULL,
  gate_set              text[]      NOT NULL,
  shots_min             integer     NOT NULL,
  shots_max             integer     NOT NULL,
  execution_windows     jsonb       NOT NULL,
  outside_windows       text        NOT NULL,
  price_book            jsonb       NOT NULL,
  execution             jsonb       NOT NULL,
  status                text        NOT NULL CHECK (status IN ('ONLINE', 'OFFLINE', 'PAUSED', 'RETIRED')),
  status_reason         text,
  calibration_id        uuid,
  registered_at         timestamptz NOT NULL,
  created_position      bigint      NOT NULL,
  revision              bigint      NOT NULL,
  position              bigint      NOT NULL
);
CREATE INDEX devices_by_creation ON devices (created_position DESC, device_id);
CREATE INDEX devices_by_status ON devices (status, created_position DESC, device_id);
CREATE INDEX devices_of_provider ON devices (provider_organisation, created_position DESC, device_id);

-- The canonical calibration with the figures that people compare devices by. Times in microseconds.
CREATE TABLE calibrations (
  calibration_id         uuid             PRIMARY KEY,
  device_id              uuid             NOT NULL,
  taken_at               timestamptz      NOT NULL,
  source                 text             NOT NULL,
  published_at           timestamptz      NOT NULL,
  qubits                 integer          NOT NULL,
  median_t1_us           double precision,
  median_t2_us           double precision,
  median_readout_error   double precision,
  median_one_qubit_error double precision,
  median_two_qubit_error double precision,
  data                   jsonb            NOT NULL,
  revision               bigint           NOT NULL,
  position               bigint           NOT NULL
);
CREATE INDEX calibrations_of_device ON calibrations (device_id, position DESC);

-- Who waits for a device and who is on it.
CREATE TABLE device_queue (
  device_id        uuid        NOT NULL,
  job_id           uuid        NOT NULL,
  user_id          text        NOT NULL,
  state            text        NOT NULL CHECK (state IN ('WAITING', 'RUNNING')),
  enqueued_at      timestamptz NOT NULL,
  since            timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  position         bigint      NOT NULL,
  PRIMARY KEY (device_id, job_id)
);
CREATE INDEX device_queue_in_line ON device_queue (device_id, state, created_position);
CREATE INDEX device_queue_of_job ON device_queue (job_id);

CREATE TABLE device_queue_depth (
  device_id   uuid    PRIMARY KEY,
  accepting   boolean NOT NULL,
  concurrency integer NOT NULL,
  waiting     integer NOT NULL CHECK (waiting >= 0),
  running     integer NOT NULL CHECK (running >= 0),
  revision    bigint  NOT NULL,
  position    bigint  NOT NULL
);
CREATE INDEX device_queue_depth_by_position ON device_queue_depth (position);
