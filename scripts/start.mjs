/**
 * `npm start [-- --no-browser --port N --dir FOLDER]`: set everything up, then run JupyterLab with Trackbook
 * on its embedded server, in a working folder that holds the examples.
 */
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync
} from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setUp, venv } from './lib/setup.mjs';
import { ROOT, run, SetupError } from './lib/steps.mjs';

const FIRST_NOTEBOOK = 'duration-prediction.ipynb';
/** What Jupyter does otherwise here: it asks nothing of the internet, and shows the panel at the first start. */
const CONFIG = path.join(ROOT, 'jupyter-config', 'start');

function readArguments() {
  try {
    return parseArgs({
      options: {
        'no-browser': { type: 'boolean', default: false },
        port: { type: 'string' },
        dir: { type: 'string', default: path.join(ROOT, 'work') }
      }
    }).values;
  } catch (error) {
    throw new SetupError(
      `${error.message}\nUsage: npm start -- [--no-browser] [--port PORT] [--dir FOLDER]`,
      { cause: error }
    );
  }
}

/** Copy what is not there yet; what is there already is the user's and stays. */
function copyMissing(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (
      entry.name.startsWith('.') ||
      /^(__pycache__|data|ruff.toml)$/.test(entry.name)
    ) {
      continue;
    }
    if (entry.isDirectory()) {
      copyMissing(source, target);
    } else if (!existsSync(target)) {
      copyFileSync(source, target);
    }
  }
}

/** The address with its token, once the server has written it down. */
async function address(pid, running) {
  const folder = (
    await run(venv('jupyter'), ['--runtime-dir'], { quiet: true })
  ).trim();
  const file = path.join(folder, `jpserver-${pid}.json`);
  while (running()) {
    if (existsSync(file)) {
      const { url, token } = JSON.parse(readFileSync(file, 'utf8'));
      return `${url}lab/tree/${FIRST_NOTEBOOK}${token ? `?token=${token}` : ''}`;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  return null;
}

async function start() {
  const options = readArguments();
  await setUp();
  const dir = path.resolve(options.dir);
  copyMissing(path.join(ROOT, 'examples'), dir);
  // The layout is the folder's own: that of another JupyterLab would look for notebooks that are not here.
  const workspaces = path.join(dir, '.jupyter', 'workspaces');
  copyMissing(path.join(CONFIG, 'workspaces'), workspaces);

  const args = [
    `--ServerApp.root_dir=${dir}`,
    `--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`,
    `--LabApp.workspaces_dir=${workspaces}`,
    ...(options['no-browser'] ? ['--no-browser'] : []),
    ...(options.port ? [`--port=${options.port}`] : []),
    // Jupyter refuses to run as root unless told to, which in a container is the usual user.
    ...(process.getuid?.() === 0 ? ['--allow-root'] : [])
  ];
  const jupyter = spawn(venv('jupyter-lab'), args, {
    cwd: dir,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: path.dirname(venv('python')) + path.delimiter + process.env.PATH,
      JUPYTER_CONFIG_PATH: [CONFIG, process.env.JUPYTER_CONFIG_PATH]
        .filter(Boolean)
        .join(path.delimiter)
    }
  });
  let running = true;
  jupyter.on('close', (code, signal) => {
    running = false;
    process.exitCode = code ?? (signal === 'SIGTERM' ? 143 : 1);
  });
  // Ctrl-C reaches Jupyter through the terminal, which asks before it stops; this process waits for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => jupyter.kill('SIGTERM'));
  // npm's shell does not pass a SIGTERM on: when it is gone, so is whoever asked for this.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      jupyter.kill('SIGTERM');
    }
  }, 1000).unref();

  const url = await address(jupyter.pid, () => running);
  if (url) {
    process.stderr.write(
      `\ntrackbook: JupyterLab with Trackbook runs at\n\n    ${url}\n\n`
    );
    process.stderr.write(
      `trackbook: working folder ${dir}; Ctrl-C stops it\n\n`
    );
  }
}

start().catch(error => {
  process.stderr.write(
    `trackbook: ${error instanceof SetupError ? error.message : error.stack}\n`
  );
  process.exitCode = 1;
});
