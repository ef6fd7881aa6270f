"""The words of the report in both languages."""

from collections.abc import Mapping

from services.audit.evidence.documents import NOT_FOUND, NOT_KEPT

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "report": "证据包报告",
        "subject": "对象",
        "station": "服务站",
        "season": "年度认定",
        "made_at": "出具时间",
        "records": "记录数",
        "title": "示范站称号",
        "certificate": "证书编号",
        "since": "自",
        "acts": "经过",
        "acts_note": "按因果次序排列：原因在前，结果在后。灰色的行本身不涉及该对象，但引起了涉及它的行为。",
        "when": "生效时间",
        "recorded": "记录于",
        "level": "层级",
        "bureau": "机关（单位，当日名称）",
        "who": "经办人、职务",
        "for": "代",
        "mandate": "委托",
        "act": "事项",
        "reason": "理由",
        "basis": "依据",
        "cause": "起因",
        "record": "记录",
        "proof": "证明",
        "checkpoints": "签名检查点",
        "checkpoints_note": "每项记录的证明均以下列检查点为准。检查点由日志密钥签名，公钥见 policy 文件。",
        "log": "日志",
        "origin": "名称",
        "size": "条目数",
        "root": "根散列（十六进制）",
        "whole": "完整的事项",
        "whole_note": "下列事项的每一个版本均在本包内，可以核验其完整。",
        "stream": "事项",
        "versions": "版本数",
        "documents": "文件",
        "absent": "未附文件",
        "named_by": "引用处",
        "why": "原因",
        "none": "无",
        "verify": "如何核验",
        "verify_text": "核验程序 verify.py 是单个文件，只需 Python 3.11 及 cryptography，不需联网。",
        "verify_trust": (
            "包内的 policy 与签名出自同一方。若要不依赖本包，请从别处取得公钥，用 --policy 指定。"
            "退出码：0 无误，1 被改动，2 不完整，3 用法错误。"
        ),
        "proves": "能证明什么",
        "proves_1": "每项记录自检查点签名以来未被改动，且位于日志所称的位置。",
        "proves_2": "列为完整的事项，其版本从一到末无缺。",
        "proves_3": "所附文件即记录以散列所指的文件。",
        "not": "不能证明什么",
        "not_1": "记录的内容属实：证据只表明当时有人如此记录。",
        "not_2": "对象没有其他记录：清单由审计服务列出，只有列为完整的事项才能核验其完整。",
        "not_3": "签名密钥未落入他人之手，也不能证明生效时间；记录时间出自本系统的时钟。",
        "sealed": "个人信息在记录中是密封的，本报告以遮盖方式显示。",
    },
    "en": {
        "report": "Report of an evidence bundle",
        "subject": "Subject",
        "station": "station",
        "season": "season",
        "made_at": "Made at",
        "records": "Records",
        "title": "Title of demonstration station",
        "certificate": "certificate",
        "since": "since",
        "acts": "What happened",
        "acts_note": (
            "In the order of causes: no act stands before what led to it. Grey rows do not themselves speak of the"
            " subject; they led to one that does."
        ),
        "when": "Effective",
        "recorded": "recorded",
        "level": "Level",
        "bureau": "Bureau or host (name of the day)",
        "who": "Who, post",
        "for": "for",
        "mandate": "mandate",
        "act": "Act",
        "reason": "Reason",
        "basis": "Basis",
        "cause": "Led to by",
        "record": "Record",
        "proof": "proof",
        "checkpoints": "Signed checkpoints",
        "checkpoints_note": (
            "The proof of each record is against these. They are signed with the keys of the logs; the public keys"
            " stand in the file policy."
        ),
        "log": "Log",
        "origin": "Origin",
        "size": "Entries",
        "root": "Root hash (hexadecimal)",
        "whole": "Streams that are here whole",
        "whole_note": "Every version of these is in the bundle, and that can be checked.",
        "stream": "Stream",
        "versions": "Versions",
        "documents": "Documents",
        "absent": "Documents that are not here",
        "named_by": "Named by",
        "why": "Why",
        "none": "none",
        "verify": "How to verify",
        "verify_text": "verify.py is one file; it needs Python 3.11 and cryptography, and no network.",
        "verify_trust": (
            "The policy in the bundle comes from the same hands as the signatures. Not to depend on them, get the keys"
            " from elsewhere and name them with --policy. It ends with 0: whole, 1: changed, 2: incomplete, 3: usage."
        ),
        "proves": "What this proves",
        "proves_1": "No record was changed since its checkpoint was signed, and each stands where its log says.",
        "proves_2": "Of the streams called whole every version is here, from the first to the last.",
        "proves_3": "The documents are those that the records name by their hash.",
        "not": "What it does not prove",
        "not_1": "That what was recorded is true: it shows that somebody recorded it so.",
        "not_2": (
            "That there is no other record of the subject: the audit made the list, and only streams that are called"
            " whole can be checked for being so."
        ),
        "not_3": (
            "That nobody else had the signing keys, or that an act took effect when it says; the time of recording is"
            " of this system's clock."
        ),
        "sealed": "Personal data are sealed in the records; this report masks them.",
    },
}

LEVELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "enterprise": "企业",
        "office": "工商所",
        "county": "县（区）",
        "city": "市",
        "province": "省",
        "public": "公众",
        "operator": "系统管理",
        "auditor": "审计",
        "service": "系统",
    },
    "en": {},
}

STANDINGS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "none": "无",
        "in_force": "有效",
        "suspended": "暂停",
        "revoked": "已撤销",
        "lapsed": "期满失效",
        "ended": "已终止",
    },
    "en": {"in_force": "in force"},
}

_ABSENCE = {
    NOT_FOUND: "审计可读的存储中均没有该文件",
    NOT_KEPT["printed_sha256"]: "不作为文件保存：由归属服务按记录所指的格式重新印制",
    NOT_KEPT["form_sha256"]: "不是文件：是申请表各栏的散列，各栏见申请的各项记录",
    "what a store keeps under this hash has another hash": "存储中以此散列保存的内容，其散列不符",
}


def absence(why: str, language: str) -> str:
    """Why a document is not there, in the reader's language; what has no words of its own stays as it is."""
    return _ABSENCE.get(why, why) if language == "zh" else why
