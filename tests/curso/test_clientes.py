"""The made-up clients that stand in for the real table of Lab 3, Part 2."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
SYNTHETIC = ROOT / "datasets" / "synthetic" / "Data.csv"
REAL = ROOT.parent / "shared" / "data" / "Data.csv"


@pytest.fixture(scope="module")
def clients() -> pd.DataFrame:
    return pd.read_csv(SYNTHETIC)


def test_generator_makes_the_committed_file(tmp_path: Path) -> None:
    made = runpy.run_path(str(ROOT / "datasets" / "make_clientes.py"))["make"](tmp_path)
    assert made.read_bytes() == SYNTHETIC.read_bytes()


def test_every_country_has_buyers_and_others(clients: pd.DataFrame) -> None:
    assert len(clients) == 10
    assert clients.groupby("Country")["Purchased"].agg(set).tolist() == [{"No", "Yes"}] * 3


def test_one_age_and_one_salary_are_missing_from_the_training_part(clients: pd.DataFrame) -> None:
    assert clients.isna().sum().to_dict() == {
        "Country": 0, "Age": 1, "Salary": 1, "Purchased": 0,
    }  # fmt: skip
    test_rows = np.random.RandomState(0).permutation(10)[:2]
    assert not clients.iloc[test_rows].isna().any(axis=None)


@pytest.mark.skipif(not REAL.is_file(), reason="dados reais ausentes (../shared/data)")
def test_layout_is_the_real_one_and_the_clients_are_not(clients: pd.DataFrame) -> None:
    real = pd.read_csv(REAL)
    assert list(clients.columns) == list(real.columns)
    assert clients.dtypes.tolist() == real.dtypes.tolist()
    assert clients.isna().sum().tolist() == real.isna().sum().tolist()
    assert not set(clients["Country"]) & set(real["Country"])
