"""What bureaus have done in their own name, and who has succeeded whom."""

from shared.events.event import Event
from shared.events.registry import BureauSucceeded, CampaignPublicised
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_CAMPAIGN = """
INSERT INTO campaigns (campaign_id, bureau_code, year, channel, summary, held_on) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (campaign_id) DO UPDATE SET bureau_code = excluded.bureau_code, year = excluded.year,
    channel = excluded.channel, summary = excluded.summary, held_on = excluded.held_on
"""
_SUCCESSION = """
INSERT INTO bureau_successions (bureau_code, successor_code, document_number, succeeded_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (bureau_code) DO UPDATE SET successor_code = excluded.successor_code,
    document_number = excluded.document_number, succeeded_on = excluded.succeeded_on
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case CampaignPublicised() as e:
            return [(_CAMPAIGN, (e.campaign_id, e.bureau_code, e.year, e.channel, e.summary, e.held_on))]
        case BureauSucceeded() as e:
            return [(_SUCCESSION, (e.bureau_code, e.successor_code, e.document_number, e.succeeded_on))]
        case _:
            return []
