"""The rules that look at several events, as SQL over the facts of one key. Each may run again and changes nothing."""

FACT = """
INSERT INTO signal_facts (kind, key, owner, position, side, at, person, bureau, station_id, subject, area)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (kind, key, owner, position, side) DO NOTHING
"""
SEEN = """
INSERT INTO signals (kind, key, about, at, person, bureau, station_id, subject, measure, evidence)
VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, ARRAY[$2::text]) ON CONFLICT (kind, key) DO NOTHING
"""

# A group's instant is that of its last fact, and its bureau the first by name, whatever came first.
LATER = "UPDATE signals SET at = greatest(at, $3), bureau = least(bureau, $4) WHERE kind = $1 AND key = $2"
MET = """
INSERT INTO signals (kind, key, about, at, person, bureau, station_id, subject, measure, evidence)
SELECT $1, $2, $2, max(at), $3, min(bureau), $4, $5, 0, '{}'
  FROM signal_facts WHERE kind = $1 AND key = $2 AND NOT EXISTS (SELECT FROM signals WHERE kind = $1 AND key = $2)
HAVING count(DISTINCT side) >= $6
ON CONFLICT (kind, key) DO NOTHING
"""

# Of several assignments the last before the score counts. A new fact can only concern scores within the span after it.
QUICK = """
INSERT INTO signals (kind, key, about, at, person, bureau, station_id, subject, measure, evidence)
SELECT 'quick_score', s.key || '@' || s.owner || ':' || s.position, s.key, s.at, s.person, s.bureau, s.station_id,
       s.subject, extract(epoch FROM s.at - a.at)::bigint / 60,
       ARRAY[a.owner || ':' || a.position, s.owner || ':' || s.position]
  FROM signal_facts s
  CROSS JOIN LATERAL (
       SELECT owner, position, at FROM signal_facts
        WHERE kind = 'quick_score' AND key = s.key AND side = 'assigned' AND at <= s.at
        ORDER BY at DESC, owner, position DESC LIMIT 1) a
 WHERE s.kind = 'quick_score' AND s.key = $1 AND s.side = 'scored'
   AND s.at >= $2 AND s.at < $2::timestamptz + $3::interval AND s.at < a.at + $3::interval
ON CONFLICT (kind, key) DO UPDATE SET measure = excluded.measure, evidence = excluded.evidence
"""

_HOURS = """
INSERT INTO signals (kind, key, about, at, person, bureau, station_id, subject, measure, evidence)
SELECT a.kind, a.owner || ':' || a.position, a.key, a.at, a.person, a.bureau, a.station_id, a.subject, 0,
       ARRAY[a.owner || ':' || a.position]
  FROM signal_facts a LEFT JOIN calendar_days d ON d.day = a.key::date
 WHERE a.kind = 'outside_hours' AND {which}
   AND (a.side = 'out' OR NOT coalesce(d.is_working, extract(isodow FROM a.key::date) < 6))
ON CONFLICT (kind, key) DO NOTHING
"""
HOURS = _HOURS.format(which="a.key = $1 AND a.owner = $2 AND a.position = $3")
HOURS_OF_THE_YEAR = (
    "DELETE FROM signals WHERE kind = 'outside_hours' AND left(about, 4) = $1",
    _HOURS.format(which="left(a.key, 4) = $1"),
)

# A bureau is competent on a day if it was at any time of it: what was resolved last before the day, and on the day.
# A county is told by its code, or by that of whoever succeeded to it; a city and a province by their division.
_JURISDICTION = """
INSERT INTO signals (kind, key, about, at, person, bureau, station_id, subject, measure, evidence)
SELECT a.kind, a.owner || ':' || a.position, a.key, a.at, a.person, a.bureau, a.station_id, a.subject, 0,
       ARRAY[a.owner || ':' || a.position, r.owner || ':' || r.position]
  FROM (SELECT *, date_trunc('day', at, 'Asia/Shanghai') AS begins FROM signal_facts) a
  CROSS JOIN LATERAL (
       SELECT owner, position FROM signal_facts
        WHERE kind = a.kind AND key = a.key AND side = 'resolved' AND at < a.begins + interval '1 day'
        ORDER BY at DESC, position DESC LIMIT 1) r
 WHERE a.kind = 'outside_jurisdiction' AND a.side <> 'resolved' AND {which}
   AND NOT EXISTS (
       SELECT FROM (
          (SELECT subject, area FROM signal_facts
            WHERE kind = a.kind AND key = a.key AND side = 'resolved' AND at < a.begins
            ORDER BY at DESC, position DESC LIMIT 1)
          UNION ALL
          SELECT subject, area FROM signal_facts
           WHERE kind = a.kind AND key = a.key AND side = 'resolved'
             AND at >= a.begins AND at < a.begins + interval '1 day') competent
        WHERE CASE a.side
              WHEN 'county' THEN a.subject IN (
                   WITH RECURSIVE heirs(code) AS (
                       SELECT competent.subject
                       UNION SELECT s.subject FROM signal_facts s JOIN heirs ON s.kind = 'succession' AND s.key = code)
                   SELECT code FROM heirs)
              WHEN 'city' THEN left(a.area, 4) = left(competent.area, 4)
              ELSE left(a.area, 2) = left(competent.area, 2) END)
ON CONFLICT (kind, key) DO NOTHING
"""
JURISDICTION = _JURISDICTION.format(which="a.key = $1 AND a.owner = $2 AND a.position = $3")
JURISDICTION_OF_THE_STATION = (
    "DELETE FROM signals WHERE kind = 'outside_jurisdiction' AND about = $1",
    _JURISDICTION.format(which="a.key = $1"),
)

# The stations for which the bureau was competent, or one whose powers had come to it.
_ITS_STATIONS = """
IN (WITH RECURSIVE before(code) AS (
        SELECT $1::text
        UNION SELECT s.key FROM signal_facts s JOIN before ON s.kind = 'succession' AND s.subject = code)
    SELECT f.key FROM signal_facts f JOIN before ON f.subject = code
     WHERE f.kind = 'outside_jurisdiction' AND f.side = 'resolved')
"""
AFTER_A_SUCCESSION = (
    f"DELETE FROM signals WHERE kind = 'outside_jurisdiction' AND about {_ITS_STATIONS}",  # noqa: S608 (a constant)
    _JURISDICTION.format(which=f"a.key {_ITS_STATIONS}"),
)
