"""The sample files that LibreOffice makes, once a run."""

from __future__ import annotations

import pytest

from tests.conftest import missing_program
from tests.make_samples import Sample, made_in, make, soffice
from tests.once import made_once


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sample]:
    """File name → sample: every layout as PDF, those with footnotes and a table as DOCX and HTML too."""
    if soffice() is None:
        missing_program("LibreOffice (soffice)")
    folder = made_once(tmp_path_factory, "samples", make)
    return {sample.path.name: sample for sample in made_in(folder)}
