"""JupyterLab as galata wants it: without token and XSRF check."""

import os

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821
configure_jupyter_server(c)
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["TRACKBOOK_UI_PORT"])
c.ServerApp.allow_root = True
