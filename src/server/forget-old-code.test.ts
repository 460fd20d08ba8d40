import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forgetOldCode } from './forget-old-code.js';

const DAY = 24 * 60 * 60 * 1000;

describe('forgetOldCode', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'trackbook-code-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('removes what no version has compiled for a month', async () => {
    const now = Date.UTC(2026, 0, 31);
    const version = path.join(folder, 'v24.19.0-x64');
    mkdirSync(version);
    for (const days of [1, 29, 31, 400]) {
      const file = path.join(version, `${days} days`);
      writeFileSync(file, 'compiled');
      const then = new Date(now - days * DAY);
      utimesSync(file, then, then);
    }
    await forgetOldCode(folder, now);
    expect(readdirSync(version).sort()).toEqual(['1 days', '29 days']);
  });
});
