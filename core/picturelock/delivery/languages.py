"""What languages are called."""

from __future__ import annotations

from collections.abc import Iterable

from picturelock.wording import table


def language_names(codes: Iterable[str], language: str) -> str:
    """Languages by their BCP 47 tags, as people of a language call them: "français (CA)"; one without a name as its tag."""
    return ", ".join(_name(code, language) for code in codes)


def _name(code: str, language: str) -> str:
    main, _, rest = code.replace("_", "-").partition("-")
    name = table(language, "ui")["profile_languages"].get(main.lower())
    if name is None:
        return code
    return f"{name} ({rest})" if rest else str(name)
