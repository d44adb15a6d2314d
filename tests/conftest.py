"""Fixtures of more than one room."""

from __future__ import annotations

import os

# As the command line has it, before anything loads NumPy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.voices import translate
from tests.voices.translate import Translate


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def certificate(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("localhost")


@pytest.fixture
def service(
    authority: trustme.CA, certificate: trustme.LeafCert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Translate]:
    """The service, and a machine that trusts it."""
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with translate.serving(certificate) as running:
        yield running
