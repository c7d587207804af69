"""Where the project is, as the installed package says it."""

from __future__ import annotations


def project_address(label: str) -> str | None:
    """The address of `project.urls` under `label`; None where the build knew none, or nothing is installed."""
    from importlib.metadata import PackageNotFoundError, metadata  # slow, and rarely asked

    try:
        listed = metadata("modelpick").get_all("Project-URL") or ()
    except PackageNotFoundError:
        return None
    return dict(line.split(", ", 1) for line in listed).get(label)
