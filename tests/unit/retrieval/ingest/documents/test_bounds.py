"""No document takes more than its share, and the next one is read all the same."""

from __future__ import annotations

import os
import resource
import signal
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from PIL import Image

from retrieval.ingest.documents import Missing, Reader, Refused, Sheet, Source
from retrieval.ingest.documents.bounds import MEGABYTES
from tests.fakes.documents import W, pdf_of_forms, pdf_of_image


def put(folder: Path, name: str, data: bytes, sidecar: str = "") -> Path:
    path = folder / name
    path.write_bytes(data)
    text = sidecar or f"work_id: {path.stem}\ntitle: Sách {path.stem}\n"
    path.with_suffix(".yaml").write_text(text, encoding="utf-8")
    return path


def read(reader: Reader, path: Path) -> list[Source | Sheet | Missing]:
    return list(reader.read(path))


def swollen(folder: Path) -> Path:
    """A DOCX of a few hundred kilobytes that unpacks to 700 MB."""
    path = put(folder, "swollen.docx", b"")
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        part.write(f"<w:document {W}><w:body><w:p><w:r><w:t>".encode())
        for _ in range(700):
            part.write(b" " * (1 << 20))
        part.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return path


def aliased(depth: int = 9) -> str:
    """A few lines that stand for 9 to the power of `depth` values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, depth):
        inner = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} [{inner}]")
    return "\n".join([*lines, f"work_id: *a{depth - 1}", "title: t", ""])


def test_what_takes_too_much_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    small = put(tmp_path, "a.txt", "Trang bình thường.".encode())
    bombs = [
        swollen(tmp_path),
        put(tmp_path, "alias.txt", b"x", aliased()),
        put(tmp_path, "merged.txt", b"x", "a: &a {k: v}\nwork_id: 1\ntitle: t\nb: {<<: [*a]}\n"),
        put(tmp_path, "forms.pdf", pdf_of_forms(12)),
        put(tmp_path, "image.pdf", pdf_of_image(30_000)),
    ]
    # A child counts what its parent holds at the fork: a fresh one measures, not the test's own.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        peak = fresh.submit(_peak, bombs, small).result()
    assert peak < MEGABYTES + 100  # its code and libraries, which are shared, come on top


def _peak(bombs: list[Path], small: Path) -> int:
    """Megabytes of the largest child that reads all of these."""
    with Reader() as reader:
        for bomb in bombs:
            begun = time.monotonic()
            try:
                found = read(reader, bomb)
            except Refused as refusal:
                assert str(refusal)
            else:
                assert len(found) == 2
            assert time.monotonic() - begun < 60
            assert len(read(reader, small)) == 2
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10


def test_memory_is_named_as_the_reason(tmp_path: Path) -> None:
    with Reader() as reader, pytest.raises(Refused, match="cần hơn 500 MB bộ nhớ"):
        read(reader, swollen(tmp_path))


def test_a_document_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """The process is halted in the middle of its work, as one that computes for ever."""
    small = put(tmp_path, "a.txt", "Trang bình thường.".encode())
    with Reader(seconds=5) as reader:
        read(reader, small)
        halted = reader.process
        assert halted is not None
        os.kill(halted.pid, signal.SIGSTOP)
        begun = time.monotonic()
        with pytest.raises(Refused, match="đọc quá 5 giây"):
            read(reader, small)
        assert 4 < time.monotonic() - begun < 10
        assert halted.poll() is not None
        assert len(read(reader, small)) == 2


def test_an_image_larger_than_can_be_held_is_refused_by_name(tmp_path: Path) -> None:
    path = put(tmp_path, "map.tif", b"")
    Image.new("1", (14_000, 14_000), 1).save(path, compression="group4")
    with Reader() as reader:
        source, page = read(reader, path)
    assert isinstance(source, Source)
    assert isinstance(page, Missing)


def test_small_documents_share_a_process(tmp_path: Path) -> None:
    paths = [put(tmp_path, f"{number}.txt", f"Trang {number}.".encode()) for number in range(200)]
    with Reader() as reader:
        read(reader, paths[0])
        begun = time.monotonic()
        found = [each for path in paths for each in read(reader, path)]
        assert time.monotonic() - begun < 5
    texts = [each.text for each in found if isinstance(each, Sheet)]
    assert texts == [f"Trang {number}." for number in range(200)]


def test_a_reader_that_dies_is_told_and_replaced(tmp_path: Path) -> None:
    small = put(tmp_path, "a.txt", "Trang bình thường.".encode())
    with Reader() as reader:
        read(reader, small)
        assert reader.process is not None
        reader.process.kill()
        reader.process.wait()
        assert len(read(reader, small)) == 2
