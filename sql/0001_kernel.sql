-- 0001_kernel.sql: regions, people who sign in, sessions, the audit chain, long work, the dated law.
-- One text for two engines: the type words ID MONEY TIME FLAG DATE JSON INT are mapped when it is run, and a
-- table that ends in ") LINK;" is a pure link table. Every table of a region has pemda_id first in its primary
-- key and in every unique and foreign key.

CREATE TABLE region (
    id ID PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    zone TEXT NOT NULL,
    host TEXT NOT NULL DEFAULT '',
    demo FLAG NOT NULL DEFAULT 0 CHECK (demo IN (0, 1)),
    created TIME NOT NULL
);

CREATE TABLE region_setting (
    pemda_id ID NOT NULL REFERENCES region (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (pemda_id, name)
);

CREATE TABLE app_user (
    pemda_id ID NOT NULL REFERENCES region (id),
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    user_name TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    password_hash TEXT NOT NULL DEFAULT '',
    must_change FLAG NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
    state TEXT NOT NULL DEFAULT 'aktif' CHECK (state IN ('aktif', 'nonaktif')),
    agency_id ID,
    worker_id ID,
    last_seen TIME NOT NULL DEFAULT 0,
    created TIME NOT NULL,
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, user_name)
);
CREATE UNIQUE INDEX app_user_worker ON app_user (pemda_id, worker_id) WHERE worker_id IS NOT NULL;
CREATE INDEX app_user_officer ON app_user (pemda_id, name, id) WHERE worker_id IS NULL;

CREATE TABLE user_role (
    pemda_id ID NOT NULL,
    user_id ID NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (pemda_id, user_id, role),
    FOREIGN KEY (pemda_id, user_id) REFERENCES app_user (pemda_id, id)
);

CREATE TABLE session (
    pemda_id ID NOT NULL,
    token_hash TEXT NOT NULL,
    user_id ID NOT NULL,
    role TEXT NOT NULL,
    created TIME NOT NULL,
    seen TIME NOT NULL,
    expires TIME NOT NULL,
    PRIMARY KEY (pemda_id, token_hash),
    FOREIGN KEY (pemda_id, user_id) REFERENCES app_user (pemda_id, id)
);
CREATE INDEX session_user ON session (pemda_id, user_id);

-- Failed attempts per account and per address: subject is a keyed hash, so the table names nobody.
CREATE TABLE throttle (
    pemda_id ID NOT NULL REFERENCES region (id),
    subject TEXT NOT NULL,
    failures INT NOT NULL,
    blocked_until TIME NOT NULL,
    touched TIME NOT NULL,
    PRIMARY KEY (pemda_id, subject)
);

CREATE TABLE audit_head (
    pemda_id ID PRIMARY KEY REFERENCES region (id),
    number INT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE audit_line (
    pemda_id ID NOT NULL REFERENCES region (id),
    number INT NOT NULL,
    moment TIME NOT NULL,
    user_id ID NOT NULL,
    user_name TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    record_id ID NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (pemda_id, number)
);
CREATE INDEX audit_line_record ON audit_line (pemda_id, record_id, number);
CREATE INDEX audit_line_user ON audit_line (pemda_id, user_id, number);

CREATE TABLE job (
    pemda_id ID NOT NULL REFERENCES region (id),
    id ID NOT NULL,
    kind TEXT NOT NULL,
    subject ID NOT NULL,
    state INT NOT NULL,
    done INT NOT NULL DEFAULT 0,
    total INT NOT NULL DEFAULT 0,
    words TEXT NOT NULL DEFAULT '',
    cancel FLAG NOT NULL DEFAULT 0 CHECK (cancel IN (0, 1)),
    user_id ID NOT NULL,
    role TEXT NOT NULL,
    created TIME NOT NULL,
    started TIME NOT NULL DEFAULT 0,
    ended TIME NOT NULL DEFAULT 0,
    PRIMARY KEY (pemda_id, id)
);
CREATE INDEX job_subject ON job (pemda_id, kind, subject, id);
CREATE INDEX job_state ON job (pemda_id, state, id);

-- A region's own values of the law with their dates, source and status (V S U D P); the national ones come with the
-- program (rules/national.csv) and a row here wins over them on the days it is in force.
CREATE TABLE rule_value (
    pemda_id ID NOT NULL,
    name TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    value TEXT NOT NULL,
    unit TEXT NOT NULL,
    source TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('V', 'S', 'U', 'D', 'P')),
    confirmed_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (pemda_id, name, valid_from)
);

-- Short numbers people read, counted per region, kind and year: PM-2026-0147.
CREATE TABLE number_series (
    pemda_id ID NOT NULL REFERENCES region (id),
    kind TEXT NOT NULL,
    year INT NOT NULL,
    last INT NOT NULL,
    PRIMARY KEY (pemda_id, kind, year)
);
