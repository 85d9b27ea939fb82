-- 0002_registry.sql: agencies, positions, and the people all this is about.

CREATE TABLE agency (
    pemda_id ID NOT NULL REFERENCES region (id),
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'opd',
    parent_id ID,
    district TEXT NOT NULL DEFAULT '',
    desk_officer TEXT NOT NULL DEFAULT '',
    desk_place TEXT NOT NULL DEFAULT '',
    desk_hours TEXT NOT NULL DEFAULT '',
    desk_phone TEXT NOT NULL DEFAULT '',
    active FLAG NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, code),
    FOREIGN KEY (pemda_id, parent_id) REFERENCES agency (pemda_id, id)
);

-- Choices and lists read nothing but this.
CREATE INDEX agency_name ON agency (pemda_id, name, id, code, active);

-- Every spelling by which a file may name an agency or a position: lower case, blanks collapsed.
CREATE TABLE agency_alias (
    pemda_id ID NOT NULL,
    alias TEXT NOT NULL,
    agency_id ID NOT NULL,
    PRIMARY KEY (pemda_id, alias),
    FOREIGN KEY (pemda_id, agency_id) REFERENCES agency (pemda_id, id)
);

-- Distances between agencies in metres, directed; where absent the engine takes "unknown".
CREATE TABLE agency_distance (
    pemda_id ID NOT NULL,
    from_agency ID NOT NULL,
    to_agency ID NOT NULL,
    metres INT NOT NULL CHECK (metres >= 0),
    PRIMARY KEY (pemda_id, from_agency, to_agency),
    FOREIGN KEY (pemda_id, from_agency) REFERENCES agency (pemda_id, id),
    FOREIGN KEY (pemda_id, to_agency) REFERENCES agency (pemda_id, id)
);

-- A job (jabatan). field: 1..6 of Permenaker 7/2026 art. 3(2), 0 none; decision: number of the opinion or TAPD
-- decision that permits work outside driver, cleaner and guard.
CREATE TABLE position (
    pemda_id ID NOT NULL REFERENCES region (id),
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    core FLAG NOT NULL DEFAULT 0 CHECK (core IN (0, 1)),
    field INT NOT NULL DEFAULT 0,
    decision TEXT NOT NULL DEFAULT '',
    decision_date DATE,
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, code)
);
CREATE INDEX position_name ON position (pemda_id, name, id);
CREATE TABLE position_alias (
    pemda_id ID NOT NULL,
    alias TEXT NOT NULL,
    position_id ID NOT NULL,
    PRIMARY KEY (pemda_id, alias),
    FOREIGN KEY (pemda_id, position_id) REFERENCES position (pemda_id, id)
);

-- One NIK is one person. public_id is random and never derived from the NIK.
-- pathway: codes of the pathway list (belum, pppk, pppk_pw, cpns, alihdaya, perorangan, kurir, arsip, humas,
-- industri, usaha, pelatihan, keluar); pathway_state: '' for belum, else diusulkan ditawarkan disetujui ditolak
-- berjalan selesai. Agency, position and last_wage are those last held as non-ASN, also when sent home since.
-- The columns of lists stand first: a row is read from its beginning.
CREATE TABLE worker (
    pemda_id ID NOT NULL REFERENCES region (id),
    id ID NOT NULL,
    name TEXT NOT NULL,
    nik TEXT NOT NULL,
    position_text TEXT NOT NULL DEFAULT '',
    agency_id ID NOT NULL,
    started DATE,
    pathway TEXT NOT NULL DEFAULT 'belum',
    pathway_state TEXT NOT NULL DEFAULT '',
    pathway_reason TEXT NOT NULL DEFAULT '',
    asn_status TEXT NOT NULL DEFAULT ''
        CHECK (asn_status IN ('', 'MENUNGGU', 'LULUS_PPPK', 'LULUS_PPPK_PW', 'LULUS_CPNS')),
    sent_home DATE,
    active FLAG NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    case_due DATE,
    case_owner ID,
    name_key TEXT NOT NULL,
    position_id ID,
    version INT NOT NULL DEFAULT 1,
    public_id TEXT NOT NULL,
    nik_hash TEXT NOT NULL,
    title_before TEXT NOT NULL DEFAULT '',
    title_after TEXT NOT NULL DEFAULT '',
    birth_place TEXT NOT NULL DEFAULT '',
    birth_date DATE,
    sex TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'L', 'P')),
    education TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT 'NON_ASN',
    pay_source TEXT NOT NULL DEFAULT '',
    last_wage MONEY NOT NULL DEFAULT 0 CHECK (last_wage >= 0),
    phone TEXT NOT NULL DEFAULT '',
    npwp TEXT NOT NULL DEFAULT '',
    bpjs TEXT NOT NULL DEFAULT '',
    family_card TEXT NOT NULL DEFAULT '',
    thk2_number TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    data_class INT NOT NULL DEFAULT 3 CHECK (data_class BETWEEN 1 AND 3),
    traits TEXT NOT NULL DEFAULT '',
    qualifications TEXT NOT NULL DEFAULT '',
    sent_home_decision TEXT NOT NULL DEFAULT '',
    pathway_run ID,
    plan_line TEXT NOT NULL DEFAULT '',
    created TIME NOT NULL,
    changed TIME NOT NULL,
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, public_id),
    UNIQUE (pemda_id, nik_hash),
    FOREIGN KEY (pemda_id, agency_id) REFERENCES agency (pemda_id, id),
    FOREIGN KEY (pemda_id, position_id) REFERENCES position (pemda_id, id),
    FOREIGN KEY (pemda_id, case_owner) REFERENCES app_user (pemda_id, id)
);
CREATE INDEX worker_name ON worker (pemda_id, name_key, id);
CREATE INDEX worker_agency ON worker (pemda_id, agency_id, name_key, id);
CREATE INDEX worker_pathway ON worker (pemda_id, pathway, name_key, id);
CREATE INDEX worker_agency_pathway ON worker (pemda_id, agency_id, pathway, name_key, id);
CREATE INDEX worker_position ON worker (pemda_id, position_id, name_key, id);
CREATE INDEX worker_started ON worker (pemda_id, COALESCE(started, '9999-12-31'), id);
CREATE INDEX worker_inactive ON worker (pemda_id, name_key, id) WHERE active = 0;
CREATE INDEX worker_due ON worker (pemda_id, case_due, id) WHERE case_due IS NOT NULL;

-- Words of the name, for search by the beginning of any word: the same SQL on both engines. Agency and pathway
-- stand here a second time, so that a search within them reads no other row; written together with worker.
CREATE TABLE worker_word (
    pemda_id ID NOT NULL,
    word TEXT NOT NULL,
    worker_id ID NOT NULL,
    agency_id ID NOT NULL,
    pathway TEXT NOT NULL,
    PRIMARY KEY (pemda_id, word, worker_id),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id)
) LINK;
CREATE INDEX worker_word_worker ON worker_word (pemda_id, worker_id, word);
CREATE INDEX worker_word_agency ON worker_word (pemda_id, agency_id, word, worker_id, pathway);

-- Any number of engagements per person; the main one is in worker.
CREATE TABLE engagement (
    pemda_id ID NOT NULL,
    worker_id ID NOT NULL,
    id ID NOT NULL,
    agency_id ID NOT NULL,
    position_text TEXT NOT NULL DEFAULT '',
    decree TEXT NOT NULL DEFAULT '',
    decree_date DATE,
    signer TEXT NOT NULL DEFAULT '',
    started DATE,
    ended DATE,
    wage MONEY NOT NULL DEFAULT 0,
    PRIMARY KEY (pemda_id, worker_id, id),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id),
    FOREIGN KEY (pemda_id, agency_id) REFERENCES agency (pemda_id, id)
);

-- History of a person's pathway and case.
CREATE TABLE worker_event (
    pemda_id ID NOT NULL,
    worker_id ID NOT NULL,
    id ID NOT NULL,
    moment TIME NOT NULL,
    user_id ID NOT NULL,
    user_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    document TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (pemda_id, worker_id, id),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id)
);

-- Totals that pages show, kept with each change and recounted by `check`: people per agency and standing. The
-- rows with agency_id -1 are the whole region, so that no page adds up agencies. owned: an unresolved case has
-- somebody who answers for it and a date.
CREATE TABLE worker_count (
    pemda_id ID NOT NULL REFERENCES region (id),
    agency_id ID NOT NULL,
    active FLAG NOT NULL CHECK (active IN (0, 1)),
    pathway TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    owned FLAG NOT NULL CHECK (owned IN (0, 1)),
    n INT NOT NULL,
    PRIMARY KEY (pemda_id, agency_id, active, pathway, state, reason, owned)
) LINK;

-- A worker asks to correct their own data; an officer decides.
CREATE TABLE correction (
    pemda_id ID NOT NULL,
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    number TEXT NOT NULL,
    worker_id ID NOT NULL,
    field TEXT NOT NULL,
    old_value TEXT NOT NULL,
    new_value TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'menunggu' CHECK (state IN ('menunggu', 'diterima', 'ditolak')),
    answer TEXT NOT NULL DEFAULT '',
    created TIME NOT NULL,
    due DATE NOT NULL,
    decided TIME NOT NULL DEFAULT 0,
    decided_by ID,
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, number),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id)
);
CREATE INDEX correction_state ON correction (pemda_id, state, due, id);
CREATE INDEX correction_worker ON correction (pemda_id, worker_id, id);

-- Sealed slip from the agency: NIK and 8 characters open an account once within 30 days.
CREATE TABLE activation_slip (
    pemda_id ID NOT NULL,
    id ID NOT NULL,
    worker_id ID NOT NULL,
    code_hash TEXT NOT NULL,
    created TIME NOT NULL,
    expires TIME NOT NULL,
    used TIME NOT NULL DEFAULT 0,
    printed_by ID NOT NULL,
    PRIMARY KEY (pemda_id, id),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id)
);
CREATE INDEX activation_slip_worker ON activation_slip (pemda_id, worker_id, id);
