"""What was seen, in both languages: a sentence that says what stands in the records, never why. Pure."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "quick_score": (
        "分派后{measure}分钟内即完成测评评分。",
        "A score was recorded {measure} minutes after the assignment.",
    ),
    "identical_words": (
        "同一人在{measure}件事项中写了完全相同的理由。",
        "The same person gave word for word the same reason in {measure} cases.",
    ),
    "outside_hours": (
        "该行为记录于工作日8:30—17:30之外。",
        "The act was recorded outside 8:30–17:30 of a working day.",
    ),
    "outside_jurisdiction": (
        "当日对该服务站有管辖权的是另一机关，记录中未见委托或提级。",
        "On that day another bureau was competent for the station, and the record names no mandate.",
    ),
    "batch_approval": (
        "同一人在10分钟内分别作出{measure}次同类决定。",
        "The same person took {measure} decisions of one kind, each by itself, within 10 minutes.",
    ),
    "back_dated": (
        "决定所署日期早于记录之日{measure}天。",
        "The decision bears a day {measure} days before the day of its recording.",
    ),
    "dated_ahead": (
        "所载日期晚于记录之日{measure}天。",
        "The record names a day {measure} days after the day of its recording.",
    ),
    "late_recording": (
        "事实发生{measure}天后才予记录。",
        "It was recorded {measure} days after it had happened.",
    ),
    "same_person_twice": (
        "同一人在同一事项中承担了{measure}项应当分开的职责。",
        "The same person had {measure} parts in one case that are to be kept apart.",
    ),
    "missing_records": (
        "日志中缺少{measure}条连续编号的记录。",
        "{measure} numbered records are missing from the log.",
    ),
    "parked_records": (
        "{measure}条消息无法读取，已搁置待查。",
        "{measure} messages could not be read, and wait to be looked at.",
    ),
}
"""By kind; `{measure}` is minutes, days or a count, as the sentence says."""


def said(kind: str, measure: int) -> tuple[str, str]:
    """The sentence in Chinese and in English."""
    zh, en = SENTENCES[kind]
    return zh.format(measure=measure), en.format(measure=measure)
