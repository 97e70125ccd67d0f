"""Raw text in, articles out: decode → lines → labels → fields → a Markdown file. Nothing of a paste is lost."""
