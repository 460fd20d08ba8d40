import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/lib/steps.mjs';
import { fillOverHttp } from '../fill-over-http.mjs';
import { mlflowFlags } from './mlflow-flags.mjs';

const BUNDLE = path.join(ROOT, 'trackbook', 'server', 'dist', 'server.mjs');

export function trackbook() {
  if (!existsSync(BUNDLE)) {
    throw new Error(`${BUNDLE} is missing: npm run build:server`);
  }
  return {
    name: 'Trackbook',
    fill: fillOverHttp,
    command: server => [
      process.execPath,
      BUNDLE,
      'server',
      ...mlflowFlags(server, server.database.uri)
    ]
  };
}
