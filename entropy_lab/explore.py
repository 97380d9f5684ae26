"""노트북에서 움직여 보는 것들: explore.bernoulli()처럼 불러요. 처음 부를 때 course에서 가져와요."""

from difflib import get_close_matches

from . import course
from .josa import josa


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name in (found := made()):
        return found[name]
    near = ", ".join(get_close_matches(name, found) or list(found)[:5])
    what = josa(f"explore에 {name!r}", "이라는/라는")
    raise AttributeError(f"{what} 것은 없어요. 비슷한 것: {near}. 모두는 dir(explore)로 봐요.")


def __dir__():
    return list(made())


def made():
    """장면, 그림, 그 밖에 보일 것: {이름: 만드는 함수}."""
    from .draw import SCENES, SHOWN, STILLS

    course.load()
    return {name.replace("-", "_"): make for name, make in (SCENES | STILLS | SHOWN).items()}
