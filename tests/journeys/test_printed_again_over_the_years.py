"""Every list that was ever published is printed again as it was, byte for byte, from the events alone.

Between its printing and now stations were renamed, moved and closed, titles were revoked and restored, counties were
merged and split (国函〔2015〕75号), and bureaus succeeded each other.
"""

import asyncio
from pathlib import Path

from services.assessment.service import SERVICE as ASSESSMENT
from services.publication.service import SERVICE as PUBLICATION
from tests.journeys.again import made_again
from tests.journeys.conftest import TenYears
from tests.journeys.years.recognition_2013 import LIST
from tests.journeys.years.world import AUDITOR


def test_what_publication_printed_is_printed_again(ten_years: TenYears, tmp_path: Path) -> None:
    asyncio.run(_of_publication(ten_years, tmp_path))


async def _of_publication(ten_years: TenYears, folder: Path) -> None:
    documents, registers = ten_years.notes["printed 2013"], ten_years.notes["registers"]
    assert len(documents) >= 2
    assert len(set(registers.values())) == len(registers) == 6, "the register changed between these days"
    async with made_again(ten_years.stack, PUBLICATION, PUBLICATION.listens_to, folder) as again:
        for document_id, printed in documents.items():
            assert await again.bytes_of(f"/v1/documents/{document_id}") == printed
        for day, printed in registers.items():
            assert await again.bytes_of(f"/v1/register/printed?as_of={day}") == printed


def test_the_citys_list_and_its_supplement_are_printed_again(ten_years: TenYears, tmp_path: Path) -> None:
    asyncio.run(_of_assessment(ten_years, tmp_path))


async def _of_assessment(ten_years: TenYears, folder: Path) -> None:
    async with made_again(ten_years.stack, ASSESSMENT, ASSESSMENT.listens_to, folder) as again:
        assert await again.bytes_of(f"/v1/lists/{LIST}/printed", AUDITOR) == ten_years.notes["printed list"]
        supplement = f"/v1/lists/{LIST}/supplements/1/printed"
        assert await again.bytes_of(supplement, AUDITOR) == ten_years.notes["printed supplement"]


def test_names_and_divisions_in_a_register_are_those_of_its_day(ten_years: TenYears) -> None:
    registers = {day: printed.decode() for day, printed in ten_years.notes["registers"].items()}
    renamed = ten_years.years.roles["庚"]
    assert f"{renamed.name}12315消费维权服务站" in registers["2014-07-31"]
    assert "新名购物服务站" not in registers["2014-07-31"]
    assert "新名购物服务站" in registers["2014-10-31"]
    restored = ten_years.years.roles["戊"].name
    assert restored in registers["2014-07-31"]
    assert restored not in registers["2014-10-31"], "it was revoked that day"
    assert restored in registers["2014-12-31"]
