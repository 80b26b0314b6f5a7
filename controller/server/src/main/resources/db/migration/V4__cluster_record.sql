-- What operators set for the whole cluster while it runs.
ALTER TABLE cluster ADD COLUMN record TEXT NOT NULL DEFAULT '{}';
