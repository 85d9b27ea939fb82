-- 0005_voice.sql: what workers say about what was decided for them. Corrections of data are in 0002_registry.sql.

-- An objection to a published result. run_number: the certificate it is about, empty when none was published yet.
-- opened_by: the account that wrote it down, which may be an officer on behalf of a seated person.
CREATE TABLE objection (
    pemda_id ID NOT NULL,
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    number TEXT NOT NULL,
    worker_id ID NOT NULL,
    run_number TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL CHECK (subject IN ('data', 'urutan', 'pilihan', 'upah', 'jarak', 'lain')),
    words TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'menunggu' CHECK (state IN ('menunggu', 'diterima', 'ditolak', 'ditarik')),
    answer TEXT NOT NULL DEFAULT '',
    opened_by ID NOT NULL,
    created TIME NOT NULL,
    due DATE NOT NULL,
    decided TIME NOT NULL DEFAULT 0,
    decided_by ID,
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, number),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id)
);
CREATE UNIQUE INDEX objection_open ON objection (pemda_id, worker_id) WHERE state = 'menunggu';
CREATE INDEX objection_state ON objection (pemda_id, state, due, id);
CREATE INDEX objection_worker ON objection (pemda_id, worker_id, id);
