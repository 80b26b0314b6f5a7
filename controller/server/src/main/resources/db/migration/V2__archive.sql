-- A request is known again by its parts apart. Those that were accepted before have one digest for all of it, which says
-- nothing about the parts; they are forgotten once, at the upgrade, instead of after a day.
DELETE FROM idempotency;
ALTER TABLE idempotency RENAME COLUMN request_hash TO fingerprint;

CREATE INDEX operation_parent ON operation (parent, id) WHERE parent IS NOT NULL;
