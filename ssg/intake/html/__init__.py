"""Web pages: elements, blocks of text, what a page says of itself, and which blocks are the article. Pure."""
