"""The pages: one module each, a coroutine per address that takes ``datasette`` and ``request``."""
