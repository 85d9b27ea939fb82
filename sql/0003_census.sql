-- 0003_census.sql: the census of a region: its imports with their staging, duplicates and their decisions, and the
-- stages from collection to the locked snapshot (domain/census.md, domain/rules.md 1.3).

-- One census of the region. stage: pendataan uji_publik perbaikan sptjm mengunci terkunci.
CREATE TABLE census (
    pemda_id ID NOT NULL REFERENCES region (id),
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    name TEXT NOT NULL,
    reference DATE NOT NULL,
    stage TEXT NOT NULL DEFAULT 'pendataan'
        CHECK (stage IN ('pendataan', 'uji_publik', 'perbaikan', 'sptjm', 'mengunci', 'terkunci')),
    collect_to DATE,
    public_from DATE,
    public_to DATE,
    correct_to DATE,
    sign_to DATE,
    people INT NOT NULL DEFAULT 0,
    quarantined INT NOT NULL DEFAULT 0,
    hash TEXT NOT NULL DEFAULT '',
    locked TIME NOT NULL DEFAULT 0,
    locked_by ID,
    created TIME NOT NULL,
    PRIMARY KEY (pemda_id, id)
);

-- The locked list, line by line: the fingerprint is the SHA-256 of all lines.
CREATE TABLE census_snapshot (
    pemda_id ID NOT NULL,
    census_id ID NOT NULL,
    seq INT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (pemda_id, census_id, seq),
    FOREIGN KEY (pemda_id, census_id) REFERENCES census (pemda_id, id)
) LINK;

-- Objections of the public test.
CREATE TABLE census_objection (
    pemda_id ID NOT NULL,
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    census_id ID NOT NULL,
    number TEXT NOT NULL,
    agency_id ID NOT NULL,
    words TEXT NOT NULL,
    sender TEXT NOT NULL DEFAULT '',
    received DATE NOT NULL,
    due DATE NOT NULL,
    state TEXT NOT NULL DEFAULT 'terbuka' CHECK (state IN ('terbuka', 'diterima', 'ditolak')),
    answer TEXT NOT NULL DEFAULT '',
    decided TIME NOT NULL DEFAULT 0,
    decided_by ID,
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, number),
    FOREIGN KEY (pemda_id, census_id) REFERENCES census (pemda_id, id),
    FOREIGN KEY (pemda_id, agency_id) REFERENCES agency (pemda_id, id)
);
CREATE INDEX census_objection_state ON census_objection (pemda_id, census_id, state, due, id);

-- SPTJM of an agency; hash is the SHA-256 of its list at the time of signing.
CREATE TABLE census_statement (
    pemda_id ID NOT NULL,
    census_id ID NOT NULL,
    agency_id ID NOT NULL,
    signer TEXT NOT NULL,
    signer_title TEXT NOT NULL,
    number TEXT NOT NULL,
    signed DATE NOT NULL,
    people INT NOT NULL,
    hash TEXT NOT NULL,
    recorded TIME NOT NULL,
    recorded_by ID NOT NULL,
    PRIMARY KEY (pemda_id, census_id, agency_id),
    FOREIGN KEY (pemda_id, census_id) REFERENCES census (pemda_id, id),
    FOREIGN KEY (pemda_id, agency_id) REFERENCES agency (pemda_id, id)
);

-- One file. state: kolom (mapping), antre (to be checked), siap (to be chosen), menyimpan, selesai, ditolak, batal.
-- taken (rows in the order of names), joined, applied (one behind the last seq): marks of the take-over, so that a
-- restart does nothing twice.
CREATE TABLE census_import (
    pemda_id ID NOT NULL REFERENCES region (id),
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    user_id ID NOT NULL,
    agency_scope ID NOT NULL DEFAULT 0,
    file_name TEXT NOT NULL,
    path TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    default_agency ID NOT NULL DEFAULT 0,
    month_first FLAG NOT NULL DEFAULT 0 CHECK (month_first IN (0, 1)),
    map_hash TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'kolom'
        CHECK (state IN ('kolom', 'antre', 'siap', 'menyimpan', 'selesai', 'ditolak', 'batal')),
    refusal TEXT NOT NULL DEFAULT '',
    row_count INT NOT NULL DEFAULT 0,
    clean INT NOT NULL DEFAULT 0,
    warned INT NOT NULL DEFAULT 0,
    faulty INT NOT NULL DEFAULT 0,
    outside INT NOT NULL DEFAULT 0,
    twins INT NOT NULL DEFAULT 0,
    sk_merged INT NOT NULL DEFAULT 0,
    new_count INT NOT NULL DEFAULT 0,
    same_count INT NOT NULL DEFAULT 0,
    changed_count INT NOT NULL DEFAULT 0,
    missing_count INT NOT NULL DEFAULT 0,
    taken INT NOT NULL DEFAULT 0,
    joined INT NOT NULL DEFAULT 0,
    added INT NOT NULL DEFAULT 0,
    applied INT NOT NULL DEFAULT 0,
    approved FLAG NOT NULL DEFAULT 0 CHECK (approved IN (0, 1)),
    created TIME NOT NULL,
    checked TIME NOT NULL DEFAULT 0,
    finished TIME NOT NULL DEFAULT 0,
    PRIMARY KEY (pemda_id, id)
);
CREATE INDEX census_import_file ON census_import (pemda_id, file_hash, state);

-- Columns as found, and what the officer chose.
CREATE TABLE census_import_column (
    pemda_id ID NOT NULL,
    import_id ID NOT NULL,
    sheet INT NOT NULL,
    place INT NOT NULL,
    sheet_name TEXT NOT NULL,
    heading TEXT NOT NULL,
    sample TEXT NOT NULL,
    guess TEXT NOT NULL,
    chosen TEXT NOT NULL,
    PRIMARY KEY (pemda_id, import_id, sheet, place),
    FOREIGN KEY (pemda_id, import_id) REFERENCES census_import (pemda_id, id)
) LINK;

-- Headings the officers of this region mapped by hand.
CREATE TABLE census_heading (
    pemda_id ID NOT NULL REFERENCES region (id),
    heading TEXT NOT NULL,
    meaning TEXT NOT NULL,
    PRIMARY KEY (pemda_id, heading)
) LINK;

-- Staging: the rows of a file as they would be stored; body is packed by census_pack.c. level: 0 clean … 3 galat;
-- base: the same without duplicates; fate: 0 a row of its own, 1 twin, 2 another engagement of row into_seq; action:
-- 0 new, 1 equal, 2 changed, 3 approved; started: the first start of several SK.
CREATE TABLE census_row (
    pemda_id ID NOT NULL,
    import_id ID NOT NULL,
    seq INT NOT NULL,
    level INT NOT NULL,
    base INT NOT NULL,
    body TEXT NOT NULL,
    fate INT NOT NULL DEFAULT 0,
    into_seq INT NOT NULL DEFAULT -1,
    action INT NOT NULL DEFAULT 0,
    worker_id ID NOT NULL DEFAULT 0,
    started DATE,
    PRIMARY KEY (pemda_id, import_id, seq)
) LINK;

-- The changed rows of a file, for approval.
CREATE TABLE census_change (
    pemda_id ID NOT NULL,
    import_id ID NOT NULL,
    seq INT NOT NULL,
    worker_id ID NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (pemda_id, import_id, seq)
) LINK;

CREATE TABLE census_count (
    pemda_id ID NOT NULL,
    import_id ID NOT NULL,
    code TEXT NOT NULL,
    n INT NOT NULL,
    PRIMARY KEY (pemda_id, import_id, code)
) LINK;

-- The first lines of each code, for the screen; the report file has all.
CREATE TABLE census_issue (
    pemda_id ID NOT NULL,
    import_id ID NOT NULL,
    code TEXT NOT NULL,
    n INT NOT NULL,
    row_number INT NOT NULL,
    sheet TEXT NOT NULL,
    column_code TEXT NOT NULL,
    words TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (pemda_id, import_id, code, n)
) LINK;

CREATE TABLE census_missing (
    pemda_id ID NOT NULL,
    import_id ID NOT NULL,
    worker_id ID NOT NULL,
    PRIMARY KEY (pemda_id, import_id, worker_id)
) LINK;

-- What the last import brought of a person: an officer's later correction is kept unless the file itself changes.
CREATE TABLE census_source (
    pemda_id ID NOT NULL,
    worker_id ID NOT NULL,
    import_id ID NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (pemda_id, worker_id)
) LINK;

-- Two records to be compared; a_… and b_… are packed bodies as they stood. kind: 0 NIK ganda, 1 kuat, 2 besar,
-- 3 mungkin. state: terbuka sama_a sama_b berbeda tanya.
CREATE TABLE census_pair (
    pemda_id ID NOT NULL,
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    import_id ID NOT NULL,
    kind INT NOT NULL,
    points INT NOT NULL,
    seq_a INT NOT NULL,
    seq_b INT NOT NULL,
    worker_a ID NOT NULL,
    worker_b ID NOT NULL,
    body_a TEXT NOT NULL,
    body_b TEXT NOT NULL,
    agency_a ID NOT NULL,
    agency_b ID NOT NULL,
    state TEXT NOT NULL DEFAULT 'terbuka' CHECK (state IN ('terbuka', 'sama_a', 'sama_b', 'berbeda', 'tanya')),
    reason TEXT NOT NULL DEFAULT '',
    due DATE,
    decided TIME NOT NULL DEFAULT 0,
    decided_by ID,
    PRIMARY KEY (pemda_id, id)
);
CREATE INDEX census_pair_open ON census_pair (pemda_id, state, kind, id);
CREATE INDEX census_pair_import ON census_pair (pemda_id, import_id, id);

-- Said to be two people: never asked again. Keyed hashes of the two NIK, the smaller first.
CREATE TABLE census_different (
    pemda_id ID NOT NULL REFERENCES region (id),
    hash_a TEXT NOT NULL,
    hash_b TEXT NOT NULL,
    PRIMARY KEY (pemda_id, hash_a, hash_b)
) LINK;

-- Rows that stayed out because of their NIK: they belong to the census total until somebody mends them.
CREATE TABLE census_quarantine (
    pemda_id ID NOT NULL,
    id ID NOT NULL,
    import_id ID NOT NULL,
    seq INT NOT NULL,
    agency_id ID NOT NULL,
    code TEXT NOT NULL,
    name_key TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, import_id, seq)
);
CREATE INDEX census_quarantine_key ON census_quarantine (pemda_id, agency_id, name_key);
