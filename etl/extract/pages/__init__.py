"""What the formats with fixed pages share (PDF, OFD, scans, HTML with a place for each word): from characters and lines with places to
tables. A reader hands over what each page draws (:class:`parts.Sheet`); then, in this order:

1. ``visible``: which characters can be seen, which way they stand, which were put upon the finished page. The readers ask it.
2. ``rulings``: strokes and thin boxes become rulings, those that touch a table, and what they close in its cells.
3. ``glyphs``: characters that are printed twice, over one another, struck out or added later are set right or are no characters.
4. ``layout``: each character belongs to a cell or to none; those of a cell, and those outside, become lines of text.
   ``narrow`` joins a number that its column was too narrow for, ``marks`` tells of cells that hold ink and no text.
   ``columns`` sets prose in columns in the order it is read in.
5. ``paged``: ``spreads`` parts sheets with two pages; steps 3 and 4 for each page; then what needs several: ``furniture`` takes running
   headers and page numbers away, ``torn`` puts tables together that the end of a page tore.

Pages without rulings end as lines, each word with its place: :mod:`etl.parse.stream` finds the tables in these.
"""
