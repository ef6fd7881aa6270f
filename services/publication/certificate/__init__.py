"""证书: the document of one title, issued with its publication, and withdrawn when the title is over."""
