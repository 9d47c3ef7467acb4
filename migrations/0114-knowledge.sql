-- Documents of organisations, and the passages that they are searched by. Vectors have length 1.
CREATE TABLE knowledge_documents (
  document_id      uuid        PRIMARY KEY,
  organisation     uuid        NOT NULL,
  title            text,
  characters       integer     NOT NULL,
  route_id         text        NOT NULL,
  status           text        NOT NULL CHECK (status IN ('INDEXING', 'INDEXED', 'FAILED')),
  passages         integer     NOT NULL,
  failure          text,
  added_at         timestamptz NOT NULL,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX knowledge_documents_of_organisation
  ON knowledge_documents (organisation, created_position DESC, document_id);

CREATE TABLE knowledge_passages (
  document_id  uuid    NOT NULL,
  number       integer NOT NULL,
  organisation uuid    NOT NULL,
  route_id     text    NOT NULL,
  text         text,
  vector       real[],
  position     bigint  NOT NULL,
  PRIMARY KEY (document_id, number)
);
CREATE INDEX knowledge_passages_of_organisation ON knowledge_passages (organisation, route_id);
