"""The rules that can refuse a preference."""

from shared.errors import Forbidden, Unacceptable


class QuietHoursNotWhole(Unacceptable):
    """Quiet hours have a beginning and another end, or there are none."""

    title_zh = "免打扰时段须同时写明起止时间，且二者不同。"


class SpeaksForNobody(Forbidden):
    """Preferences are set by those to whom messages go: hosts and bureaus."""

    title_zh = "只有企业和机关可以设置接收偏好。"


class AddressMissing(Unacceptable):
    """E-mail is sent where an address is known, and to one address alone."""

    title_zh = "开通电子邮件须填写一个有效的地址。"
