"""The most that a document may hold to be checked, so that none costs more than two seconds or 300 MB."""

MAX_BYTES = 10_000_000
"""Bytes of a document: twenty times what large feed readers take."""

MAX_MEMBERS = 200
"""Members of a gzip file, of which programs write one: each takes a copy of what follows it."""

MAX_TAGS = 100_000
"""Start tags, end tags, comments, CDATA sections and declarations of an XML document, each of them a `<`."""

MAX_DECLARATION = 1_000
"""Characters of the declaration of XML at the start of a document, which names its encoding; one has about 40."""

MAX_PROLOGUE = 100_000
"""Bytes within which the first element of a document with a document type must begin; the longest known need 30,000.

libxml2 makes 140 bytes of each that a document type declares elements in.
"""

MAX_ATTRIBUTES = 100
"""Attributes of one element, and namespace declarations of the outermost one; no format defines more than 16."""

MAX_NAMESPACE = 200
"""Characters of the namespace of an element or attribute, which is a part of each name in it; the known have 60."""

MAX_PARTS = 150_000
"""Tags, as above, attributes, and references to a document's own entities together: each takes time as a tag does."""

MAX_DEFAULT_ATTRIBUTES = 1_000_000
"""Characters of the document type's attribute lists, times the tags of the document that they could apply to."""

MAX_ATTRIBUTE_VALUES = 1_000_000
"""Characters of the attributes of a document that declares entities, which may make much of few bytes there."""

MAX_EXPANDED, MAX_IN_ATTRIBUTES, MAX_ENTITY_DEPTH = 1_000_000, 1_000, 40
"""Characters that a document's own entities may make of their references, how many of these may be in attributes, and
how many one in another."""

MAX_JSON_VALUES = 100_000
"""Values and names of a JSON document."""

MAX_JSON_NESTING = 100
"""Lists and objects of a JSON document one inside another; a feed needs six."""

MAX_VALUE = 10_000
"""Characters of a value that has a form, such as a date or an address; a longer one is an error.

A match in progress keeps up to a hundred bytes for each. Texts to read, and lists of numbers, may be longer.
"""

SHORT_VALUE, MAX_LONG_VALUES = 100, 1_000_000
"""Characters that each value may have, and those that all have beyond these in a document, as far as a check goes.

A warning says that nothing is said about the rest.
"""

MAX_WORDS = 50_000
"""Words of the lists in a document, of countries or addresses, that are looked at; nothing is said about the rest."""

MAX_HTML = 1_000_000
"""Characters of the texts of a document with tags in them that are searched for HTML that readers drop.

A warning says that nothing is said about the rest.
"""

MAX_FINDINGS = 1_000
"""Errors, and likewise warnings, that are reported of one document, and as many of how it fits to others."""

MAX_FOLDER_FINDINGS = 100_000
"""Errors and warnings of the documents of a folder that are shown; of each further document, their number is."""

MAX_SITE_FINDINGS = 10_000
"""Errors and warnings of how the documents of a folder fit together."""

MAX_MESSAGE = 1_000
"""Characters of what is said of a finding; names and addresses in it may be as long as a document."""

MAX_COMPARED = 200_000_000
"""Bytes that are kept of the documents of a folder, to compare them with each other: some 40,000 feeds take that."""
