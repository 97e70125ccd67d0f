"""The preview: a local server that behaves like GitHub Pages and tells browsers what changed."""
