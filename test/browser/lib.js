/*
 * lib.js: what the browser tests share: a server on a database of its own, a browser, signing in, TAP lines.
 */
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { chromium } = require('playwright-core');

const PASSWORD = 'alihdaya-demo';
const ROLES = ['appointing_authority', 'hr_officer', 'agency_officer', 'legal_reviewer', 'worker', 'auditor',
  'council_member', 'administrator'];

let passed = 0;
let failed = 0;

function report(good, name, detail) {
  if (good) {
    passed += 1;
    console.log(`ok - ${name}`);
  } else {
    failed += 1;
    console.log(`not ok - ${name}`);
    for (const line of String(detail || '').split('\n').slice(0, 12)) console.log(`  # ${line}`);
  }
  return good;
}

/* One named check: a thrown error is its failure, with what was on the page. */
async function check(name, body) {
  try {
    await body();
    return report(true, name);
  } catch (error) {
    return report(false, name, error.stack || error);
  }
}

function run(binary, args) {
  const done = spawnSync(binary, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (done.status !== 0) throw new Error(`${binary} ${args.join(' ')}: ${done.status}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

/* Start to serve; the address is on the first line. */
async function serve(binary, db, day) {
  const args = ['serve', '--db', db, '--listen', '127.0.0.1:0', ...(day ? ['--today', day] : [])];
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let errors = '';
  child.stderr.on('data', (d) => { errors += d; });
  const origin = await new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`server ended with ${code}\n${said}${errors}`)));
    child.stdout.on('data', (d) => {
      said += d;
      const m = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (m) resolve(m[0]);
    });
  });
  child.removeAllListeners('exit');
  return { child, origin, errors: () => errors };
}

async function end(child) {
  const gone = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/* A fresh demo database and a server on a port of its choosing; `day` is what it takes for today. */
async function startServer(binary, demoArgs, day) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'alihdaya-'));
  const db = path.join(dir, 'demo.db');
  run(binary, ['demo', '--db', db, ...demoArgs]);
  let now = await serve(binary, db, day);
  const server = {
    origin: now.origin,
    db,
    dir,
    errors: () => now.errors(),
    async restart(other) {
      await end(now.child);
      now = await serve(binary, db, other);
      server.origin = now.origin;
    },
    async stop() {
      await end(now.child);
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
  return server;
}

async function startBrowser() {
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
  if (process.getuid() === 0) args.push('--no-sandbox');
  return chromium.launch({ executablePath: '/usr/bin/chromium', args });
}

async function signIn(page, origin, user, password = PASSWORD) {
  await page.goto(`${origin}/masuk`);
  await page.fill('input[name=pengguna]', user);
  await page.fill('input[name=sandi]', password);
  await Promise.all([page.waitForNavigation(), page.click('main form button.main')]);
  if (new URL(page.url()).pathname === '/masuk') throw new Error(`${user} was not let in`);
}

/* Wait until a page that shows a running job has come to its end: the words of `done` appear. */
async function waitFor(page, done, seconds = 30) {
  for (let i = 0; i < seconds * 2; i += 1) {
    if (await page.locator(done).count() > 0) return;
    await page.waitForTimeout(500);
    await page.reload();
  }
  const shown = (await page.locator('body').innerText()).replace(/\s+/g, ' ').slice(0, 1500);
  throw new Error(`${done} did not appear on ${page.url()}\n${shown}`);
}

function counts() {
  return { passed, failed };
}

module.exports = { PASSWORD, ROLES, check, report, run, startServer, startBrowser, signIn, waitFor, counts };
