-- Operators' actions whose wish is noted here: asked for again, as when nobody heard the answer, they change nothing.
ALTER TABLE replay ADD COLUMN actions uuid[] NOT NULL DEFAULT '{}';
