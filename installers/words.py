"""The installer's few sentences, in English and French. It runs before anything is installed, so it keeps its own."""

from __future__ import annotations

import os

_WORDS = {
    "unknown": (
        "There is no verb {verb!r}; known: {verbs}.",
        "Il n'y a pas de verbe {verb!r} ; connus : {verbs}.",
    ),
    "cancelled": (
        "Cancelled. Run the same command again to go on.",
        "Annulé. Relancez la même commande pour continuer.",
    ),
    "ready": ("Ready: {python}", "Prêt : {python}"),
    "make_venv": (
        "Making a Python environment in {folder} ...",
        "Création d'un environnement Python dans {folder} ...",
    ),
    "no_ensurepip": (
        "Python's venv module is incomplete on this machine. Type this, then run the same command again:\n\n    {command}\n",
        "Le module venv de Python est incomplet ici. Tapez ceci, puis relancez la même commande :\n\n    {command}\n",
    ),
    "venv_failed": (
        "The environment {folder} could not be made:\n{reason}",
        "L'environnement {folder} n'a pas pu être créé :\n{reason}",
    ),
    "install": (
        "Installing {count} packages, once (some 900 MB on disk; a few minutes on a slow line).",
        "Installation de {count} paquets, une seule fois (environ 900 Mo ; quelques minutes sur une ligne lente).",
    ),
    "unpack": (
        "Unpacking (about a minute) ...",
        "Décompression (environ une minute) ...",
    ),
    "install_failed": (
        "The packages could not be installed. The last lines say why:\n\n{reason}\n\n"
        "Is this machine online? Run the same command again: what was fetched is kept.",
        "Les paquets n'ont pas pu être installés. Les dernières lignes disent pourquoi :\n\n{reason}\n\n"
        "Cette machine est-elle en ligne ? Relancez la même commande : ce qui a été téléchargé est gardé.",
    ),
    "blender_usage": (
        "Name the zip to write: python3 installers blender picturelock-blender.zip",
        "Indiquez l'archive à écrire : python3 installers blender picturelock-blender.zip",
    ),
    "blender_exists": (
        "{file} exists already. Add --force to replace it.",
        "{file} existe déjà. Ajoutez --force pour le remplacer.",
    ),
    "blender_failed": ("{file} cannot be written: {reason}.", "{file} ne peut pas être écrit : {reason}."),
    "blender_done": (
        "Written: {file}\nIn Blender: Edit > Preferences > Get Extensions > Install from Disk, then the Video Editing "
        "workspace, the sequencer's sidebar (N), Picturelock.",
        "Écrit : {file}\nDans Blender : Édition > Préférences > Obtenir des extensions > Installer depuis le disque, puis "
        "l'espace Montage vidéo, la barre latérale du séquenceur (N), Picturelock.",
    ),
    "receipt": ("Noted in {file}", "Noté dans {file}"),
    "no_receipt": (
        "The receipt could not be written ({reason}): AYON will not find this environment.",
        "Le reçu n'a pas pu être écrit ({reason}) : AYON ne trouvera pas cet environnement.",
    ),
    "pyblish_usage": ("Just: python3 installers pyblish", "Simplement : python3 installers pyblish"),
    "pyblish_done": (
        "Give this folder to pyblish or AYON:\n\n    PYBLISHPLUGINPATH={folder}\n\ndocs/ayon.md says the rest.",
        "Donnez ce dossier à pyblish ou AYON :\n\n    PYBLISHPLUGINPATH={folder}\n\ndocs/ayon.md dit le reste.",
    ),
    "hosts_apt": ("Installing {packages} ...", "Installation de {packages} ..."),
    "hosts_missing": (
        "Not installed here, and so not proven. To install:\n\n    sudo apt install {packages}\n",
        "Non installés ici, donc non éprouvés. Pour les installer :\n\n    sudo apt install {packages}\n",
    ),
    "hosts_no_blender": (
        "Blender as a module needs Python {version}: not proven.",
        "Blender en module demande Python {version} : non éprouvé.",
    ),
    "check_passed": ("Lint, types and import contracts hold.", "Style, types et contrats d'import sont tenus."),
    "check_failed": ("These checks failed: {names}.", "Ces contrôles ont échoué : {names}."),
}


def say(key: str, **facts: object) -> str:
    """A sentence in the person's language: PICTURELOCK_LANG, else the locale, else English."""
    names = (os.environ.get(name, "") for name in ("PICTURELOCK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    language = next((name[:2].lower() for name in names if name[:2].lower() in ("en", "fr")), "en")
    return _WORDS[key][language == "fr"].format(**facts)
