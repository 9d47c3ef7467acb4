-- Invitations to organisations. The address stands here in clear while nobody has answered.
CREATE TABLE invitations (
  invitation_id    uuid        PRIMARY KEY,
  organisation_id  uuid        NOT NULL,
  invited_by       uuid        NOT NULL,
  address          text,
  -- Keyed: whose account has the address can be looked up with the hub's key alone.
  address_hash     text        NOT NULL,
  role             text        NOT NULL CHECK (role IN ('ADMIN', 'MEMBER', 'BILLING', 'VIEWER')),
  status           text        NOT NULL CHECK (status IN ('PENDING', 'ACCEPTED', 'DECLINED', 'REVOKED')),
  sent_at          timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL,
  settled_at       timestamptz,
  created_position bigint      NOT NULL,
  revision         bigint      NOT NULL,
  position         bigint      NOT NULL
);
CREATE INDEX invitations_of_organisation ON invitations (organisation_id, created_position DESC, invitation_id);
CREATE INDEX invitations_to_address ON invitations (address_hash) WHERE status = 'PENDING';
