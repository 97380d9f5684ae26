"""노트북에서 움직여 보는 장면들: explore.bernoulli()처럼 불러요. 처음 부를 때 course에서 가져와요."""

from . import course


def __getattr__(name):
    if not name.startswith("_"):
        for module in course.load():
            if name in vars(module):
                return vars(module)[name]
    raise AttributeError(f"장면 {name!r}은(는) 없어요. 있는 장면: {', '.join(__dir__())}.")


def __dir__():
    from .draw import SCENES

    course.load()
    return [name.replace("-", "_") for name in SCENES]
