/**
 * `npm test`: set everything up, run every check and every test, and print how many passed.
 * `npm test -- unit python` runs only the named suites.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { aptInstall } from './lib/apt.mjs';
import { postgresBin } from './lib/postgres-bin.mjs';
import { serverNode, setUp, venv } from './lib/setup.mjs';
import { ROOT, run, SetupError } from './lib/steps.mjs';

const REPORTS = path.join(ROOT, '.cache', 'reports');
const CHROMIUM = process.env.TRACKBOOK_CHROMIUM ?? '/usr/bin/chromium';

/** Debian's Chromium, installed where this process may install it. */
async function ensureChromium() {
  if (!existsSync(CHROMIUM)) {
    await aptInstall(
      ['chromium', 'fonts-dejavu-core'],
      `The browser tests need Chromium at ${CHROMIUM}: install it, or set TRACKBOOK_CHROMIUM to its path.`
    );
  }
}

/** Debian's PostgreSQL, installed where this process may install it. */
async function ensurePostgres() {
  if (!postgresBin()) {
    await aptInstall(
      ['postgresql'],
      'The tests need PostgreSQL 15 or newer: install it, or set TRACKBOOK_POSTGRES_BIN to the folder of initdb.'
    );
  }
}

/** The data of the examples: a folder beside the project serves when none is named. */
function dataFolder() {
  const beside = path.resolve(ROOT, '..', 'shared', 'data');
  const folder =
    process.env.TRACKBOOK_DATA ?? (existsSync(beside) ? beside : undefined);
  return folder ? { TRACKBOOK_DATA: folder } : {};
}

const report = name => path.join(REPORTS, name);

/**
 * A suite whose whole is one check: it passes when each of its commands does, which are heard only
 * if they fail.
 */
const check = (name, ...commands) => ({
  name,
  run: async () => {
    for (const [command, args] of commands) {
      await run(command(), args, { quiet: true });
    }
    return { passed: 1, failed: 0 };
  }
});

function countJest() {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } =
    JSON.parse(readFileSync(report('jest.json'), 'utf8'));
  return {
    passed: numPassedTests,
    failed: numFailedTests + numRuntimeErrorTestSuites
  };
}

function countPytest() {
  const suite = readFileSync(report('pytest.xml'), 'utf8').match(
    /<testsuite [^>]*>/
  )[0];
  const count = name => Number(suite.match(new RegExp(` ${name}="(\\d+)"`))[1]);
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  return { passed: count('tests') - failed - skipped, failed, skipped };
}

function countPlaywright() {
  const { stats } = JSON.parse(readFileSync(report('playwright.json'), 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped
  };
}

/** A suite that reports counts: they are read whether or not its command succeeded. */
const suite = (name, file, start, count) => ({
  name,
  run: async () => {
    rmSync(report(file), { force: true });
    const failure = await start().then(
      () => null,
      error => error
    );
    if (!existsSync(report(file))) {
      throw failure ?? new Error(`${name} left no report`);
    }
    const counts = await count();
    if (failure && counts.failed === 0) {
      throw failure;
    }
    return counts;
  }
});

const npx = (tool, ...args) => [() => 'npx', ['--no-install', tool, ...args]];
const python = (...args) => [() => venv('python'), ['-m', ...args]];

const checks = [
  check('types', npx('tsc', '-p', 'tsconfig.json')),
  check('lint', npx('eslint', '.')),
  check('format', npx('prettier', '--check', '--log-level=warn', '.')),
  check(
    'ruff',
    python('ruff', 'check', '.'),
    python('ruff', 'format', '--check', '.')
  )
];

const tests = [
  suite(
    'unit',
    'jest.json',
    async () => {
      await ensurePostgres();
      await run(serverNode(), [
        'node_modules/jest/bin/jest.js',
        '--json',
        `--outputFile=${report('jest.json')}`
      ]);
    },
    countJest
  ),
  suite(
    'python',
    'pytest.xml',
    async () => {
      await ensurePostgres();
      await run(
        venv('python'),
        [
          ...['-m', 'pytest', `--junitxml=${report('pytest.xml')}`],
          // Kernels and servers are waited for more than they compute. The tests have their own order.
          ...['--numprocesses=3', '--dist=loadfile', '--no-loadscope-reorder'],
          '--durations=25'
        ],
        { env: dataFolder() }
      );
    },
    countPytest
  ),
  suite(
    'browser',
    'playwright.json',
    async () => {
      await ensureChromium();
      await run(
        'npx',
        [
          '--no-install',
          'playwright',
          'test',
          '-c',
          'ui-tests',
          '--reporter=list,json'
        ],
        {
          env: {
            ...dataFolder(),
            PLAYWRIGHT_JSON_OUTPUT_NAME: report('playwright.json'),
            TRACKBOOK_CHROMIUM: CHROMIUM,
            PATH:
              path.dirname(venv('python')) + path.delimiter + process.env.PATH
          }
        }
      );
    },
    countPlaywright
  )
];

const suites = [...checks, ...tests];

/** One after the other; the checks, which use a core each, side by side. */
const stages = [checks, ...tests.map(each => [each])];

async function counted(each) {
  const started = Date.now();
  let counts;
  try {
    counts = await each.run();
  } catch (error) {
    process.stdout.write(
      `${error instanceof SetupError ? error.message : error.stack}\n`
    );
    counts = { passed: 0, failed: 1 };
  }
  // A suite without a test proves nothing.
  if (counts.passed + counts.failed === 0) {
    counts = { ...counts, failed: 1 };
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  return { skipped: 0, ...counts, name: each.name, seconds };
}

const line = ({ name, passed, failed, skipped, seconds }) =>
  `${name.padEnd(8)} ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)`;

async function test() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter(
    name => !suites.some(each => each.name === name)
  );
  if (unknown.length > 0) {
    const known = suites.map(each => each.name).join(', ');
    throw new SetupError(
      `There is no suite ${unknown.join(', ')}. Suites: ${known}`
    );
  }
  await setUp();
  mkdirSync(REPORTS, { recursive: true });

  const results = [];
  for (const stage of stages) {
    const chosen = stage.filter(
      ({ name }) => wanted.length === 0 || wanted.includes(name)
    );
    if (chosen.length > 0) {
      const names = chosen.map(({ name }) => name).join(', ');
      process.stdout.write(`\n=== ${names}\n`);
      results.push(...(await Promise.all(chosen.map(counted))));
    }
  }
  process.stdout.write(`\n${results.map(line).join('\n')}\n`);
  const sum = field => results.reduce((all, each) => all + each[field], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  process.stdout.write(
    `${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`
  );
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

test().catch(error => {
  process.stdout.write(
    `${error instanceof SetupError ? error.message : error.stack}\n`
  );
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
});
