/*
 * run.js BINARY [story|pages]: the browser tests, TAP on standard output.
 */
'use strict';
const lib = require('./lib');
const { crawl } = require('./pages');
const { story } = require('./story');

/* A browser of its own for each role: what one leaves behind does not reach the next. */
async function pages(binary) {
  const server = await lib.startServer(binary, ['--workers', '600']);
  const seen = new Set();
  for (const role of ['anonymous', ...lib.ROLES]) {
    const browser = await lib.startBrowser();
    await lib.check(`crawl as ${role}`, () => crawl(browser, server.origin, role, seen));
    await browser.close();
  }
  await server.stop();
}

async function stories(binary) {
  const browser = await lib.startBrowser();
  await story(binary, browser);
  await browser.close();
}

async function main() {
  const [binary, only] = process.argv.slice(2);
  if (only !== 'pages') await stories(binary);
  if (only !== 'story') await pages(binary);
  process.exit(lib.counts().failed > 0 ? 1 : 0);
}

main().catch((error) => {
  lib.report(false, 'browser tests', error.stack);
  process.exit(1);
});
