"""Why a delivery was not even tried, in the words of both languages."""

from collections.abc import Mapping

from pydantic import BaseModel, computed_field

TOO_LATE = "too late"
NO_SERVER = "no SMTP server"
NO_KEY = "no key for webhooks"

_REASONS: Mapping[str, tuple[str, str]] = {
    TOO_LATE: (
        "所告知事项记录已久，不再发送，仅在站内显示。",
        "What it tells was recorded too long ago to be sent; it is shown here alone.",
    ),
    NO_SERVER: (
        "本系统未设置邮件服务器，不发送电子邮件，请在站内查看。",
        "This installation has no mail server, so no e-mail is sent; it can be read here.",
    ),
    NO_KEY: (
        "本系统未设置回调签名密钥，不发送回调，请在站内查看。",
        "This installation has no key to sign webhooks with, so none is sent; it can be read here.",
    ),
}


class Explained(BaseModel):
    """A delivery that says why it was skipped."""

    state: str
    last_error: str

    @computed_field
    def reason_zh(self) -> str:
        """Why it was skipped, in Chinese; empty where it was not."""
        return self._reason[0]

    @computed_field
    def reason_en(self) -> str:
        """Why it was skipped, in English; empty where it was not."""
        return self._reason[1]

    @property
    def _reason(self) -> tuple[str, str]:
        return _REASONS[self.last_error] if self.state == "skipped" else ("", "")
