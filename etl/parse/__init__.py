"""Reads what a document says; :mod:`etl.parse.report` makes a report of it.

Nothing is imported here: the database wants the names of facts and the spelling of bodies, and the patterns of the readers
take a second to compile.
"""
