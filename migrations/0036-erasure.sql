-- An account may be closed for good and erased; an organisation closes with its last member.
ALTER TABLE users DROP CONSTRAINT users_status_check;
ALTER TABLE users ADD CONSTRAINT users_status_check
  CHECK (status IN ('ACTIVE', 'DISABLED', 'DEACTIVATED', 'CLOSED', 'ERASED'));

ALTER TABLE organisations ALTER COLUMN name DROP NOT NULL;
ALTER TABLE organisations ADD COLUMN status text NOT NULL DEFAULT 'ACTIVE'
  CHECK (status IN ('ACTIVE', 'CLOSED'));

ALTER TABLE memberships DROP CONSTRAINT memberships_role_check;
ALTER TABLE memberships ADD CONSTRAINT memberships_role_check
  CHECK (role IN ('OWNER', 'ADMIN', 'MEMBER', 'BILLING', 'VIEWER'));
