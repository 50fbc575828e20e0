"""One module for each command; each holds its click command under the name ``command``."""
