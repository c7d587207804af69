"""One writer for each format a page can take."""
