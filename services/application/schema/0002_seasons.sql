-- A season of the province stands above its chapters; settings are changed, and a season is extended and closed.

-- `settings_version` is the version of the last event that set settings. `about_settings` tells of each setting what it
-- rests on and since when: {"places": {"basis": "…", "since": "2013-05-15"}}.
ALTER TABLE seasons ADD COLUMN settings_version integer NOT NULL DEFAULT 1;
ALTER TABLE seasons ADD COLUMN about_settings jsonb NOT NULL DEFAULT '{}';
ALTER TABLE seasons ADD COLUMN parent_id text NOT NULL DEFAULT '';
ALTER TABLE seasons ADD COLUMN document_sha256 text NOT NULL DEFAULT '';
ALTER TABLE seasons ADD COLUMN extension_document text NOT NULL DEFAULT '';
ALTER TABLE seasons ADD COLUMN extended_on date;
-- Whether applications have been closed once: what freezes then stays frozen when an extension opens them again.
ALTER TABLE seasons ADD COLUMN applications_were_closed boolean NOT NULL DEFAULT false;
ALTER TABLE seasons ADD COLUMN closed_on date;
CREATE INDEX seasons_of_parent ON seasons (parent_id) WHERE parent_id <> '';
CREATE INDEX seasons_of_year ON seasons (year);
