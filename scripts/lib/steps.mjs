import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(
  /[\\/]$/,
  ''
);

/** A failure that the user can act on: printed without a stack. */
export class SetupError extends Error {}

/**
 * Run a command to its end.
 *
 * Output goes to the terminal; with `quiet` it is kept and shown only when the command fails.
 */
export function run(command, args, { quiet = false, env, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet
        ? ['ignore', 'pipe', 'pipe']
        : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32' && !path.isAbsolute(command)
    });
    let output = '';
    child.stdout?.on('data', chunk => (output += chunk));
    child.stderr?.on('data', chunk => (output += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(output);
      } else {
        const line = [path.basename(command), ...args].join(' ');
        const end = signal ? `was ended by ${signal}` : `exited with ${code}`;
        reject(new SetupError(`${output}\n"${line}" ${end}`.trim()));
      }
    });
  });
}

/** A hash of the contents of files and folders, given relative to the root. */
export function fingerprint(inputs) {
  const hash = createHash('sha256');
  const add = file => {
    const full = path.join(ROOT, file);
    if (!existsSync(full)) {
      return;
    }
    if (statSync(full).isDirectory()) {
      readdirSync(full)
        .sort()
        .forEach(name => add(path.join(file, name)));
    } else {
      hash.update(file).update('\0').update(readFileSync(full)).update('\0');
    }
  };
  inputs.forEach(add);
  return hash.digest('hex');
}

/**
 * Do one step of the set-up, unless its inputs are the same as when it last succeeded.
 *
 * @param step.name what is being done, shown to the user
 * @param step.inputs files and folders whose change asks for a repetition
 * @param step.output a path that must exist for the step to count as done
 * @param step.key what else distinguishes one result from another
 */
export async function step({ name, inputs, output, key = '', work }) {
  const stamp = path.join(ROOT, output, '.trackbook-stamp');
  const wanted = fingerprint(inputs) + key;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  const started = Date.now();
  process.stderr.write(`trackbook: ${name} ...\n`);
  await work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  process.stderr.write(`trackbook: ${name}: done in ${seconds} s\n`);
}
