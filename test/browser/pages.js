/*
 * pages.js: from the home page of each role, every link: no server error, valid HTML, and each kind of page once at
 * both widths in both themes: axe-core without a violation, no sideways scrolling, no target under 24 pixels, the
 * weight of ui.md section 7.
 */
'use strict';
const fs = require('node:fs');
const zlib = require('node:zlib');
const { HtmlValidate } = require('html-validate');
const lib = require('./lib');

const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PER_KIND = 2; /* pages visited of each kind of address and role */
const LOOKS_PER_PATH = 2; /* of one path with different filters: looked at closely at both widths in both themes */
const MOST = 160; /* addresses a role */
const HTML_BUDGET = 20 * 1024;

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'long-title': 'off',
    'no-inline-style': 'error',
    'require-sri': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-raw-characters': 'off',
    'prefer-native-element': 'off',
    'no-redundant-role': 'off',
    'svg-focusable': 'off',
    'valid-id': 'off',
    'tel-non-breaking': 'off',
  },
});

/* "/tenaga/123?q=a" → "/tenaga/{}?q" */
function kindOf(address) {
  const u = new URL(address);
  const keys = [...u.searchParams.keys()].sort().join('&');
  return u.pathname.replace(/\/[^/]*\d[^/]*/g, '/{}') + (keys ? `?${keys}` : '');
}

async function linksOf(page, origin) {
  const hrefs = await page.$$eval('a[href]', (list) => list.map((a) => a.href));
  return hrefs.map((h) => h.split('#')[0]).filter((h) => h.startsWith(`${origin}/`));
}

async function invalidHtml(text) {
  const result = await validator.validateString(text);
  return result.results.flatMap((r) => r.messages.filter((m) => m.severity === 2)
    .map((m) => `${m.line}:${m.column} ${m.ruleId} ${m.message}`));
}

async function axe(page) {
  return page.evaluate(async (tags) => {
    const found = await window.axe.run(document, { runOnly: tags });
    return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
  }, AXE_TAGS);
}

async function layout(page) {
  return page.evaluate(() => {
    const bad = [];
    const doc = document.documentElement;
    if (doc.scrollWidth > doc.clientWidth) bad.push(`scrolls sideways: ${doc.scrollWidth} > ${doc.clientWidth}`);
    for (const e of document.querySelectorAll('a.btn, button, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio])')) {
      const r = e.getBoundingClientRect();
      if (r.width > 0 && r.height > 0 && (r.width < 24 || r.height < 24)) bad.push(`small target ${e.outerHTML.slice(0, 80)}`);
    }
    return bad;
  });
}

/* Both widths in both themes of the page that is open. */
async function looks(page, kind) {
  await page.evaluate(axeSource);
  for (const width of [360, 1440]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const bad = [...await layout(page), ...await axe(page)];
      lib.report(bad.length === 0, `${kind} ${width} ${colorScheme}`, bad.join('\n'));
    }
  }
}

/* Walk as one role. `seen` holds the kinds already looked at closely by an earlier role. */
async function crawl(browser, origin, role, seen) {
  /* axe is put into the page, which the pages' own policy would refuse; everything else runs under it. */
  const context = await browser.newContext({ bypassCSP: true, locale: 'id-ID', reducedMotion: 'reduce' });
  const page = await context.newPage();
  if (role !== 'anonymous') await lib.signIn(page, origin, role);
  else await page.goto(`${origin}/`);

  const queue = [page.url().split('#')[0], `${origin}/`];
  const done = new Set();
  const perKind = new Map();
  while (queue.length > 0 && done.size < MOST) {
    const address = queue.shift();
    const kind = kindOf(address);
    if (done.has(address) || (perKind.get(kind) || 0) >= PER_KIND) continue;
    done.add(address);
    perKind.set(kind, (perKind.get(kind) || 0) + 1);

    const answer = await context.request.get(address, { maxRedirects: 5 });
    const type = answer.headers()['content-type'] || '';
    const good = answer.status() < 400;
    if (!good) {
      lib.report(false, `${role} ${kind}`, `${address} answered ${answer.status()}`);
      continue;
    }
    if (!type.startsWith('text/html') || answer.headers()['content-disposition']) continue;
    const text = await answer.text();
    const bad = await invalidHtml(text);
    const weight = zlib.gzipSync(text).length;
    if (weight > HTML_BUDGET) bad.push(`gzip ${weight} bytes`);
    lib.report(bad.length === 0, `${role} ${kind} is valid`, `${address}\n${bad.join('\n')}`);
    await page.goto(address);
    for (const link of await linksOf(page, origin)) if (!done.has(link)) queue.push(link);
    const shape = kind.split('?')[0];
    const looked = [...seen].filter((k) => k.split('?')[0] === shape).length;
    if (!seen.has(kind) && looked < LOOKS_PER_PATH) {
      seen.add(kind);
      await looks(page, kind);
    }
  }
  await context.close();
}

module.exports = { crawl, invalidHtml };
