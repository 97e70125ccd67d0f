"""Pure writers of what machines read: feeds, sitemaps, structured data."""
