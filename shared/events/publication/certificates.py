"""证书: the document that a station shows, with the names of the day on which the title was given."""

from datetime import date

from shared.events.event import Event, Public
from shared.events.registry import StationKind


class CertificateIssued(Event):
    """制发证书: the certificate of a title is there, and can be checked by its number.

    Its data follow the metadata of GB/T 36903; it is no licence file after GB/T 36905, and says so.
    """

    clause = "[notice] 二(三): 认定; GB/T 36903 (metadata)"

    certificate_number: Public[str]
    station_id: Public[str]
    station_name: Public[str]
    host_id: Public[str]
    host_name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    document_number: Public[str]
    issued_by: Public[str]
    certified_on: Public[date]
    issued_on: Public[date]
    template: Public[str] = ""
    printed_sha256: Public[str] = ""


class CertificateWithdrawn(Event):
    """收回证书: the certificate proves nothing any more, for its title is revoked, lapsed or ended."""

    clause = "[notice] 二(三): 撤牌; domain §7.4"

    certificate_number: Public[str]
    station_id: Public[str]
    because: Public[str]
    withdrawn_on: Public[date]


class CertificateReinstated(Event):
    """恢复证书: the revocation was set aside, and the certificate proves its title again."""

    clause = "行政复议法; domain §7.4 (set aside on appeal)"

    certificate_number: Public[str]
    station_id: Public[str]
    reinstated_on: Public[date]
