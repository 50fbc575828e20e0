"""How fast reading, loading and crawling are, each beside the limit or a peer in the same run: ``python -m bench.speed``."""
