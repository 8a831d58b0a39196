"""The sample files that LibreOffice makes, once a session."""

from __future__ import annotations

import pytest

from tests.conftest import missing_program
from tests.make_samples import LAYOUTS, Sample, make, soffice


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sample]:
    """File name → sample: every layout as PDF, those with footnotes and a table as DOCX and HTML too."""
    if soffice() is None:
        missing_program("LibreOffice (soffice)")
    return {sample.path.name: sample for sample in make(tmp_path_factory.mktemp("samples"), LAYOUTS)}
