-- Everybody who ever inspected or recommended the station for this application: a later inspection or a return by the
-- city takes nobody out, for none of them may judge it afterwards.
ALTER TABLE applications ADD COLUMN took_part text[] NOT NULL DEFAULT '{}';

UPDATE applications
   SET took_part = ARRAY(SELECT DISTINCT who FROM unnest(inspectors || recommender) AS who WHERE who <> '');
