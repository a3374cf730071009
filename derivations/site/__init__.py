"""How the book becomes a site: the Sphinx extension."""
