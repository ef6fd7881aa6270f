-- Bureaus are succeeded by others, officers leave and declare interests, stations are suspended and closed.

-- `heir` is the bureau that has this one's powers today, through however many successions; empty while it has them
-- itself. `towns` are those for which alone a bureau without a division of its own is competent.
ALTER TABLE bureaus ADD COLUMN heir text NOT NULL DEFAULT '';
ALTER TABLE bureaus ADD COLUMN towns text[] NOT NULL DEFAULT '{}';
CREATE INDEX bureaus_by_division ON bureaus (division_code);

-- 'active', 'suspended' or 'closed'. A proposed station is not on the register, and not here.
ALTER TABLE stations ADD COLUMN status text NOT NULL DEFAULT 'active';
CREATE INDEX stations_by_bureau ON stations (bureau_code);

-- An officer handles nothing of a host while such a link stands.
CREATE TABLE interests (
    officer_id text    NOT NULL,
    host_id    text    NOT NULL,
    stands     boolean NOT NULL,
    PRIMARY KEY (officer_id, host_id)
);
