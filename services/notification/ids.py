"""The ids of messages and deliveries, as SQL: what they are made of is all that makes them one."""

# An id of eight times four bits, as RFC 9562 has them for one's own making (version 8).
_ID = """
overlay(overlay(encode(substring(sha256(convert_to({of}, 'UTF8')) FROM 1 FOR 16), 'hex')
    PLACING '8' FROM 13 FOR 1) PLACING '8' FROM 17 FOR 1)::uuid
"""
MESSAGE_ID = _ID.format(of="notices.event_id::text || '/' || reached.recipient")
"""One message for each event and recipient."""
DELIVERY_ID = _ID.format(of="messages.message_id::text || '/' || wished.channel || '/' || wished.endpoint")
"""One delivery for each message, channel and endpoint; the endpoint is empty but for webhooks."""
