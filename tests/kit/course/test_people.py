"""Names of people."""

from __future__ import annotations

import random
import unicodedata

from gabarito.course.people import Student, plain, sort_key


def test_names_sort_as_in_a_portuguese_class_list():
    order = ["Álvaro", "ana", "Ana Luísa", "Ângela", "çara", "Cecília", "íris", "Ítalo", "Zé"]
    mixed = random.Random(1).sample(order, len(order))
    assert sorted(mixed, key=sort_key) == order


def test_both_unicode_forms_of_a_name_are_one():
    composed, decomposed = (unicodedata.normalize(form, "Íris  Ção") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert plain(composed) == plain(decomposed) == "iris cao"
    assert sort_key(composed)[0] == sort_key(decomposed)[0]


def test_who_has_no_name_is_called_by_the_id():
    assert Student("ana").name == "ana"
    assert Student("7", "Ana", "de Sá").name == "Ana de Sá"
    assert Student("7", "Ana").name == "Ana"
