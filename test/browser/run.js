/*
 * run.js BINARY [story|pages]: the browser tests, TAP on standard output.
 */
'use strict';
const lib = require('./lib');
const { crawl } = require('./pages');
const { story } = require('./story');

async function pages(binary, browser) {
  const server = await lib.startServer(binary, ['--workers', '600']);
  const seen = new Set();
  for (const role of ['anonymous', ...lib.ROLES]) {
    await lib.check(`crawl as ${role}`, () => crawl(browser, server.origin, role, seen));
  }
  await server.stop();
}

async function main() {
  const [binary, only] = process.argv.slice(2);
  const browser = await lib.startBrowser();
  if (only !== 'pages') await story(binary, browser);
  if (only !== 'story') await pages(binary, browser);
  await browser.close();
  process.exit(lib.counts().failed > 0 ? 1 : 0);
}

main().catch((error) => {
  lib.report(false, 'browser tests', error.stack);
  process.exit(1);
});
