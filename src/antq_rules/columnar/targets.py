"""Files that results are written to: looked at before anything is judged, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from antq_rules.diagnostics import Diagnostic, InvalidInput


def check_targets(targets: Iterable[Path], source: object = None) -> None:
    """Raise `InvalidInput` where a file cannot be written, is written twice, or holds the figures themselves."""
    seen: set[Path] = set()
    problems = []
    read = Path(source).resolve() if isinstance(source, str | Path) else None
    for target in targets:
        path = target.resolve()
        problem = _problem(path, read, seen)
        if problem is not None:
            values = (("name", str(target)), ("reason", problem[0]), ("advice", problem[1]))
            problems.append(Diagnostic("DL147", target.name, values=values))
        seen.add(path)
    if problems:
        raise InvalidInput(problems)


def _problem(path: Path, read: Path | None, seen: set[Path]) -> tuple[str, str] | None:
    if path.is_dir():
        return "đó là một thư mục", "Ghi đường dẫn của một tệp."
    if not path.parent.is_dir():
        return f"không có thư mục “{path.parent.name}”", "Tạo thư mục đó trước, hoặc chọn thư mục khác."
    if path in seen:
        return "hai bảng kết quả cùng ghi vào tệp này", "Đặt cho mỗi bảng một tệp."
    if read is not None and (path == read or (read.is_dir() and read in path.parents)):
        return "đó là nơi có số liệu đang đọc", "Ghi kết quả vào tệp khác."
    return None
