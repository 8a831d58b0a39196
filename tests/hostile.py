"""Hostile and damaged files, each made by a few lines here: what a stranger could send.

Every function gives the bytes of one file. What must become of each is said by the tests.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.hwp_writer import Hwp, container

DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document_xml(*paragraphs: str) -> str:
    """The main part of a DOCX."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """A zip of `parts`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(main: bytes | str | None = None, **more: bytes | str) -> bytes:
    """A DOCX whose main part is `main`."""
    parts = {
        "[Content_Types].xml": DOCX_TYPES,
        "word/document.xml": main or document_xml("본문이다."),
        **more,
    }
    return zipped(parts)


# ── archives ────────────────────────────────────────────────────────────────────────────────────


def deflated(data: bytes, times: int) -> bytes:
    """`data` so many times, as raw deflate. It is packed once: nothing after a full flush looks behind it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)
    return once * times + zlib.compressobj(9, zlib.DEFLATED, -15).flush()


def zip_bomb(megabytes: int = 300) -> bytes:
    """A small archive with a very large part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", DOCX_TYPES)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * (1 << 20))
    return out.getvalue()


def forged_zip(megabytes: int = 120, claimed: int = 2000) -> bytes:
    """A zip bomb whose directory and headers claim a harmless size."""
    data = bytearray(zip_bomb(megabytes))
    real = struct.pack("<I", megabytes << 20)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        if data[at + 24 : at + 28] == real:
            data[at + 24 : at + 28] = struct.pack("<I", claimed)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def many_members(count: int = 20_000) -> bytes:
    """An archive of very many parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"word/{number}.xml", b"")
    return out.getvalue()


def spread_bomb(parts: int = 60, megabytes: int = 7) -> bytes:
    """No part is large by itself; together they are."""
    blank = b"0" * (megabytes << 20)
    return docx(**{f"word/part{n}.xml": blank for n in range(parts)})


def climbing_zip() -> bytes:
    """A part that would be unpacked outside its folder."""
    return docx(**{"../../etc/cron.d/x": b"x"})


def doubled_part() -> bytes:
    """Two parts of one name: a checker may see the one, a reader the other."""
    other = "word/documenx.xml"
    return docx(**{other: document_xml("다른 본문이다.")}).replace(other.encode(), b"word/document.xml")


def korean_names(encoding: str = "cp949") -> bytes:
    """A zip whose names are CP949, as Windows stores them: no flag says so."""
    data = zipped({"a" * len("보고서/첫째 문서.txt".encode(encoding)): "x"})
    return data.replace(
        b"a" * len("보고서/첫째 문서.txt".encode(encoding)), "보고서/첫째 문서.txt".encode(encoding)
    )


def locked_zip() -> bytes:
    """A DOCX whose parts say that they are encrypted."""
    data = bytearray(docx())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(sign, place + 4)
    return bytes(data)


# ── pictures ────────────────────────────────────────────────────────────────────────────────────


def huge_image(side: int = 60_000) -> bytes:
    """A small PNG that says it is `side` pixels wide and high."""
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20), 9)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


# ── XML ─────────────────────────────────────────────────────────────────────────────────────────


def entity_bomb(encoding: str = "utf-8") -> bytes:
    """A billion laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    dtd = f'<!DOCTYPE w:document [<!ENTITY l0 "하하하하하하하하하하">{laughs}]>'
    text = document_xml("&l9;").replace("?>", "?>" + dtd, 1).replace("UTF-8", encoding.upper())
    return docx(text.encode(encoding))


def outside_entity() -> bytes:
    """An entity that stands for a file of the reader's machine."""
    dtd = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return docx(document_xml("&x;").replace("?>", "?>" + dtd, 1))


def deep_xml(depth: int = 100_000) -> bytes:
    """Elements within elements."""
    return docx(
        document_xml("x")
        .replace("<w:p>", "<w:sdt>" * depth + "<w:p>")
        .replace("</w:p>", "</w:p>" + "</w:sdt>" * depth)
    )


def deep_html(depth: int = 200_000) -> bytes:
    """Elements within elements, which HTML never refuses."""
    return b"<html><body>" + b"<div><b>" * depth + b"x" + b"</b></div>" * depth


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer <</Size %d /Root 1 0 R %b>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d %b>>\nstream\n%b\nendstream" % (len(data), extra, data)


FORM = (
    b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
    b"/Resources <</Font <</F 4 0 R>> /XObject <</X %d 0 R>> >>"
)
SHEET = (
    b"<</Type /Page /Parent 2 0 R /MediaBox [%b] /Contents %d 0 R /Resources <</Font <</F %d 0 R>> %b>> >>"
)
A4 = b"0 0 595 842"
FONT = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
TEXT = b"BT /F 12 Tf 72 700 Td (A sentence that can be read, on a page like any other.) Tj ET"


def page_pdf(content: bytes = TEXT, box: bytes = A4, more: bytes = b"", *objects: bytes) -> bytes:
    """A PDF of one page. Objects from 6 on are `objects`."""
    return pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        SHEET % (box, 5, 4, more),
        FONT,
        stream(content),
        *objects,
    )


def looping_form() -> bytes:
    """A form that draws itself, twice each time."""
    form = stream(TEXT + b" /X Do /X Do", FORM % 6)
    return page_pdf(TEXT + b" /X Do", A4, b"/XObject <</X 6 0 R>>", form)


def form_tree(levels: int = 30) -> bytes:
    """Forms that draw the next one ten times each: 10^30 sentences."""
    forms = []
    for level in range(levels):
        following = 7 + level if level + 1 < levels else 6 + level
        last = level + 1 == levels
        forms.append(stream(TEXT if last else b"/X Do " * 10, FORM % following))
    return page_pdf(b"/X Do", A4, b"/XObject <</X 6 0 R>>", *forms)


def looping_pages() -> bytes:
    """A tree of pages that is its own child."""
    return pdf(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000>>")


def many_pages(count: int = 2000) -> bytes:
    """More pages than a document may have."""
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    page = SHEET % (A4, 4, 3, b"")
    return pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [%b] /Count %d>>" % (kids, count),
        FONT,
        stream(TEXT),
        *[page] * count,
    )


def flate_bomb(megabytes: int = 800) -> bytes:
    """A page whose drawing unpacks without end."""
    drawing = b"BT (x) Tj ET " * 80_660
    check = 1
    for _ in range(megabytes):
        check = zlib.adler32(drawing, check)
    packed = b"\x78\xda" + deflated(drawing, megabytes) + struct.pack(">I", check)
    return pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        SHEET % (A4, 5, 4, b""),
        FONT,
        stream(packed, b"/Filter /FlateDecode"),
    )


def locked_pdf() -> bytes:
    """A PDF with a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="more", strength=128))
    canvas.drawString(72, 700, "This cannot be read without the password.")
    canvas.save()
    return out.getvalue()


def scanned_pdf(pages: int = 2, texts: dict[int, str] | None = None) -> bytes:
    """Pages that are images, but for those (from 0) that have a text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for number in range(pages):
        if number in (texts or {}):
            canvas.drawString(72, 700, (texts or {})[number])
        else:
            canvas.drawImage(ImageReader(Image.new("L", (400, 600), 230)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


# ── HWP ─────────────────────────────────────────────────────────────────────────────────────────


def hwp_bomb(megabytes: int = 300) -> bytes:
    """An HWP section that unpacks without end."""
    packed = deflated(bytes(1 << 20), megabytes)
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05010000, 1)
    return container(
        {"FileHeader": header.ljust(256, b"\0"), "DocInfo": b"\x03\x00", "BodyText/Section0": packed}
    )


def locked_hwp() -> bytes:
    """An HWP with a password."""
    return Hwp(flags=1 | 2).paragraph("비밀").bytes()


def locked_office() -> bytes:
    """What Office saves a DOCX with a password as."""
    return container({"EncryptionInfo": bytes(100), "EncryptedPackage": bytes(5000)})


def old_word() -> bytes:
    """A .doc."""
    return container({"WordDocument": b"\xec\xa5" + bytes(5000), "1Table": bytes(100)})


def looping_ole() -> bytes:
    """A compound file whose sectors follow one another in a circle."""
    data = bytearray(Hwp().paragraph("본문이다. " * 3000).bytes())
    fat = 512 + struct.unpack_from("<I", data, 76)[0] * 512
    for at in range(fat, fat + 40, 4):
        struct.pack_into("<I", data, at, 0)
    return bytes(data)


def locked_hwpx() -> bytes:
    """An HWPX with a password."""
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    return zipped(
        {
            "mimetype": "application/hwp+zip",
            "META-INF/manifest.xml": manifest,
            "Contents/section0.xml": b"\x01\x02",
        }
    )
