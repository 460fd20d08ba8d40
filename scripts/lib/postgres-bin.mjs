import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const DEBIAN = '/usr/lib/postgresql';
const OWNER = 'postgres';

/** The folder of PostgreSQL's programs; nothing where it is not installed. */
export function postgresBin() {
  const debian = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort((a, b) => Number(b) - Number(a))
        .map(version => path.join(DEBIAN, version, 'bin'))
    : [];
  return [
    process.env.TRACKBOOK_POSTGRES_BIN,
    ...debian,
    ...(process.env.PATH ?? '').split(path.delimiter)
  ].find(folder => folder && existsSync(path.join(folder, 'initdb')));
}

/** PostgreSQL refuses to run as root; then it runs as the user that its package has made. */
export function asOwner() {
  if (process.getuid?.() !== 0) {
    return { command: (program, args) => [program, args] };
  }
  const id = flag =>
    Number(execFileSync('id', [flag, OWNER], { encoding: 'utf8' }));
  const ids = { uid: id('-u'), gid: id('-g') };
  return {
    ids,
    command: (program, args) => [
      'setpriv',
      [
        `--reuid=${ids.uid}`,
        `--regid=${ids.gid}`,
        '--clear-groups',
        '--pdeathsig=QUIT',
        program,
        ...args
      ]
    ]
  };
}
