"""What may be wrong with a table, a row or a cell, as rules: each names what the sender should do."""

from shared.errors import Unacceptable


class NotATable(Unacceptable):
    """A table is an XLSX workbook, CSV in UTF-8 or GB18030, or NDJSON."""

    title_zh = "文件须为 XLSX 工作簿，UTF-8 或 GB18030 编码的 CSV，或 NDJSON。"


class WorkbookTooLarge(Unacceptable):
    """A workbook is no larger when unpacked than a workbook of such rows can be."""

    title_zh = "工作簿解压后过大，无法读取。"


class TableEmpty(Unacceptable):
    """A table has a line of column names and a row at least."""

    title_zh = "表格为空：至少应有表头和一行数据。"


class ColumnsRepeated(Unacceptable):
    """A column name stands once in the header."""

    title_zh = "表头中有重复的列名。"


class ColumnsMissing(Unacceptable):
    """Every column that the template marks as needed is in the header."""

    title_zh = "表头缺少必需的列。"


class ColumnsNotKnown(Unacceptable):
    """A header names columns of the template alone: correct or remove the others, and any title above the header."""

    title_zh = "表头中有模板以外的列；请更正或删除，表头须为第一行。"


class TooManyCells(Unacceptable):
    """A row has no more cells than the header has columns."""

    title_zh = "该行的单元格多于表头的列。"


class RowNotReadable(Unacceptable):
    """A row keeps to the form of its file: quotes are closed, and NDJSON is one flat object a line."""

    title_zh = "该行不符合文件格式，无法读取。"


class CellsMerged(Unacceptable):
    """Data cells are not merged: undo the merging and fill in every row."""

    title_zh = "数据区不得有合并单元格；请取消合并并逐行填写。"


class FormulaInCell(Unacceptable):
    """A cell holds a value, not a formula: paste the value in its place."""

    title_zh = "单元格中是公式；请粘贴为数值。"


class ErrorInCell(Unacceptable):
    """A cell does not hold an error of the spreadsheet, as #N/A."""

    title_zh = "单元格中是错误值。"


class NulInText(Unacceptable):
    """A text holds no NUL character, and no half of a character."""

    title_zh = "文本中不得有空字符（NUL）或残缺字符。"


class CellMissing(Unacceptable):
    """This cell must be filled in."""

    title_zh = "此列为必填。"


class TextTooLong(Unacceptable):
    """A text is no longer than its column takes."""

    title_zh = "文本过长。"


class DigitsLost(Unacceptable):
    """A number of more than fifteen digits, or one as 3.2E+14, has lost digits: make the column text, type again."""

    title_zh = "该号码已被表格软件截断或改为科学计数；请将该列设为文本后重新填写。"


class NumberNotReadable(Unacceptable):
    """A number is written in digits, whole, and not below zero."""

    title_zh = "应为不小于零的整数。"


class MoneyNotReadable(Unacceptable):
    """An amount is in yuan with two decimals at most, and not below zero."""

    title_zh = "金额以元为单位，最多两位小数，且不得为负。"


class DayNotReadable(Unacceptable):
    """A day is written as 2013-05-20, with 09:30 behind it where a time is asked, or is a date cell of the workbook."""

    title_zh = "日期应写作 2013-05-20，需要时刻的写作 2013-05-20 09:30，或使用日期格式的单元格。"


class WordNotKnown(Unacceptable):
    """This column takes one of the words of the template."""

    title_zh = "此列只接受模板所列的用语。"
