-- 0004_pathway.sql: the plan and its money, what workers choose, results of ASN selections, the lottery, and the
-- runs of the allocation engine with everything a stranger needs to repeat them (allocation.md).

-- Plan lines (baris rencana) of a budget year. code is id_baris; seats are approved by the budget team; cost is
-- rupiah a seat for the budget period, wage rupiah a month; ord is the order in which an agency's money flows.
CREATE TABLE plan_line (
    pemda_id ID NOT NULL REFERENCES region (id),
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    year INT NOT NULL,
    code TEXT NOT NULL,
    everywhere FLAG NOT NULL DEFAULT 0 CHECK (everywhere IN (0, 1)),
    agency_id ID NOT NULL,
    position_id ID NOT NULL,
    stage INT NOT NULL CHECK (stage BETWEEN 1 AND 5),
    seats INT NOT NULL CHECK (seats >= 0),
    cost MONEY NOT NULL CHECK (cost >= 0),
    wage MONEY NOT NULL CHECK (wage >= 0),
    ord INT NOT NULL,
    requirements TEXT NOT NULL DEFAULT '',
    reserves TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    active FLAG NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, year, code),
    FOREIGN KEY (pemda_id, agency_id) REFERENCES agency (pemda_id, id),
    FOREIGN KEY (pemda_id, position_id) REFERENCES position (pemda_id, id)
);
CREATE INDEX plan_line_agency ON plan_line (pemda_id, year, agency_id, ord, code);

CREATE TABLE ceiling (
    pemda_id ID NOT NULL REFERENCES region (id),
    year INT NOT NULL,
    agency_id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    amount MONEY NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (pemda_id, year, agency_id),
    FOREIGN KEY (pemda_id, agency_id) REFERENCES agency (pemda_id, id)
);

-- Words for the codes that a line may require: SIM_A = "SIM A yang masih berlaku".
CREATE TABLE qualification (
    pemda_id ID NOT NULL REFERENCES region (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (pemda_id, code)
);

-- When workers may choose, per budget year; closes is the moment from which nothing changes any more.
CREATE TABLE choice_window (
    pemda_id ID NOT NULL REFERENCES region (id),
    year INT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    opens DATE NOT NULL,
    closes TIME NOT NULL,
    PRIMARY KEY (pemda_id, year)
);

-- A worker's list is written whole; choice_set carries its version, choice its lines.
CREATE TABLE choice_set (
    pemda_id ID NOT NULL,
    worker_id ID NOT NULL,
    year INT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    saved TIME NOT NULL,
    PRIMARY KEY (pemda_id, worker_id, year),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id)
);
CREATE TABLE choice (
    pemda_id ID NOT NULL,
    worker_id ID NOT NULL,
    year INT NOT NULL,
    place INT NOT NULL,
    line_id ID NOT NULL,
    PRIMARY KEY (pemda_id, worker_id, year, place),
    UNIQUE (pemda_id, worker_id, year, line_id),
    FOREIGN KEY (pemda_id, worker_id, year) REFERENCES choice_set (pemda_id, worker_id, year),
    FOREIGN KEY (pemda_id, line_id) REFERENCES plan_line (pemda_id, id)
);

-- Result of a PPPK or CPNS selection: a fact with its letter, entered or imported.
CREATE TABLE asn_result (
    pemda_id ID NOT NULL,
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    worker_id ID NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('PPPK', 'PPPK_PW', 'CPNS')),
    year INT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('LULUS', 'TIDAK_LULUS', 'MENUNGGU')),
    code TEXT NOT NULL DEFAULT '',
    formation TEXT NOT NULL DEFAULT '',
    score TEXT NOT NULL DEFAULT '',
    place INT NOT NULL DEFAULT 0,
    letter TEXT NOT NULL,
    letter_date DATE,
    changed TIME NOT NULL,
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, worker_id, kind, year),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id)
);

-- The lottery (section 5): the fingerprint of a sealed word is published before the census is locked, figures are
-- drawn in public after it, then the word is opened. The word itself is not here before it is opened.
CREATE TABLE lottery (
    pemda_id ID NOT NULL REFERENCES region (id),
    year INT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    state TEXT NOT NULL CHECK (state IN ('segel', 'undi', 'buka')),
    commitment TEXT NOT NULL,
    sealed TIME NOT NULL,
    sealed_by TEXT NOT NULL,
    drawn DATE,
    drawn_time TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    figures TEXT NOT NULL DEFAULT '',
    record TEXT NOT NULL DEFAULT '',
    video TEXT NOT NULL DEFAULT '',
    opened TIME NOT NULL DEFAULT 0,
    word TEXT NOT NULL DEFAULT '',
    seed TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (pemda_id, year)
);
CREATE TABLE lottery_witness (
    pemda_id ID NOT NULL,
    year INT NOT NULL,
    seq INT NOT NULL,
    name TEXT NOT NULL,
    represents TEXT NOT NULL,
    PRIMARY KEY (pemda_id, year, seq),
    FOREIGN KEY (pemda_id, year) REFERENCES lottery (pemda_id, year)
);

-- A run: frozen inputs, outputs, figures. base_id: the run a scenario starts from. trial: computed before the census
-- was locked or the lottery opened, so it can be looked at and never proposed. compared_id: the run whose results the
-- people gained, lost and moved are counted against: the base, or for a new computation the published one.
CREATE TABLE run (
    pemda_id ID NOT NULL REFERENCES region (id),
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    number TEXT NOT NULL,
    year INT NOT NULL,
    name TEXT NOT NULL,
    letter TEXT NOT NULL DEFAULT 'A',
    base_id ID,
    compared_id ID,
    trial FLAG NOT NULL DEFAULT 0 CHECK (trial IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('antre', 'beku', 'gagal', 'batal', 'selesai', 'diajukan', 'disetujui',
                                         'siap', 'menerbitkan', 'terbit', 'digantikan')),
    seed TEXT NOT NULL DEFAULT '',
    census_words TEXT NOT NULL DEFAULT '',
    census_hash TEXT NOT NULL DEFAULT '',
    frozen TIME NOT NULL DEFAULT 0,
    engine TEXT NOT NULL DEFAULT '',
    micros INT NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    created TIME NOT NULL,
    created_by ID NOT NULL,
    published TIME NOT NULL DEFAULT 0,
    PRIMARY KEY (pemda_id, id),
    UNIQUE (pemda_id, number),
    FOREIGN KEY (pemda_id, base_id) REFERENCES run (pemda_id, id),
    FOREIGN KEY (pemda_id, compared_id) REFERENCES run (pemda_id, id)
);
CREATE INDEX run_base ON run (pemda_id, base_id, id);
CREATE INDEX run_state ON run (pemda_id, state, id);

-- Texts by their fingerprint: a scenario that changes one file shares the others with its base. Never changed.
CREATE TABLE run_text (
    pemda_id ID NOT NULL REFERENCES region (id),
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (pemda_id, sha256)
);
-- sort: 'penuh' the sealed full set, 'saksi' for signed-for witnesses, 'umum' what anybody may download.
CREATE TABLE run_file (
    pemda_id ID NOT NULL,
    run_id ID NOT NULL,
    sort TEXT NOT NULL CHECK (sort IN ('penuh', 'saksi', 'umum')),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INT NOT NULL,
    lines INT NOT NULL,
    PRIMARY KEY (pemda_id, run_id, sort, name),
    FOREIGN KEY (pemda_id, run_id) REFERENCES run (pemda_id, id),
    FOREIGN KEY (pemda_id, sha256) REFERENCES run_text (pemda_id, sha256)
);

CREATE TABLE run_figure (
    pemda_id ID NOT NULL,
    run_id ID NOT NULL,
    name TEXT NOT NULL,
    value INT NOT NULL,
    PRIMARY KEY (pemda_id, run_id, name),
    FOREIGN KEY (pemda_id, run_id) REFERENCES run (pemda_id, id)
);
CREATE TABLE run_group (
    pemda_id ID NOT NULL,
    run_id ID NOT NULL,
    name TEXT NOT NULL,
    part INT NOT NULL,
    whole INT NOT NULL,
    PRIMARY KEY (pemda_id, run_id, name),
    FOREIGN KEY (pemda_id, run_id) REFERENCES run (pemda_id, id)
);
CREATE TABLE run_check (
    pemda_id ID NOT NULL,
    run_id ID NOT NULL,
    seq INT NOT NULL,
    name TEXT NOT NULL,
    passed FLAG NOT NULL CHECK (passed IN (0, 1)),
    checked INT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (pemda_id, run_id, seq),
    FOREIGN KEY (pemda_id, run_id) REFERENCES run (pemda_id, id)
);
-- What a scenario changed: kind pagu (target agency code), upah (job code, per mille), kursi (line code), asn
-- (worker's public id), benih.
CREATE TABLE run_change (
    pemda_id ID NOT NULL,
    run_id ID NOT NULL,
    seq INT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pagu', 'upah', 'kursi', 'asn', 'benih')),
    target TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (pemda_id, run_id, seq),
    FOREIGN KEY (pemda_id, run_id) REFERENCES run (pemda_id, id)
);
-- Who did what with a run, with the reason: proposal, approval, return, legal approval, quarantine reason.
CREATE TABLE run_step (
    pemda_id ID NOT NULL,
    run_id ID NOT NULL,
    seq INT NOT NULL,
    moment TIME NOT NULL,
    user_id ID NOT NULL,
    user_name TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (pemda_id, run_id, seq),
    FOREIGN KEY (pemda_id, run_id) REFERENCES run (pemda_id, id)
);

-- What a published run gave one person, with the sentences of section 14, one a line.
CREATE TABLE run_result (
    pemda_id ID NOT NULL,
    worker_id ID NOT NULL,
    run_id ID NOT NULL,
    status TEXT NOT NULL,
    line_code TEXT NOT NULL,
    choice INT NOT NULL,
    tier INT NOT NULL,
    reason TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (pemda_id, worker_id, run_id),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id),
    FOREIGN KEY (pemda_id, run_id) REFERENCES run (pemda_id, id)
);
CREATE INDEX run_result_run ON run_result (pemda_id, run_id, worker_id);

-- An offer to a worker: from a published run, or by hand for stages 3 to 5. Refusing is the worker's right.
CREATE TABLE offer (
    pemda_id ID NOT NULL,
    id ID NOT NULL,
    version INT NOT NULL DEFAULT 1,
    worker_id ID NOT NULL,
    run_id ID,
    line_id ID NOT NULL,
    pathway TEXT NOT NULL,
    wage_before MONEY NOT NULL,
    wage_after MONEY NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('menunggu', 'diterima', 'ditolak', 'ditarik')),
    words TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    made TIME NOT NULL,
    made_by ID NOT NULL,
    due DATE NOT NULL,
    answered TIME NOT NULL DEFAULT 0,
    PRIMARY KEY (pemda_id, id),
    FOREIGN KEY (pemda_id, worker_id) REFERENCES worker (pemda_id, id),
    FOREIGN KEY (pemda_id, run_id) REFERENCES run (pemda_id, id),
    FOREIGN KEY (pemda_id, line_id) REFERENCES plan_line (pemda_id, id)
);
CREATE UNIQUE INDEX offer_open ON offer (pemda_id, worker_id) WHERE state = 'menunggu';
CREATE UNIQUE INDEX offer_run ON offer (pemda_id, run_id, worker_id) WHERE run_id IS NOT NULL;
CREATE INDEX offer_worker ON offer (pemda_id, worker_id, id);
