"""Runs first in the packaged program: other programs that it starts must not get its libraries."""

import os

# The loader has read the variable by now; a file manager or browser started by us would otherwise load our copies.
if "LD_LIBRARY_PATH_ORIG" in os.environ:
    os.environ["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH_ORIG"]
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
