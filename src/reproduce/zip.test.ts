import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zip } from './zip.js';

const READ =
  'import json, sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; ' +
  'print(json.dumps([[i.filename, z.read(i).decode(), i.date_time] for i in z.infolist()]))';

it('is read by others, with names and texts of all languages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trackbook-zip-'));
  const archive = join(folder, 'all.zip');
  const files: [string, string][] = [
    ['größe/東京.txt', 'Größe 東京 🚕\n'],
    ['empty', ''],
    ['long', 'x'.repeat(100_000)]
  ];
  writeFileSync(archive, zip(files, new Date(2026, 10, 28, 13, 21, 54)));
  const read = JSON.parse(
    execFileSync('python3', ['-c', READ, archive], { encoding: 'utf8' })
  );
  rmSync(folder, { recursive: true });
  const time = [2026, 11, 28, 13, 21, 54];
  expect(read).toEqual(files.map(([name, text]) => [name, text, time]));
});
