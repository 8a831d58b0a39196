"""The tables of the store. Everything but `cache/` and `files/` in a library is in this one SQLite file.

A library's document (`key`) has one current version and any number of older ones, which are kept so that
old citations resolve but have no chunks. A chunk is searchable while its `paragraph` is above 0: a
translation's chunk is not before its original is there. `log` tells caches what changed, in order. A `seal`
is set by the database itself (see `seals`).

Whoever changes a table writes a step for the libraries there are: see `index/store/migrations/__init__.py`.
"""

from __future__ import annotations

VERSION = 8

TABLES = """
create table meta(name text primary key, value text not null) without rowid;
create table note(name text primary key, value text not null, seal blob) without rowid;

create table document(
  n integer primary key autoincrement,
  id text not null,                        -- hash of the text
  key text not null,
  current integer not null,
  language text not null,
  format text not null,
  pages integer,
  pages_exact integer not null,
  ocr integer not null,
  translation_of text,                     -- key of the original
  text text not null,
  paragraphs text not null,                -- JSON
  layout text not null,                    -- hash of paragraphs, pages, format …
  record text not null,                    -- JSON
  shipped integer not null,
  file text,                               -- name below files/
  added_at text not null,
  seal blob,
  units text not null default '',          -- JSON; '' for a document stored before version 3
  file_hash text,                          -- SHA-256 of the file; null until a library of version 3 is opened
  unique(key, id)
);
create index document_id on document(id);
create index document_original on document(translation_of) where translation_of is not null;
create unique index document_current on document(key) where current = 1;
create index document_seal on document(n, seal) where current = 1;  -- what changed, without the texts

create table record_history(
  seq integer primary key autoincrement,
  key text not null,
  changed_at text not null,
  record text not null,
  seal blob
);
create index record_history_key on record_history(key);

create table chunk(
  id integer primary key autoincrement,    -- never used twice
  document integer not null references document(n) on delete cascade,
  language text not null,
  section text not null,
  page integer,
  paragraph integer not null,              -- number in the original; 0 while not searchable
  start integer not null,
  end integer not null,
  digest blob not null,                    -- of the text that was embedded
  words integer not null,                  -- tokens
  bigrams integer not null,
  terms blob not null,                     -- int32 pairs: term id, occurrences
  seal blob
);
create index chunk_document on chunk(document);

create table encoder(
  id integer primary key autoincrement,
  name text not null,                      -- "dense" and what else is computed for every chunk
  card text not null,                      -- JSON: which model, with which prefixes
  serving integer not null,
  seal blob
);
create unique index encoder_serving on encoder(name) where serving = 1;

create table chunk_vector(
  chunk integer not null references chunk(id) on delete cascade,
  encoder integer not null references encoder(id) on delete cascade,
  data blob not null,                      -- float16
  seal blob,
  unique(chunk, encoder)
);

create table key_vector(
  n integer primary key,                   -- grows: what is new comes last
  encoder integer not null references encoder(id) on delete cascade,
  key text not null,
  data blob not null,                      -- float16
  seal blob,
  unique(encoder, key)
);

create table term(
  id integer primary key,
  language text not null,
  token text not null,
  df integer not null,                     -- searchable or not, chunks that hold it
  seal blob,
  unique(language, token)
);
create table posting(
  place integer primary key,               -- term * 1048576 + chunk / 2048
  data blob not null                       -- uint16 pairs: chunk % 2048, occurrences; chunks ascending
);

create table alignment(
  translation integer not null references document(n) on delete cascade,
  paragraph integer not null,              -- number in the translation
  original integer not null references document(n) on delete cascade,
  number integer not null,                 -- number in the original
  groups text not null,                    -- JSON: [[original sentences], [translated sentences]] …
  seal blob,
  primary key(translation, paragraph)
) without rowid;
create index alignment_original on alignment(original, number);

create table log(
  seq integer primary key autoincrement,
  op integer not null,                     -- 1 chunk searchable, -1 no longer, 0 something else changed
  chunk integer not null,
  language text not null
);
"""
