from __future__ import annotations

import json

import pytest

from analytics import InputError, Params


def test_survives_json() -> None:
    params = Params(topics=7, seed=3, extra_words=("เน็ตประชารัฐ",))
    assert Params.from_dict(json.loads(json.dumps(params.to_dict()))) == params


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"topics": 1}, "topics"),
        ({"topics": "7"}, "topics"),
        ({"topics": True}, "topics"),
        ({"seed": -1}, "seed"),
        ({"least_topics": 9, "most_topics": 8}, "most_topics"),
        ({"least_fit": 1.0}, "least_fit"),
        ({"extra_words": (1,)}, "extra_words"),
    ],
)
def test_refuses_nonsense_by_name(values: dict[str, object], name: str) -> None:
    with pytest.raises(InputError, match=f"{name} must be") as caught:
        Params(**values)  # type: ignore[arg-type]
    assert caught.value.code == "bad_param"
    assert caught.value.details["name"] == name


def test_refuses_a_parameter_it_does_not_know() -> None:
    with pytest.raises(InputError, match="topic_count"):
        Params.from_dict({"topic_count": 3})
