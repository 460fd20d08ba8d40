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

/** Copy the examples into the working folder; what is there already is the user's and stays. */
function copyExamples(from, to) {
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
      copyExamples(source, target);
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
  copyExamples(path.join(ROOT, 'examples'), dir);

  const args = [
    `--ServerApp.root_dir=${dir}`,
    `--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`,
    // Nothing is asked of the internet unless the user does.
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
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
      PATH: path.dirname(venv('python')) + path.delimiter + process.env.PATH
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
