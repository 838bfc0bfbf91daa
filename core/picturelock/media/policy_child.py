"""Run by `policy` as a program: `policy_child.py POLICY FILE` prints MediaConch's JSON report. Status 3: not installed."""

from __future__ import annotations

import sys

_MEMORY = 4 << 30
_CPU_S = 170


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _CPU_S), (resource.RLIMIT_FSIZE, 64 << 20)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main(policy: str, file: str) -> int:
    """Judge one file by one policy."""
    try:
        import mediaconch
    except ImportError:
        return 3
    _limit()
    try:
        judge = mediaconch.MediaConch()
        judge.add_policy(policy)
        judge.set_format(mediaconch.Format.json)
        judge.add_report(mediaconch.Report.mediaconch)
        sys.stdout.write(str(judge.get_report(judge.add_file(file))))
    except BaseException as error:  # MediaConchException is no Exception
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
