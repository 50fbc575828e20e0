import pytest

pytest.register_assert_rewrite("tests.parse.real_layouts")
