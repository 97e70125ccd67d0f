"""Publishing to a branch: the files of the site as one commit, pushed under a lease. Nothing local changes but git's objects.

The branch holds a marker, so that only what `ssg` published is ever replaced unasked. The push is one atomic change of
one reference: killed, refused or cut off, the remote has the old site or the new one.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from ssg.deploy.git import Git, GitFailed
from ssg.engine.ways import MARKER
from ssg.errors import SsgError, problem

MANIFEST = "manifest-sha256.txt"
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


class Target(msgspec.Struct, frozen=True):
    """Where a site goes: `keep` are files of the branch that stay as they are unless the site has them itself; with
    `history` the new commit follows the last one, else it stands alone; `force` replaces a branch of somebody else's;
    `message` is the first line of the commit."""

    remote: str = "origin"
    branch: str = "gh-pages"
    keep: tuple[str, ...] = ("CNAME",)
    history: bool = False
    force: bool = False
    message: str = "Publish the site"


class Published(msgspec.Struct, frozen=True):
    """What a deployment did, or with `--dry-run` would do. `commit` is empty where nothing had changed or was pushed.

    `changes` are pairs of a letter (A added, M changed, D deleted) and a path; `source` is the archive's commit, with
    `dirty` the number of files in it that are not committed.
    """

    branch: str
    commit: str
    changes: tuple[tuple[str, str], ...]
    files: int
    source: str = ""
    dirty: int = 0


def publish(
    root: Path, out: Path, files: Iterable[str], target: Target, *, dry_run: bool = False
) -> Published:
    """Publish `files`, paths below `out`, and return what changed.

    Raises SsgError, and leaves the remote as it was, where there is no repository or remote, it can't be reached,
    refuses, or holds a branch that `ssg` did not publish.
    """
    with tempfile.TemporaryDirectory(prefix="ssg-deploy-") as folder:
        git = Git(root, Path(folder) / "index")
        _repository(git)
        old = _last_commit(git, target)
        if old:
            _fetch(git, target, old)
            _check_ours(git, target, old)
        entries = {**_kept(git, target, old), **_entries(git, out, sorted(files))}
        tree = _tree(git, entries)
        before = f"{old}^{{tree}}" if old else EMPTY_TREE
        changes = _changes(git, before, tree)
        source, dirty = _source(root)
        done = Published(target.branch, "", changes, len(entries), source, dirty)
        if dry_run or (old and not changes):
            return done
        commit = _commit(git, tree, old if target.history else "", _message(target.message, done))
        _push(git, target, commit, old)
        return msgspec.structs.replace(done, commit=commit)


def _repository(git: Git) -> None:
    if git.run("rev-parse", "--git-dir").returncode:
        hint = "git init, then git remote add origin https://github.com/NAME/REPOSITORY.git"
        raise SsgError(problem(str(git.root), "is not in a git repository", hint))


def _last_commit(git: Git, target: Target) -> str:
    """The commit that the remote's branch is at; empty where there is no such branch."""
    known = git.run("remote", "get-url", target.remote)
    if known.returncode:
        hint = f"git remote add {target.remote} https://github.com/NAME/REPOSITORY.git, or --remote NAME"
        raise SsgError(problem("", f'there is no remote "{target.remote}"', hint))
    if git.run("check-ref-format", "--branch", target.branch).returncode:
        raise SsgError(
            problem(
                "", f'"{target.branch}" can\'t be the name of a branch', "as in --branch gh-pages"
            )
        )
    what, hint = (
        f'the remote "{target.remote}" can\'t be reached',
        "nothing was published; check its address and your access",
    )
    found = git("ls-remote", target.remote, f"refs/heads/{target.branch}", what=what, hint=hint)
    return found.split()[0].decode() if found.strip() else ""


def _fetch(git: Git, target: Target, old: str) -> None:
    if (
        git.run("cat-file", "-e", f"{old}^{{commit}}").returncode == 0
        and git.run("cat-file", "-e", f"{old}^{{tree}}").returncode == 0
    ):
        return
    depth = () if target.history else ("--depth=1",)
    what = f'the branch "{target.branch}" of "{target.remote}" can\'t be read'
    git(
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
        *depth,
        target.remote,
        f"refs/heads/{target.branch}",
        what=what,
        hint="nothing was published",
    )


def _check_ours(git: Git, target: Target, old: str) -> None:
    """Raise SsgError for a branch without our marker: it is somebody's work."""
    if target.force or git.run("cat-file", "-e", f"{old}:{MARKER}").returncode == 0:
        return
    what = f'the branch "{target.branch}" of "{target.remote}" holds what ssg did not publish'
    raise SsgError(problem("", what, "choose another with --branch; --force replaces it for good"))


def _kept(git: Git, target: Target, old: str) -> dict[str, str]:
    """Path → object of the files of the branch that a deployment leaves as they are."""
    if not old or not target.keep:
        return {}
    listed = git("ls-tree", "-r", "-z", old, "--", *target.keep).decode("utf-8", "surrogateescape")
    found = {}
    for entry in filter(None, listed.split("\0")):
        about, _, path = entry.partition("\t")
        found[path] = about.split()[2]
    return found


def _entries(git: Git, out: Path, files: list[str]) -> dict[str, str]:
    """Path → object of the site's files, the marker, `.nojekyll`, and the list of all digests."""
    sums = []
    for path in files:
        with (out / path).open("rb") as opened:
            sums.append(f"{hashlib.file_digest(opened, 'sha256').hexdigest()}  {path}\n")
    names = "".join(f"{out}/{path}\n" for path in files).encode("utf-8", "surrogateescape")
    what, hint = (
        "the site's files can't be put into the repository",
        "nothing was published; free some space and try again",
    )
    objects = git(
        "hash-object",
        "-w",
        "--no-filters",
        "--stdin-paths",
        given=names,
        what=what,
        hint=hint,
    )
    found = dict(zip(files, objects.decode().split(), strict=True))
    for path, content in ((MARKER, b""), (".nojekyll", b""), (MANIFEST, "".join(sums).encode())):
        if path not in found:
            found[path] = (
                git("hash-object", "-w", "--stdin", given=content, what=what, hint=hint)
                .decode()
                .strip()
            )
    return found


def _tree(git: Git, entries: Mapping[str, str]) -> str:
    """The tree object of some files, made in an index of our own."""
    rows = "".join(f"100644 {name}\t{path}\0" for path, name in sorted(entries.items()))
    git("read-tree", "--empty")
    git(
        "update-index",
        "-z",
        "--index-info",
        given=rows.encode("utf-8", "surrogateescape"),
        what="the site can't be made a tree",
    )
    return git.line("write-tree", what="the site can't be made a tree")


def _changes(git: Git, before: str, after: str) -> tuple[tuple[str, str], ...]:
    if before == EMPTY_TREE:
        git("hash-object", "-w", "-t", "tree", "--stdin")
    listed = git("diff-tree", "-r", "-z", "--no-renames", "--name-status", before, after).decode(
        "utf-8", "surrogateescape"
    )
    fields = listed.split("\0")[:-1]
    return tuple(zip(fields[::2], fields[1::2], strict=True))


def _source(root: Path) -> tuple[str, int]:
    """The archive's own commit, and how many of its files are not committed."""
    git = Git(root)
    head = git.run("rev-parse", "--short", "HEAD")
    listed = git.run("--no-optional-locks", "status", "--porcelain", "-z", "--", ".")
    changed = [each for each in listed.stdout.split(b"\0") if each]
    return (head.stdout.decode().strip() if not head.returncode else ""), len(changed)


def _message(message: str, done: Published) -> str:
    origin = f"from {done.source}" if done.source else "from an archive without a commit"
    state = f", with {done.dirty} uncommitted changes" if done.dirty else ""
    return f"{message}\n\n{done.files:,} files, {len(done.changes):,} changed, {origin}{state}.\n"


def _commit(git: Git, tree: str, parent: str, message: str) -> str:
    hint = 'git config user.name "Your Name" and git config user.email you@example.org'
    parents = ("-p", parent) if parent else ()
    made = git(
        "commit-tree",
        tree,
        *parents,
        "-F",
        "-",
        given=message.encode(),
        what="the commit can't be made",
        hint=hint,
    )
    return made.decode().strip()


def _push(git: Git, target: Target, commit: str, old: str) -> None:
    ref = f"refs/heads/{target.branch}"
    try:
        git(
            "push",
            "--quiet",
            "--no-verify",
            "--no-follow-tags",
            f"--force-with-lease={ref}:{old}",
            target.remote,
            f"{commit}:{ref}",
        )
    except GitFailed as error:
        if "stale info" in error.said or "fetch first" in error.said:
            what = (
                f'"{target.branch}" of "{target.remote}" changed meanwhile: somebody else published'
            )
            raise SsgError(
                problem("", what, "nothing was published; run `ssg deploy` again")
            ) from error
        hint = "nothing was published; check your access and the branch's protection"
        raise SsgError(
            problem("", f'the remote "{target.remote}" refused: {error.said}', hint)
        ) from error


def pages_address(root: Path, remote: str, cname: str = "") -> str:
    """Return where GitHub Pages will serve what is pushed to a remote; empty where that can't be told."""
    known = Git(root).run("remote", "get-url", remote)
    return address(
        known.stdout.decode("utf-8", "replace").strip() if not known.returncode else "", cname
    )


def address(remote: str, cname: str = "") -> str:
    """Return the public address of a repository's site on GitHub Pages; empty for another host's.

    `remote` is the address that git pushes to, `https://github.com/name/repo.git` or `git@github.com:name/repo.git`.
    """
    if cname:
        return f"https://{cname}/"
    found = re.fullmatch(
        r"(?:https://(?:[^/@]+@)?github\.com/|(?:ssh://)?git@github\.com[:/])([^/]+)/([^/]+?)(?:\.git)?/?",
        remote,
    )
    if not found:
        return ""
    owner, name = found[1].lower(), found[2]
    return f"https://{owner}.github.io/" + (
        "" if name.lower() == f"{owner}.github.io" else f"{name}/"
    )
