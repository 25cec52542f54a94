"""The tables of the database of an output: those made from the articles, and those that builds remember in."""

import sqlite3
import zlib

import msgspec

APPLICATION, VERSION = 0x66656564, 10
"""Mark a database as one of ours (SQLite, PRAGMA application_id), and its layout; another one is begun anew."""

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE folders (id INTEGER PRIMARY KEY, source INTEGER, path BLOB, signature BLOB, UNIQUE (source, path));
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, folder INTEGER, name BLOB, why TEXT, published INTEGER, item_id TEXT,
    story_key INTEGER, id_key INTEGER, gives_id INTEGER, updated INTEGER, expires INTEGER, duplicate_of INTEGER,
    groups BLOB, translation INTEGER, UNIQUE (folder, name)
);
CREATE INDEX articles_by_story ON articles (story_key) WHERE why IS NULL;
CREATE INDEX articles_by_id ON articles (id_key) WHERE why IS NULL;
CREATE INDEX articles_by_update ON articles (updated) WHERE updated IS NOT NULL;
CREATE INDEX articles_by_expiry ON articles (expires) WHERE expires IS NOT NULL;
CREATE INDEX articles_by_translation ON articles (translation) WHERE translation IS NOT NULL;
CREATE INDEX articles_by_duplicate_of ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE TABLE records (article INTEGER PRIMARY KEY, record BLOB);
CREATE TABLE problems (article INTEGER, line INTEGER, severity TEXT, message TEXT);
CREATE INDEX problems_by_article ON problems (article);
CREATE TABLE image_files (article INTEGER, root INTEGER, name TEXT, size INTEGER, mtime INTEGER);
CREATE INDEX image_files_by_article ON image_files (article);
CREATE INDEX image_files_by_name ON image_files (name);
CREATE TABLE answers (article INTEGER, url TEXT, kind TEXT, is_told INTEGER, stamp INTEGER);
CREATE INDEX answers_by_article ON answers (article);
CREATE TABLE groups (
    id INTEGER PRIMARY KEY, kind TEXT, key TEXT, label TEXT, UNIQUE (kind, key)
);
CREATE TABLE members (
    grp INTEGER, published INTEGER, article INTEGER, PRIMARY KEY (grp, published, article)
) WITHOUT ROWID;

CREATE TABLE feeds (folder TEXT PRIMARY KEY, record BLOB) WITHOUT ROWID;
CREATE TABLE files (document TEXT PRIMARY KEY, asked INTEGER, stale INTEGER, size INTEGER, mtime INTEGER) WITHOUT ROWID;
CREATE TABLE compressed (name TEXT PRIMARY KEY, size INTEGER, mtime INTEGER) WITHOUT ROWID;
CREATE TABLE standing (path TEXT PRIMARY KEY, messages BLOB, since INTEGER, told INTEGER) WITHOUT ROWID;
CREATE TABLE departed (path BLOB PRIMARY KEY, since INTEGER) WITHOUT ROWID;
CREATE TABLE shown (folder TEXT PRIMARY KEY, items BLOB, total INTEGER) WITHOUT ROWID;
CREATE TABLE shown_items (key INTEGER PRIMARY KEY, digest INTEGER, about BLOB, feeds INTEGER);
CREATE TABLE history (build INTEGER PRIMARY KEY, time INTEGER, changes BLOB);
"""
STATEMENTS = [statement.strip() for statement in _SCHEMA.split(";") if statement.strip()]
INDEX_TABLES = ("folders", "articles", "records", "problems", "image_files", "answers", "groups", "members")
"""The tables that are made from the articles alone."""
STATE_TABLES = ("feeds", "files", "compressed", "standing", "departed")
"""The tables that remember what builds have written, and said."""


def state_checksum(db: sqlite3.Connection) -> int:
    """Return a checksum of the rows that remember what builds have written."""
    checksum = 0
    db.text_factory = bytes  # which need not be UTF-8
    try:
        for table in STATE_TABLES:
            rows = db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            checksum = zlib.crc32(msgspec.msgpack.encode(rows), checksum)
    finally:
        db.text_factory = str
    return checksum
