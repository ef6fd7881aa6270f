"""What people read in tables, in both languages, and the two places to write: answers, and what is going on."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

Language = Literal["zh", "en"]

HEADERS = {
    "service": "服务",
    "state": "状态",
    "url": "地址",
    "address": "地址",
    "day": "办理日",
    "position": "位置",
    "lag": "待转发",
    "parked": "搁置",
    "refused": "不予办理",
    "topic": "主题",
    "partitions": "分区",
    "events": "事件数",
    "settings": "设置",
    "when": "时间",
    "level": "层级",
    "bureau": "机关（单位）",
    "actor": "经办",
    "act": "事项",
    "reason": "理由、依据",
    "before → after": "变更前 → 变更后",
    "about": "事项对象",
    "seen": "所见",
    "evidence": "依据记录",
    "ready": "就绪",
    "starting": "启动中",
    "down": "未运行",
    "running": "运行中",
    "entries": "条记录",
    "title": "称号",
    "none": "无",
    "in_force": "有效",
    "step": "步骤",
    "number": "数量",
    "certificate_number": "证书编号",
    "station": "服务站",
    "trade": "行业",
    "division": "区划",
    "status": "状态",
    "asked": "请求",
    "rule": "规则",
    "measure": "指标",
    "value": "数值",
    "a second filing": "重复申请",
    "a bureau files for a host": "机关代企业申请",
    "a host files for another": "企业代他人申请",
    "a late filing": "逾期申请",
    "a notice that is too short": "公示期不足",
    "a revocation before the defence": "未听取申辩即撤销",
    "stations": "已登记服务站",
    "applications": "申请",
    "inspected_unfit": "查验不合格",
    "recommended": "推荐",
    "withdrawn": "公示中撤回",
    "struck_off": "异议成立，取消资格",
    "assessed": "测评",
    "passed": "测评通过",
    "submitted": "上报",
    "certified": "认定",
    "refused_by_the_province": "省局不予认定",
    "revoked_in_2014": "2014年撤销",
    "trades_with_a_title": "涉及行业",
    "revoked": "已撤销",
    "enterprise": "企业",
    "office": "工商所",
    "county": "县（区）",
    "city": "市",
    "province": "省",
    "public": "公众",
    "operator": "系统管理",
    "auditor": "审计",
    "service-level": "系统",
    "source": "来源",
    "table": "表",
    "rows": "行数",
    "before": "重放前",
    "after": "重放后",
    "same": "一致",
    "DIFFERENT": "不一致",
    "message": "消息",
    "sent at": "发送时间",
    "channel": "渠道",
    "in_app": "站内信",
    "email": "电子邮件",
    "webhook": "系统推送",
    "delivered": "已送达",
    "waiting": "待发送",
    "dead": "未送达",
    "skipped": "未发送",
    "received": "收到",
    "missing": "未收到",
    "lacking": "缺失",
    "unknown": "多收到",
    "attempts": "收到次数",
    "signed": "已签署",
    "heard": "他方已收",
    "audit": "审计",
    "bytes": "字节",
    "hosts": "被告知企业",
    "messages_to_hosts": "告知企业的消息",
}
_LONG = frozenset({"before → after", "act", "reason", "bureau", "actor", "end offsets", "station", "trade", "message"})
out = Console()
err = Console(stderr=True)


def say(line: str) -> None:
    """Say on standard error what is going on, so that an answer can be piped."""
    err.print(line, markup=False, highlight=False, soft_wrap=True)


def answer(text: str) -> None:
    """Print an answer as it is, without colours or wrapping."""
    sys.stdout.write(text + "\n")


def usual_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Chinese where the user's locale is, else English."""
    named = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((locale for locale in named if locale), "")
    return "zh" if first.lower().startswith("zh") else "en"


def word(english: str, lang: Language) -> str:
    return HEADERS.get(english, english) if lang == "zh" else english.removesuffix("-level")


def table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], lang: Language, numbers: Sequence[str] = ()
) -> Table:
    """A table whose cells are plain text, whatever brackets stand in them; only long texts are broken into lines."""
    made = Table(box=None, header_style="bold underline", pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        justify: Literal["left", "right"] = "right" if column in numbers else "left"
        made.add_column(word(column, lang), justify=justify, overflow="fold", no_wrap=column not in _LONG)
    for row in rows:
        made.add_row(*(escape(str(cell)) for cell in row))
    return made
