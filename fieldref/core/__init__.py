"""What the program knows: no Qt, no Markdown; Whoosh only in index.py and index_codec.py."""
