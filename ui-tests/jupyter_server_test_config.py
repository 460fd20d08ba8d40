"""JupyterLab as galata wants it: without token and XSRF check."""

import os
from pathlib import Path

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821
configure_jupyter_server(c)
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["TRACKBOOK_UI_PORT"])
c.ServerApp.allow_root = True
# What a test chooses in the settings is not for the user of this machine.
c.LabApp.user_settings_dir = str(Path(c.ServerApp.root_dir) / ".settings")
