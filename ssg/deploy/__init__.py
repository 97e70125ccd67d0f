"""Publishing: the GitHub Pages workflow."""
