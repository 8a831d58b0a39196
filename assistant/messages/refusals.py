"""The sentence for a refusal of the reading room: what is wrong with which file, and what to do."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from assistant.messages import catalogues, say
from sources.document import Language
from sources.errors import Reason, Refused


def refusal_sentence(refusal: Refused, language: Language) -> str:
    """The finished sentence for `refusal`, more exact where its details allow."""
    key = refusal.reason.value
    details = dict(refusal.details)
    if "found" in details:
        details["found"] = _format_name(str(details["found"]), language)
    match refusal.reason:
        case Reason.DAMAGED if "readable" in details:
            # A file may break off behind its last page: then all of them can be read.
            whole = details["readable"] == details.get("pages")
            key = "damaged_end" if whole else "damaged_readable"
        case Reason.SCANNED if details.get("ocr") == "missing":
            key = "scanned_no_ocr"
        case Reason.SCANNED if details.get("why") == "unmapped":
            key = "scanned_unmapped"
        case Reason.NO_TEXT if "official" in details:
            key = "no_paragraphs"
        case Reason.UNSUPPORTED_LANGUAGE:
            details["tongue"] = language_name(str(details.get("code", "")), language)
        case _:
            pass
    return say(f"refused.{key}", language, name=refusal.name, **details)


def _format_name(found: str, language: Language) -> str:
    """What a file's format is called, for those the reading room knows by a name of its own."""
    key = f"refused.format_{found.lower()}"
    return say(key, language) if key in catalogues() else found


def language_name(code: str, language: Language) -> str:
    """The name of the language with ISO 639 `code`, in `language`; the code itself where it has none."""
    try:
        return Locale(language.value).languages.get(Locale.parse(code, sep="-").language) or code
    except (UnknownLocaleError, ValueError, TypeError):
        return code
