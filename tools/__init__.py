"""What stands behind `./run`, `./test` and `.ci/run`: plain Python, nothing to install."""
