"""JupyterLab as users have it, with token and XSRF check, below a base URL as on JupyterHub."""

import os
from pathlib import Path

c = get_config()  # noqa: F821
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["TRACKBOOK_UI_PORT"])
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.root_dir = os.environ["JUPYTERLAB_GALATA_ROOT_DIR"]
c.ServerApp.base_url = "/user/ann/"
c.IdentityProvider.token = "a-token-for-tests"
c.LabApp.expose_app_in_browser = True
c.LabApp.user_settings_dir = str(Path(c.ServerApp.root_dir) / ".settings")
