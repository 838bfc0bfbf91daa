"""The clean packages that faults are made in: built once, from a copy of the clean production, behind the real gate."""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from matrix import authority
from matrix.base import Scene
from picturelock.delivery.build import build
from picturelock.delivery.c2pa import with_credentials
from picturelock.delivery.plan import Item, plan
from picturelock.delivery.redelivery import redelivery
from picturelock.dossier import collect
from picturelock.findings import Verdict
from picturelock.production import Dossier, load
from picturelock.production.orders import CredentialsOrder
from picturelock.waivers import keys, signoff
from picturelock_validators import gate

MADE: dict[str, Path] = {}


def made(kind: str, scene: Scene) -> Path:
    """The clean package of a kind; the first call builds all, from a scene that nobody has spoilt."""
    if not MADE:
        home = Path(tempfile.mkdtemp(prefix="packages"))
        atexit.register(shutil.rmtree, home, True)
        root = Path(shutil.copytree(scene.root, home / "production"))
        key = keys.make(home / "at.pem")
        with (root / "picturelock.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[[people]]\nname = "A. Tremblay"\nrole = "producer"\nkey = "{key}"\n')
            file.write('[[files]]\nkind = "textless"\nfile = "textless.mov"\n')
        shutil.copy(root / "media/B002.mov", root / "textless.mov")
        production = load(root)
        verdict, dossier = gate.run(production), collect(production)
        whole = replace(plan(dossier, verdict), checksums=("md5",))
        MADE["package"] = build(whole, verdict, home / "package")
        MADE["bag"] = build(replace(whole, layout="bagit"), verdict, home / "bag")
        notes = Item("papers/notes.txt", data=b"new", kind="report")
        changed = replace(whole, items=(*whole.items, replace(notes, kind="rights-report")))
        MADE["again"] = build(redelivery(changed, MADE["package"]), verdict, home / "again")
        signed(dossier, verdict, home)
    return MADE[kind]


def signed(dossier: Dossier, verdict: Verdict, home: Path) -> None:
    """What somebody signed for, as a package, as a bag, and finished with content credentials."""
    production = dossier.production
    signs = (production.people[0], private("at.pem"), dt.datetime.now(dt.UTC))
    signoff.sign(production, signoff.statement(verdict, production), *signs)
    whole = plan(dossier, verdict)
    MADE["signed"] = build(whole, verdict, home / "signed")
    MADE["signed-bag"] = build(replace(whole, layout="bagit"), verdict, home / "signed-bag")
    chain = authority.make()
    for name, data in (("chain.pem", chain.chain), ("c2pa.pem", chain.key)):
        (home / name).write_bytes(data)
        (home / name).chmod(0o600)
    order = CredentialsOrder(home / "chain.pem", home / "c2pa.pem")
    finishing = replace(dossier, production=replace(production, credentials=order))
    MADE["finished"] = build(with_credentials(whole, finishing), verdict, home / "finished")
    closed = replace(verdict, ran=verdict.ran[:-1])
    MADE["closed"] = signoff.sign(production, signoff.statement(closed, production), *signs)


def private(name: str) -> Any:
    """A private key that lies beside the packages."""
    return keys.read(MADE["package"].parent / name, str)
