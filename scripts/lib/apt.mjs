import { run, SetupError } from './steps.mjs';

/** Install Debian packages where this process may; `needed` says what to do where it may not. */
export async function aptInstall(packages, needed) {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [program, ...rest] = [...sudo, 'apt-get', ...args];
    return run(program, rest, {
      quiet: true,
      env: { DEBIAN_FRONTEND: 'noninteractive' }
    });
  };
  process.stderr.write(`trackbook: installing ${packages[0]} ...\n`);
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...packages);
  } catch (error) {
    throw new SetupError(`${error.message}\n${needed}`, { cause: error });
  }
}
