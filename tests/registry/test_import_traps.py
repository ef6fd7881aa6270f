"""导入: what spreadsheets do to tables, and what people do to spreadsheets."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from services.registry.jobs.columns import Row
from services.registry.jobs.importing import Kind
from services.registry.jobs.job import RowFault
from services.registry.jobs.station_rows import COLUMNS
from services.registry.tables import cells
from services.registry.tables.reading import open_table
from services.registry.tables.rules import DayNotReadable, DigitsLost, MoneyNotReadable
from services.registry.tables.writing import Format, open_writer
from shared.errors import Refusal
from tests.registry.tables import CSV, CSV_GB, NDJSON, XLSX, station, table
from tests.registry.wishes import number_of

HEADER = "企业名称,证件号码,服务站名称,类别,行业,行政区划代码,乡镇街道,运行起始日期"
ROW = f"甲百货有限公司,{number_of(1)},甲站,商场,百货,320402,兰陵街道,2012-03-15"
QUOTED = ROW.replace("2012-03-15", '"2012-03-15"').replace(number_of(1), f'"=""{number_of(1)}"""')


def read(folder: Path, content: bytes) -> list[Row | list[RowFault]]:
    path = folder / "sent"
    path.write_bytes(content)
    opened = open_table(path)
    try:
        header = COLUMNS.header(opened.names) if opened.names is not None else None
        return [COLUMNS.read(line, header) for line in opened.take(10_000)]
    finally:
        opened.close()


def rules(found: list[Row | list[RowFault]]) -> list[tuple[int, str, str]]:
    return [(it.row, it.column, it.rule.code()) for each in found if isinstance(each, list) for it in each]


def values(found: list[Row | list[RowFault]]) -> list[Any]:
    assert rules(found) == []
    return [each.values for each in found if isinstance(each, Row)]


def workbook(change: Callable[[Any], None], rows: list[list[Any]] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER.split(","))
    for row in rows or [ROW.split(",")]:
        sheet.append(row)
    change(sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{HEADER}\r\n{ROW}\r\n".encode(),
        f"{HEADER}\n{ROW}".encode("gb18030"),
        f"{HEADER}\n\n\n{ROW}\n\n".replace(",", ";").encode(),
        f"{HEADER}\n{ROW}\n".replace(",", "\t").encode(),
        f"{HEADER},,\n{ROW},,\n".encode(),
        f"{HEADER}\n{QUOTED}\n".encode(),
        f"host_name,Registration_Number *,服务站 名称,kind,trade,division_code,town,operating_since\n{ROW}".encode(),
    ],
    ids=["bom", "gb18030", "semicolons-and-blank-lines", "tabs", "empty-cells", "quoted", "other-names"],
)  # fmt: skip
def test_text_is_read_whatever_wrote_it(tmp_path: Path, content: bytes) -> None:
    [row] = values(read(tmp_path, content))
    assert (row["host_name"], row["registration_number"]) == ("甲百货有限公司", number_of(1))
    assert (row["kind"], row["operating_since"], row["stars"]) == ("mall", date(2012, 3, 15), 0)


@pytest.mark.parametrize(
    ("rule", "content"),
    [
        ("table-empty", b""),
        ("table-empty", b"\xef\xbb\xbf\n \n"),
        ("not-a-table", f"{HEADER}\n{ROW}".encode("utf-16")),
        ("not-a-table", b"\xff\xfe\xfa\x81\x00"),
        ("not-a-table", b"\xd0\xcf\x11\xe0 an old workbook"),
        ("not-a-table", b"PK\x03\x04 no archive"),
        ("columns-missing", HEADER.replace("企业名称,", "").encode()),
        ("columns-not-known", f"{HEADER},电话\n{ROW},1".encode()),
        ("columns-not-known", f"某区服务站登记表\n{HEADER}\n{ROW}".encode()),
        ("columns-repeated", f"{HEADER},企业名称\n{ROW},乙".encode()),
        ("columns-repeated", f"{HEADER},注册号\n{ROW},乙".encode()),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_as_a_whole(tmp_path: Path, rule: str, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, content)
    assert refused.value.code() == rule


@pytest.mark.parametrize(
    ("expected", "row"),
    [
        ((3, "", "too-many-cells"), ROW + ",,多"),
        ((3, "", "row-not-readable"), ROW.replace("甲站", '"甲"站')),
        ((3, "", "row-not-readable"), ROW.replace("甲站", '"甲站')),
        ((3, "服务站名称", "nul-in-text"), ROW.replace("甲站", "甲\0站")),
        ((3, "服务站名称", "cell-missing"), ROW.replace("甲站", " \u3000")),
        ((3, "服务站名称", "text-too-long"), ROW.replace("甲站", "站" * 201)),
        ((3, "证件号码", "digits-lost"), ROW.replace(number_of(1), "3.20402E+14")),
        ((3, "运行起始日期", "day-not-readable"), ROW.replace("2012-03-15", "2012-02-30")),
        ((3, "运行起始日期", "day-not-readable"), ROW.replace("2012-03-15", "40983")),
        ((3, "行政区划代码", "word-not-known"), ROW.replace("320402,", "32040,")),
        ((3, "类别", "word-not-known"), ROW.replace("商场", "商铺")),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path, expected: tuple[int, str, str], row: str) -> None:
    found = read(tmp_path, f"{HEADER}\n{ROW}\n{row}".encode())
    assert rules(found) == [expected]
    assert isinstance(found[0], Row)


def test_quotes_hold_newlines_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    several = ROW.replace("甲站", '"甲\n站"')
    found = read(tmp_path, f"{HEADER}\n{several}\n\n{ROW},,x".encode())
    assert isinstance(found[0], Row)
    assert found[0].values["name"] == "甲\n站"
    assert rules(found) == [(4, "", "too-many-cells")]


def test_full_width_is_as_good_as_narrow(tmp_path: Path) -> None:
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    [row] = values(read(tmp_path, f"{HEADER}\n{ROW.translate(wide)}".encode()))
    assert (row["registration_number"], row["division_code"]) == (number_of(1), "320402")
    assert row["operating_since"] == date(2012, 3, 15)


def test_a_workbook_gives_dates_and_numbers_as_they_are(tmp_path: Path) -> None:
    cells_of = ROW.split(",")
    typed: list[object] = [*cells_of]
    typed[1], typed[5], typed[7] = int(cells_of[1]), 320402, datetime(2012, 3, 15)  # noqa: DTZ001
    [row] = values(read(tmp_path, workbook(lambda _: None, [typed])))
    assert (row["registration_number"], row["division_code"]) == (number_of(1), "320402")
    assert row["operating_since"] == date(2012, 3, 15)


def test_a_long_number_in_a_workbook_has_lost_digits(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["B2"] = 913204021234567890
        sheet["C2"] = '=A2&"站"'
        sheet["D2"] = "#N/A"
        sheet["D2"].data_type = "e"

    assert rules(read(tmp_path, workbook(change))) == [
        (2, "证件号码", "digits-lost"),
        (2, "服务站名称", "formula-in-cell"),
        (2, "类别", "error-in-cell"),
    ]


def test_merged_cells_are_refused_and_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("A3:A4")
        sheet.row_dimensions[5].hidden = True
        hidden = sheet.parent.create_sheet("底稿", 0)
        hidden.sheet_state = "hidden"
        hidden.append(["别的"])

    rows: list[list[object]] = [[*ROW.split(",")] for _ in range(4)]
    content = workbook(change, rows)
    found = read(tmp_path, content)
    assert rules(found) == [(3, "", "cells-merged"), (4, "", "cells-merged")]
    opened = open_table(tmp_path / "sent")
    assert len(opened.take(100)) == 4
    assert opened.notes == {"sheet": "Sheet", "sheets_not_read": ["底稿"], "hidden_rows_read": 1}
    opened.close()


def test_an_archive_that_is_a_bomb_or_no_workbook_is_refused(tmp_path: Path) -> None:
    for rule, name, size in (
        ("workbook-too-large", "xl/worksheets/sheet1.xml", 40 * 1024 * 1024),
        ("not-a-table", "word/document.xml", 100),
    ):
        stream = BytesIO()
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            archive.writestr(name, b" " * size)
        with pytest.raises(Refusal) as refused:
            read(tmp_path, stream.getvalue())
        assert refused.value.code() == rule


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    stream = BytesIO()
    with ZipFile(BytesIO(workbook(lambda _: None))) as good, ZipFile(stream, "w") as bad:
        for info in good.infolist():
            content = good.read(info)
            if info.filename.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            bad.writestr(info.filename, content)
    with pytest.raises(Refusal) as refused:
        read(tmp_path, stream.getvalue())
    assert refused.value.code() == "not-a-table"


def test_ndjson_is_flat_and_names_what_it_has(tmp_path: Path) -> None:
    good = table(tmp_path, Kind.STATIONS, [station(1)], NDJSON)
    lines = [b'{"name": ["x"]}', b'{"name": "x", "name": "y"}', b'{"telephone": "1"}', b"[]", b"{", b"", good.strip()]
    assert rules(read(tmp_path, good + b"\n".join(lines))) == [
        (2, "", "row-not-readable"),
        (3, "", "columns-repeated"),
        (4, "", "columns-not-known"),
        (5, "", "row-not-readable"),
        (6, "", "row-not-readable"),
    ]


def test_money_is_exact() -> None:
    for told, fen in (
        ("1,299.50", 129_950),
        ("￥１２.５元", 1_250),
        (cells.number_of("128.30000000000001"), 12_830),
        ("0", 0),
    ):
        assert cells.fen(told) == fen
    for wrong in ("12.345", "-1", "1e3", "十元", cells.number_of("0.125"), cells.number_of("-1")):
        with pytest.raises(MoneyNotReadable):
            cells.fen(wrong)


def test_an_instant_has_a_time_and_digits_are_not_made_up() -> None:
    for told in ("2013-05-10 09:30", "2013/5/10 9:30:00", "2013年5月10日 9时30分", "2013-05-10T01:30:00Z"):
        assert cells.instant(told).isoformat() == "2013-05-10T09:30:00+08:00"
    for wrong in ("2013-05-10", "10.5.2013 9:30", "2013-05-10 25:00"):
        with pytest.raises(DayNotReadable):
            cells.instant(wrong)
    with pytest.raises(DigitsLost):
        cells.code(cells.number_of("3.204E+16"), 100)


def test_what_looks_like_a_formula_is_marked_and_the_mark_comes_off() -> None:
    for text in ("=1+1", "+86", "-1", "@x", "\tx", "\rx", "\0x", "＝A1", "＋1", "－1", "＠x", "'=x", "''=x"):
        assert cells.neutral(text) == f"'{text}"
        assert cells.plain(cells.neutral(text)) == text
    for text in ("甲", "'甲", "", "a=b"):
        assert cells.plain(cells.neutral(text)) == text == cells.neutral(text)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), max_size=5))
@example(["_x0041_", "\r", "\uffff", '="1"', "a,b;c\n", "'=", "\ufeff"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_comes_back_from_every_form(tmp_path: Path, texts: list[str]) -> None:
    for form, encoding in (XLSX, CSV, CSV_GB, NDJSON):
        writer = open_writer(tmp_path / "sent", form, encoding, ["n", "t"], ["n", "t"])
        writer.add([[f"n{number}", text] for number, text in enumerate(texts)])
        writer.close()
        if not texts and form is Format.NDJSON:
            continue
        opened = open_table(tmp_path / "sent")
        lines = opened.take(100)
        opened.close()
        assert [line.named["t"] if line.named else line.values[1] for line in lines] == texts, form
