"""데이터가 본문에서 말하는 그 데이터인지 확인해요. 파일의 바이트는 test_packaging.py가 확인해요."""

import doctest
import re
import shutil
from collections import Counter

import numpy as np
import pytest

from entropy_lab import data
from entropy_lab.codes import jamo


def test_digits_are_ink_between_0_and_1_with_balanced_labels():
    x, y = data.digits()
    assert x.shape == (1797, 64)
    assert x.dtype == np.float64
    assert (x.min(), x.max()) == (0, 1)
    assert np.array_equal(np.bincount(y), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    assert np.array_equal(x * 16, np.round(x * 16))  # 화소는 열일곱 단계


def test_weather_is_the_corrected_table():
    # PyPI 꾸러미에 실린 옛 표는 rain 259, fog 411이고 2014년에 비가 사흘뿐이에요.
    table = data.weather()
    counts = {"rain": 641, "sun": 640, "fog": 101, "drizzle": 53, "snow": 26}
    assert Counter(table["weather"].tolist()) == counts
    names = ["date", "precipitation", "temp_max", "temp_min", "wind", "weather"]
    assert list(table) == names
    assert (np.diff(table["date"]) == np.timedelta64(1, "D")).all()
    assert (str(table["date"][0]), str(table["date"][-1])) == ("2012-01-01", "2015-12-31")
    assert all(np.isfinite(table[name]).all() for name in names[1:5])
    assert (table["temp_max"] >= table["temp_min"]).all()


def test_constitution_is_the_whole_law():
    text = data.constitution()
    assert "\r" not in text
    assert len(text) == 18_884
    syllables = [letter for letter in text if "가" <= letter <= "힣"]
    assert (len(syllables), len(set(syllables))) == (12_996, 355)
    assert Counter(syllables).most_common(3) == [("의", 655), ("하", 406), ("한", 403)]


def test_words_have_exactly_six_jamo():
    words = data.words()
    assert len(words) == len(set(words)) == 120
    assert words == sorted(words)
    for word in words:
        syllables = jamo(word)
        assert len(word) == len(syllables) == 2, word
        assert all(part for syllable in syllables for part in syllable), word


def test_a_changed_array_does_not_poison_the_next_call():
    data.digits()[0][:] = 0
    data.weather()["wind"][:] = 0
    assert data.digits()[0].any()
    assert data.weather()["wind"].any()


READ = {
    "digits.npz": data.digits,
    "seattle-weather.csv": data.weather,
    "constitution.txt": data.constitution,
    "words.txt": data.words,
}


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("harm", ["gone", "cut", "changed", "SOURCES.md gone"])
def test_a_damaged_file_is_named_and_never_read(name, harm, tmp_path, monkeypatch):
    monkeypatch.setattr(data, "DATA", shutil.copytree(data.DATA, tmp_path / "data"))
    file = tmp_path / "data" / ("SOURCES.md" if harm == "SOURCES.md gone" else name)
    whole = file.read_bytes()
    if harm.endswith("gone"):
        file.unlink()
    else:
        file.write_bytes(whole[: len(whole) * 2 // 3] if harm == "cut" else whole[:-9] + b"9" * 9)
    with pytest.raises(ValueError, match=rf"{re.escape(name)}: .*저장소를 다시 받아"):
        READ[name]()


def test_doctests_run():
    result = doctest.testmod(data)
    assert result.attempted
    assert not result.failed
