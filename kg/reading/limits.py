"""The most that is read. What goes beyond is set aside with its reason, and the rest is read.

An article has some kilobytes, a page of a newspaper with its pictures some megabytes. What is much larger is an archive of many
articles, or is meant to do harm; read as one story it would keep a process busy for minutes.

What a document may cost grows with its length, as the work on any ordinary one does: `effort`. Of steps (kg/effort.py) prose
needs one or two for each character; STEPS leaves room for lists, tables and dense reports, FLOOR for short texts of any kind. Text that
is built to be slow needs hundreds, and more memory than a machine has. Steps come to the same on every machine; seconds do not, and
are so many that only what hangs reaches them.
"""

from kg.effort import Effort

TEXT = 5_000_000  # bytes of one article as UTF-8, in whatever form it comes
MARKUP = 20_000_000  # bytes of a web page or a Word document
PDF = 200_000_000  # bytes of a PDF
MANY = 1_000_000_000  # bytes of a file of many articles: an archive, JSON Lines
ATTRIBUTES = 2_000  # of one element of a web page
PAGES = 100  # pages of a PDF
LINE = 6 * TEXT  # bytes of a line of JSON, which may write each character as \uXXXX
LINES = 200_000  # articles of a file of JSON Lines
ENTRIES = 50_000  # files in an archive, read or not
EXPANDED = 2_000_000_000  # bytes of all files of an archive that are read, taken out of it
RATIO = 200  # bytes that one byte of an archive or a Word document may become; Deflate reaches 1030, text of any use 50
STEPS = 10  # of work for each character of a text
FLOOR = 100_000  # characters that any text is taken to have
SECONDS = 0.005  # of processor time for each character; prose takes a twentieth of that, and all the steps a third
READING = Effort(steps=1_000_000, seconds=600)  # for getting the text out of a file
FAULTS = 100  # faults of one file that are named one by one


def effort(characters: int) -> Effort:
    """What may be spent on a text of so many characters.

    >>> effort(1_000_000)
    Effort(steps=10000000, seconds=5000.0)
    """
    counted = max(FLOOR, characters)
    return Effort(STEPS * counted, SECONDS * counted)
