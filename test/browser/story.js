/*
 * story.js: the main job in a real browser, from an empty region to a worker who reads on a phone what was decided
 * and why: census file → duplicates → public test → lock → lottery → plan and money → choices → run → scenario →
 * approval by somebody else → publication → files that a stranger verifies → offer, correction, objection, answers.
 * Every person is invented. The steps build on each other: after a failure the rest is not tried.
 */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const lib = require('./lib');

const DAY = ['2026-12-01', '2026-12-08', '2026-12-09']; /* census and public test · lock, choices · run */
const AGENCIES = ['Dinas Pendidikan dan Kebudayaan', 'Dinas Kesehatan', 'Satuan Polisi Pamong Praja'];
const CODES = ['1.01', '1.02', '1.05'];
const JOBS = ['Pengemudi', 'Petugas Kebersihan', 'Petugas Keamanan'];
const JOB_CODES = ['PENGEMUDI', 'KEBERSIHAN', 'KEAMANAN'];
const HEAD = 'No,NIK,Nama Lengkap,Tempat Lahir,Tanggal Lahir,JK,Perangkat Daerah,Tugas Harian,TMT Mulai Kerja,Upah per Bulan,No HP';

const two = (n) => String(n).padStart(2, '0');
const SYLLABLES = ['Ban', 'Cak', 'Dur', 'Gam', 'Hal', 'Jat', 'Kun', 'Lam', 'Mar', 'Nor', 'Pur', 'Ras', 'Sul', 'Tan', 'Wid'];
const ENDS = ['adi', 'enti', 'ilah', 'oro', 'usman'];
const FAMILIES = ['Contohadi', 'Misalno', 'Umpamawati', 'Andaikusuma', 'Teladani'];

function person(i) {
  const woman = i % 2 === 1;
  const d = 1 + (i * 7) % 28;
  const m = 1 + (i * 5) % 12;
  const y = 70 + (i * 3) % 28;
  const nik = `630901${two(d + (woman ? 40 : 0))}${two(m)}${two(y)}${String(i + 1).padStart(4, '0')}`;
  return {
    nik,
    name: `${SYLLABLES[i % 15]}${ENDS[Math.floor(i / 15) % 5]} ${FAMILIES[(i + Math.floor(i / 5)) % 5]}`,
    born: `${two(d)}-${two(m)}-19${two(y)}`,
    sex: woman ? 'P' : 'L',
    agency: AGENCIES[i % 3],
    job: JOBS[Math.floor(i / 3) % 3],
    since: `${two(1 + (i % 28))}-0${1 + (i % 9)}-${2005 + (i % 16)}`,
    wage: 1200000 + (i % 10) * 100000,
    phone: `0812000${String(i).padStart(5, '0')}`,
  };
}

function row(n, p, change = {}) {
  const q = { ...p, ...change };
  return `${n},${q.nik},${q.name},Tanjung,${q.born},${q.sex},${q.agency},${q.job},${q.since},${q.wage},${q.phone}`;
}

/* 60 good people; then what offices really send: short and rounded NIK, a day that does not exist, a job left out, a
 * misspelt agency, one NIK for two people, one person twice with a slip in the NIK. */
function censusFile() {
  const lines = [HEAD];
  for (let i = 0; i < 60; i += 1) lines.push(row(i + 1, person(i)));
  const twin = person(3);
  lines.push(row(61, person(100), { nik: '63090107019' }));
  lines.push(row(62, person(101), { nik: '6.30901E+15' }));
  lines.push(row(63, person(102), { born: '31-02-1988' }));
  lines.push(row(64, person(103), { job: '' }));
  lines.push(row(65, person(104), { agency: 'Dinas Kesehatn' }));
  lines.push(row(66, person(105), { nik: person(5).nik }));
  lines.push(row(67, twin, { nik: `${twin.nik.slice(0, 15)}9`, agency: AGENCIES[1] }));
  return `${lines.join('\r\n')}\r\n`;
}

function planFile() {
  const lines = ['id_baris,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan'];
  let order = 0;
  CODES.forEach((code, a) => JOB_CODES.forEach((job, j) => {
    order += 1;
    lines.push(`B${a}${j},${code},${job},1,${j === 0 ? 6 : 5},48000000,3500000,${order},,`);
  }));
  return `${lines.join('\n')}\n`;
}

/* ---- walking ---- */

class Stage {
  constructor(browser, server) {
    this.browser = browser;
    this.server = server;
    this.open = new Map();
  }

  /* A person at their own machine, signed in once a day. */
  async as(user, { password = lib.PASSWORD, phone = false } = {}) {
    if (!this.open.has(user)) {
      const context = await this.browser.newContext({
        locale: 'id-ID',
        acceptDownloads: true,
        viewport: phone ? { width: 360, height: 780 } : { width: 1280, height: 900 },
      });
      const page = await context.newPage();
      page.setDefaultTimeout(15000);
      if (user !== 'anonymous') await lib.signIn(page, this.server.origin, user, password);
      this.open.set(user, page);
    }
    return this.open.get(user);
  }

  async go(page, address) {
    const answer = await page.goto(`${this.server.origin}${address}`);
    if (answer.status() >= 400) throw new Error(`${address}: ${answer.status()}\n${await words(page)}`);
  }

  async nextDay(day) {
    for (const page of this.open.values()) await page.context().close();
    this.open.clear();
    await this.server.restart(day);
  }
}

async function words(page) {
  return (await page.locator('main').innerText()).replace(/\s+/g, ' ').slice(0, 1500);
}

async function sees(page, ...texts) {
  const all = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
  for (const text of texts) {
    if (!(text instanceof RegExp ? text.test(all) : all.includes(text))) {
      throw new Error(`"${text}" is not on ${page.url()}:\n${all.slice(0, 3000)}`);
    }
  }
}

async function seesNot(page, ...texts) {
  const all = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
  for (const text of texts) if (all.includes(text)) throw new Error(`"${text}" is on ${page.url()}`);
}

/* Press a button and wait for the page behind it. */
async function press(page, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: typeof name === 'string' }).first().click()]);
}

async function follow(page, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name }).first().click()]);
}

async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.fill(`main [name="${name}"]`, value);
}

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()]);
  return fs.readFileSync(await file.path(), 'utf8');
}

async function upload(page, field, name, text) {
  await page.setInputFiles(`input[name="${field}"]`, { name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

/* ---- the steps ---- */

async function importCensus(s, facts) {
  const page = await s.as('hr_officer');
  await s.go(page, '/pendataan/mulai');
  await fill(page, { nama: 'Sensus 2026', acuan: '2026-12-31', batas: '2026-12-31' });
  await press(page, 'Mulai sensus');
  await s.go(page, '/pendataan/impor');
  await upload(page, 'berkas', 'tenaga.csv', censusFile());
  await press(page, 'Unggah');
  await sees(page, 'Cocokkan kolom', 'Belum ada satu baris pun yang disimpan');
  await page.getByLabel('Arti kolom Tugas Harian').selectOption('jabatan');
  await press(page, 'Periksa berkas');
  await lib.waitFor(page, 'h1:has-text("siap disimpan")');
  await sees(page, 'Galat', 'Perangkat daerah yang belum dikenal', 'Jangan impor apa pun');
  facts.importAddress = new URL(page.url()).pathname;
}

async function readErrors(s, facts) {
  const page = await s.as('hr_officer');
  const report = await download(page, 'Unduh laporan');
  for (const code of ['NIK_PANJANG', 'NIK_NOTASI_ILMIAH', 'TANGGAL_TIDAK_ADA', 'JABATAN_KOSONG', 'OPD_TIDAK_DIKENAL', 'NIK_GANDA', 'DUPLIKAT_KUAT']) {
    if (!report.includes(code)) throw new Error(`${code} is not in the report:\n${report}`);
  }
  await page.locator('select[name="p0"]').selectOption({ label: AGENCIES[1] });
  await press(page, 'Simpan padanan dan periksa lagi');
  await lib.waitFor(page, 'h1:has-text("siap disimpan")');
  await seesNot(page, 'Perangkat daerah yang belum dikenal');
  facts.before = await page.locator('h1').innerText();
}

async function takeGoodRows(s) {
  const page = await s.as('hr_officer');
  await press(page, /^Impor .* baris yang baik$/);
  await lib.waitFor(page, 'h1:has-text("orang disimpan")');
  await sees(page, 'Baris galat belum masuk');
  await s.go(page, '/tenaga');
  await sees(page, person(0).name, 'Dinas Kesehatan');
  await seesNot(page, person(0).nik);
}

async function sameFileAgain(s) {
  const page = await s.as('hr_officer');
  await s.go(page, '/pendataan/impor');
  await upload(page, 'berkas', 'tenaga.csv', censusFile());
  await press(page, 'Unggah');
  if (await page.getByRole('button', { name: 'Periksa berkas' }).count() > 0) {
    await press(page, 'Periksa berkas');
    await lib.waitFor(page, 'main:has-text("sudah diimpor"), h1:has-text("siap disimpan")');
  }
  await sees(page, /sudah diimpor|0 baris siap disimpan/);
}

async function decideDuplicates(s) {
  const page = await s.as('hr_officer');
  await s.go(page, '/pendataan/ganda');
  await sees(page, 'Data ganda');
  await page.locator('main a[href^="/pendataan/ganda/"]').first().click();
  for (let i = 0; i < 10 && await page.getByRole('button', { name: 'Simpan dan lanjut' }).count() > 0; i += 1) {
    await sees(page, 'Apakah ini orang yang sama?');
    const clash = (await words(page)).includes('Satu NIK tercatat dua kali');
    await page.locator(`input[name=keputusan][value=${clash ? 'berbeda' : 'sama_a'}]`).check();
    await fill(page, { alasan: 'Dicocokkan dengan KTP dan kartu keluarga di meja layanan.' });
    await press(page, 'Simpan dan lanjut');
  }
  await sees(page, 'Keputusan tentang data ganda tersimpan');
}

async function publicTest(s) {
  const page = await s.as('hr_officer');
  await s.go(page, '/pendataan');
  await fill(page, { mulai: DAY[0], sampai: '2026-12-03' });
  await press(page, 'Mulai uji publik');
  await sees(page, 'Uji publik berlangsung paling sedikit 5 hari');
  await fill(page, { mulai: DAY[0], sampai: '2026-12-07' });
  await press(page, 'Mulai uji publik');
  await sees(page, 'Tahap pendataan berganti');
  await s.go(page, '/pendataan/keberatan/baru');
  await page.locator('select[name=instansi]').selectOption({ label: AGENCIES[0] });
  await fill(page, { uraian: 'Satu orang dalam daftar sudah lama tidak bertugas di sekolah kami.', pengirim: 'Warga Teladan' });
  await press(page, 'Simpan keberatan');
  await follow(page, /^K-2026/);
  await fill(page, { jawaban: 'Sudah diperiksa ke sekolah: yang bersangkutan masih bertugas.' });
  await press(page, 'Tolak dengan alasan');
}

async function sealLottery(s, facts) {
  const page = await s.as('hr_officer');
  await s.go(page, '/undian/acara');
  await press(page, 'Buat kata rahasia');
  await sees(page, 'Tampil satu kali ini saja');
  facts.word = (await page.locator('article code.hash').innerText()).trim();
  const stranger = await s.as('anonymous');
  await s.go(stranger, '/undian');
  await sees(stranger, 'Masih tersegel');
  await seesNot(stranger, facts.word);
}

async function signStatements(s) {
  const page = await s.as('hr_officer');
  await s.go(page, '/pendataan');
  await fill(page, { sampai: DAY[1] });
  await press(page, 'Mulai tahap perbaikan');
  await fill(page, { sampai: DAY[1] });
  await press(page, 'Mulai tahap SPTJM');
  await sees(page, 'Belum dapat dikunci: 3 instansi belum menandatangani SPTJM');
  for (const agency of AGENCIES) {
    await s.go(page, '/pendataan');
    await follow(page, agency);
    await fill(page, { penanda_tangan: 'Contowati Umpama', jabatan: 'Kepala Dinas', nomor: '800/12/2026', tanggal: DAY[1] });
    await press(page, 'Simpan pernyataan');
  }
  await s.go(page, '/pendataan');
  await seesNot(page, 'Belum dapat dikunci');
  if (await page.getByRole('button', { name: 'Kunci sensus' }).count() > 0) throw new Error('hr_officer can lock');
}

async function lockCensus(s, facts) {
  const page = await s.as('appointing_authority');
  await s.go(page, '/pendataan');
  await press(page, 'Kunci sensus');
  await lib.waitFor(page, 'main:has-text("Sidik (SHA-256)")');
  facts.seal = (await page.locator('code.hash').first().innerText()).trim();
  const officer = await s.as('hr_officer');
  await s.go(officer, '/pendataan/impor');
  await upload(officer, 'berkas', 'lagi.csv', `${HEAD}\r\n${row(1, person(200))}\r\n`);
  await press(officer, 'Unggah');
  await sees(officer, /[Dd]ikunci|terkunci/);
  await s.go(officer, '/tenaga?cari=Banadi');
  await follow(officer, person(0).name);
  await follow(officer, 'Ubah data');
  await fill(officer, { upah: '9000000' });
  await press(officer, /^Simpan/);
  await sees(officer, /[Dd]ikunci|terkunci/);
}

async function drawLottery(s, facts) {
  const page = await s.as('hr_officer');
  await s.go(page, '/undian/acara');
  await fill(page, {
    angka: '407318265904', tanggal: DAY[1], pukul: '09.30', tempat: 'Pendopo', berita_acara: 'BA/7/2026',
    saksi1: 'Umpama Andai', wakil1: 'Inspektorat', saksi2: 'Teladan Misal', wakil2: 'Wakil tenaga kerja',
  });
  await press(page, 'Catat hasil undian');
  await s.go(page, '/undian/acara');
  await fill(page, { kata: 'TBL-SALAHSALAH22' });
  await press(page, 'Buka dan umumkan benih');
  await sees(page, 'tidak sama dengan sidik yang disegel');
  await fill(page, { kata: facts.word });
  await press(page, 'Buka dan umumkan benih');
  const stranger = await s.as('anonymous');
  await s.go(stranger, '/undian');
  await sees(stranger, 'Cocok.', `${facts.word}-407318265904`);
}

async function planAndMoney(s) {
  const page = await s.as('hr_officer');
  await s.go(page, '/pagu/impor');
  await page.locator('input[name=jenis][value=rencana]').check();
  await upload(page, 'berkas', 'rencana.csv', planFile().replace('PENGEMUDI', 'PILOT'));
  await press(page, 'Periksa dan simpan');
  await sees(page, 'rencana.csv:2', 'tidak dikenal');
  await page.locator('input[name=jenis][value=rencana]').check();
  await upload(page, 'berkas', 'rencana.csv', planFile());
  await press(page, 'Periksa dan simpan');
  await sees(page, '9 baru');
  await page.locator('input[name=jenis][value=pagu]').check();
  await upload(page, 'berkas', 'pagu.csv', 'kode_opd,pagu\n1.01,720000000\n1.02,480000000\n');
  await press(page, 'Periksa dan simpan');
  await sees(page, '2 baru');
  await s.go(page, '/pagu');
  await follow(page, AGENCIES[2]);
  const late = await page.context().newPage();
  await late.goto(page.url());
  await fill(page, { pagu: '600000000' });
  await press(page, 'Simpan pagu');
  await sees(page, 'Pagu tersimpan');
  await fill(late, { pagu: '1' });
  await press(late, 'Simpan pagu');
  await sees(late, 'Data ini baru saja diubah orang lain', 'Isian Anda belum disimpan');
  await late.close();
  await page.reload();
  if (!/600[.]?000[.]?000/.test(await page.inputValue('input[name=pagu]'))) throw new Error('a stale form was taken');
  await s.go(page, '/pagu/baris/baru');
  await fill(page, { kode: 'B99', jumlah: '3', biaya: '48000000', upah: '3600000', urutan: '99' });
  await page.locator('select[name=instansi]').selectOption({ label: AGENCIES[0] });
  await page.locator('select[name=jabatan]').selectOption({ label: JOBS[0] });
  await page.locator('select[name=tahap]').selectOption('1');
  await press(page, 'Simpan baris');
  await sees(page, 'Baris rencana tersimpan');
  await s.go(page, '/pagu/pilihan');
  await fill(page, { buka: DAY[1], tutup: DAY[1] });
  await press(page, 'Simpan');
}

async function activateWorker(s, facts) {
  const desk = await s.as('agency_officer');
  await s.go(desk, '/slip');
  await desk.getByLabel(`Cetak slip ${person(0).name}`).check();
  await press(desk, 'Cetak slip yang dipilih');
  await sees(desk, 'Slip aktivasi akun', 'Kode berlaku satu kali');
  facts.slip = (await desk.locator('strong.code').first().innerText()).trim();
  const page = await s.as('anonymous');
  await s.go(page, '/aktivasi');
  await fill(page, { nik: person(0).nik, kode: facts.slip, baru: 'kata-sandi-umpama', ulangi: 'kata-sandi-umpama' });
  await press(page, 'Aktifkan akun');
  await sees(page, 'Akun Anda aktif');
  await s.go(page, '/aktivasi');
  await fill(page, { nik: person(0).nik, kode: facts.slip, baru: 'kata-sandi-lain-lagi', ulangi: 'kata-sandi-lain-lagi' });
  await press(page, 'Aktifkan akun');
  await seesNot(page, 'Akun Anda aktif');
}

const asWorker = (s) => s.as(person(0).nik, { password: 'kata-sandi-umpama', phone: true });

async function chooseOnPhone(s) {
  const page = await asWorker(s);
  await s.go(page, '/saya/pilihan');
  await sees(page, 'Urutkan pekerjaan yang Anda inginkan');
  const add = page.getByRole('button', { name: /^Tambah Pengemudi/ });
  await Promise.all([page.waitForNavigation(), add.first().click()]);
  const save = page.getByRole('button', { name: /^Simpan/ });
  if (await save.count() > 0) await Promise.all([page.waitForNavigation(), save.first().click()]);
  await sees(page, 'Urutan pilihan Anda tersimpan');
}

async function runAllocation(s, facts) {
  const page = await s.as('hr_officer');
  await s.go(page, '/alokasi');
  await seesNot(page, 'Perhitungan sekarang menjadi percobaan');
  await fill(page, { nama: 'Keadaan sekarang' });
  await press(page, 'Hitung sekarang');
  facts.run = new URL(page.url()).pathname;
  await lib.waitFor(page, 'h2:has-text("Sertifikat keadilan")');
  await sees(page, 'Punya jalur', 'Belum terselesaikan', 'Belanja setahun', 'Siapa mendapat apa, menurut kelompok');
  await seesNot(page, 'Tidak lulus');
}

async function compareScenario(s, facts) {
  const page = await s.as('hr_officer');
  await s.go(page, `${facts.run}/skenario`);
  await fill(page, { nama: 'Pagu kesehatan naik', pagu: '900000000' });
  await page.locator('select[name=instansi]').selectOption({ label: AGENCIES[1] });
  await press(page, 'Hitung skenario');
  await s.go(page, facts.run);
  await lib.waitFor(page, 'th:has-text("B · Pagu kesehatan naik")');
  await lib.waitFor(page, 'tr:has-text("Jadi punya jalur")');
  await sees(page, 'Bandingkan skenario', 'A · Keadaan sekarang', 'Kehilangan jalur');
}

async function proposeAndApprove(s, facts) {
  const officer = await s.as('hr_officer');
  await s.go(officer, `${facts.run}/putusan`);
  await fill(officer, { alasan: 'Semua pemegang posisi tetap, dan belanja di bawah pagu.' });
  await press(officer, 'Ajukan');
  await sees(officer, 'Pengusul tidak dapat menyetujuinya sendiri');
  if (await officer.getByRole('button', { name: 'Setujui' }).count() > 0) throw new Error('the proposer may approve');
  const token = await officer.locator('input[name=_kunci]').first().inputValue();
  const tried = await officer.request.post(`${s.server.origin}${facts.run}/setujui`,
    { form: { _kunci: token, versi: '1', alasan: 'Saya setujui sendiri.' } });
  if (tried.status() !== 403) throw new Error(`the proposer's approval answered ${tried.status()}`);
  const boss = await s.as('appointing_authority');
  await s.go(boss, '/keputusan');
  await follow(boss, 'Keadaan sekarang');
  await fill(boss, { alasan: 'Sesuai aturan yang diumumkan.' });
  const quarantine = boss.locator('textarea[name=karantina]');
  if (await quarantine.count() > 0) await quarantine.fill('Dua baris menunggu KTP; keputusannya menyusul.');
  await press(boss, 'Setujui');
  await sees(boss, 'Disetujui');
  const legal = await s.as('legal_reviewer');
  await s.go(legal, '/keputusan');
  await follow(legal, 'Keadaan sekarang');
  await fill(legal, { dasar: 'Pasal 4 Peraturan Bupati Umpama tentang penataan tenaga non-ASN.' });
  await press(legal, 'Setujui pengumuman');
}

async function publish(s, facts) {
  const page = await s.as('hr_officer');
  await s.go(page, `${facts.run}/putusan`);
  await press(page, 'Terbitkan hasil');
  await lib.waitFor(page, 'a[href^="/sertifikat/"]:has-text("Sertifikat")');
  await follow(page, /^Sertifikat$/).catch(() => s.go(page, '/sertifikat'));
  const stranger = await s.as('anonymous');
  await s.go(stranger, '/sertifikat');
  await follow(stranger, /^A-2027/);
  facts.certificate = new URL(stranger.url()).pathname;
  await sees(stranger, 'Sertifikat alokasi 2027', 'Yang dibuktikan', 'Lulus', 'Periksa sendiri', 'Yang tidak dibuktikan');
  await seesNot(stranger, 'Tidak lulus', person(0).name, person(0).nik);
  await s.go(stranger, '/');
  await seesNot(stranger, person(0).name, person(0).nik);
}

async function verifyAsStranger(s, facts, binary) {
  const page = await s.as('anonymous');
  const dir = path.join(s.server.dir, 'unduhan');
  fs.mkdirSync(dir);
  await s.go(page, facts.certificate);
  const links = await page.$$eval('a[href$=".csv"]', (list) => list.map((a) => a.href));
  for (const link of links) {
    const answer = await page.request.get(link);
    fs.writeFileSync(path.join(dir, link.split('/').pop()), await answer.body());
  }
  const published = fs.readFileSync(path.join(dir, 'pekerja.csv'), 'utf8');
  for (let i = 0; i < 60; i += 1) if (published.includes(person(i).nik)) throw new Error('a NIK is in the public file');
  const good = spawnSync(binary, ['verify', '--in', dir, '--out', dir], { encoding: 'utf8' });
  if (good.status !== 0) throw new Error(`verify: ${good.status}\n${good.stdout}${good.stderr}`);
  const file = path.join(dir, 'hasil.csv');
  const text = fs.readFileSync(file, 'utf8').split('\n');
  const at = text.findIndex((line) => line.includes(',TEMPAT,'));
  text[at] = `${text[at].split(',')[0]},BELUM,,,,ANGGARAN`;
  fs.writeFileSync(file, text.join('\n'));
  const bad = spawnSync(binary, ['verify', '--in', dir, '--out', dir], { encoding: 'utf8' });
  if (bad.status !== 1 || !bad.stdout.includes('TIDAK sesuai')) throw new Error(`a changed result: ${bad.status}\n${bad.stdout}`);
}

async function workerReadsWhy(s) {
  const page = await asWorker(s);
  await s.go(page, '/saya');
  await sees(page, /Anda ditempatkan di/, 'Mengapa', 'Tawaran untuk Anda');
  await follow(page, 'Jawab tawaran');
  await fill(page, { sandi: 'bukan-sandi-saya' });
  await press(page, 'Terima tawaran');
  await seesNot(page, 'Tawaran Anda terima');
  await fill(page, { sandi: 'kata-sandi-umpama' });
  await press(page, 'Terima tawaran');
  await sees(page, 'Tawaran Anda terima');
}

async function workerSpeaks(s) {
  const page = await asWorker(s);
  await s.go(page, '/saya/data/no_hp');
  await fill(page, { no_hp: '081211112222', alasan: 'Nomor lama saya sudah tidak aktif.' });
  await press(page, 'Kirim permintaan');
  await sees(page, 'Permintaan perbaikan dikirim');
  await s.go(page, '/saya/keberatan');
  await page.locator('input[name=pokok][value=upah]').check();
  await fill(page, { uraian: 'Upah saya yang tercatat lebih rendah dari yang saya terima.' });
  await press(page, 'Kirim keberatan');
  await sees(page, 'Keberatan Anda diterima');
}

async function officersAnswer(s) {
  const page = await s.as('hr_officer');
  await s.go(page, '/koreksi');
  await page.locator('main a[href^="/koreksi/"]').first().click();
  await page.waitForLoadState();
  await fill(page, { jawaban: 'Sesuai kartu nomor yang ditunjukkan.' });
  await press(page, /^Terima/);
  await sees(page, 'Perbaikan diterima dan data diperbarui');
  await s.go(page, '/keberatan');
  await page.locator('main a[href^="/keberatan/"]').first().click();
  await page.waitForLoadState();
  await fill(page, { jawaban: 'Upah dibaca dari surat keputusan; bukti lain dapat dibawa ke meja layanan.' });
  await press(page, 'Tolak keberatan');
  await sees(page, 'Jawaban tersimpan');
  const worker = await asWorker(s);
  await s.go(worker, '/saya/keberatan');
  await sees(worker, 'Upah dibaca dari surat keputusan');
  await s.go(worker, '/saya/data');
  await sees(worker, '081211112222');
}

async function auditorLooks(s) {
  const page = await s.as('auditor');
  await s.go(page, '/audit');
  await sees(page, 'Tawaran: terima', 'Keberatan: tolak', 'Perbaikan data: terima');
  await s.go(page, '/audit/periksa');
  await sees(page, /utuh/i);
}

async function story(binary, browser) {
  const server = await lib.startServer(binary, ['--workers', '0'], DAY[0]);
  const s = new Stage(browser, server);
  const facts = {};
  const steps = [
    ['hr_officer uploads a census file, maps a column, sees what is wrong', () => importCensus(s, facts)],
    ['the report names every bad row; a misspelt agency is matched once', () => readErrors(s, facts)],
    ['the good rows are taken, the bad ones stay out', () => takeGoodRows(s)],
    ['the same file again changes nothing', () => sameFileAgain(s)],
    ['duplicates are decided side by side', () => decideDuplicates(s)],
    ['public test of five days with an objection that is answered', () => publicTest(s)],
    ['the lottery is sealed and only its fingerprint is public', () => sealLottery(s, facts)],
    ['correction, then every agency signs its statement', async () => { await s.nextDay(DAY[1]); await signStatements(s); }],
    ['the appointing authority locks; after that nothing is edited', () => lockCensus(s, facts)],
    ['twelve figures are drawn, the envelope is opened', () => drawLottery(s, facts)],
    ['plan and ceilings by file and by form', () => planAndMoney(s)],
    ['the agency prints a slip, the worker opens an account once', () => activateWorker(s, facts)],
    ['the worker orders choices on a phone', () => chooseOnPhone(s)],
    ['the allocation is computed and certified', async () => { await s.nextDay(DAY[2]); await runAllocation(s, facts); }],
    ['a scenario stands beside it', () => compareScenario(s, facts)],
    ['proposed by one, approved by another, released by law', () => proposeAndApprove(s, facts)],
    ['published: a certificate without a name', () => publish(s, facts)],
    ['a stranger verifies the downloaded files and finds a planted fault', () => verifyAsStranger(s, facts, binary)],
    ['the worker reads why and accepts with the password', () => workerReadsWhy(s)],
    ['the worker asks for a correction and objects', () => workerSpeaks(s)],
    ['officers answer and the worker reads the answers', () => officersAnswer(s)],
    ['the auditor finds an unbroken trail', () => auditorLooks(s)],
  ];
  for (const [name, body] of steps) if (!await lib.check(name, body)) break;
  for (const page of s.open.values()) await page.context().close();
  await lib.check('every invariant of the database holds afterwards', async () => lib.run(binary, ['check', '--db', server.db]));
  await server.stop();
}

module.exports = { story };
