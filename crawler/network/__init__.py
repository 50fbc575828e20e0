"""How a host is asked: which addresses may be, how often, over which TLS, by a browser or not, and what each failure is called."""
