import path from 'node:path';
import { venv } from '../../scripts/lib/setup.mjs';
import { ROOT, run, SetupError, step } from '../../scripts/lib/steps.mjs';
import { fillOverHttp } from '../fill-over-http.mjs';
import { say } from '../say.mjs';

const VERSION = '0.6.0';
const HOME = path.join('.cache', 'fasttrackml');
const BIN = path.join(ROOT, HOME, '.venv', 'bin');

/**
 * FastTrackML: MLflow's tracking API in Go, without registry and artifact proxy.
 *
 * It has an environment of its own, made when it is first needed, since nothing
 * of Trackbook depends on it. Where it cannot be installed there is none.
 */
export async function fasttrackml() {
  try {
    await install();
  } catch (error) {
    if (!(error instanceof SetupError)) {
      throw error;
    }
    say(`FastTrackML is left out, it cannot be installed: ${error.message}`);
    return null;
  }
  return {
    name: 'FastTrackML',
    fill: fillOverHttp,
    lacks: ['artifacts', 'registry'],
    command: ({ database, folder, port }) => [
      path.join(BIN, 'fml'),
      'server',
      ...['--listen-address', `127.0.0.1:${port}`],
      // Three slashes lead to an absolute path, where SQLAlchemy wants four.
      ...[
        '--database-uri',
        database.uri.replace(/^sqlite:\/{4}/, 'sqlite:///')
      ],
      ...['--default-artifact-root', path.join(folder, 'artifacts')],
      ...['--log-level', 'warn']
    ]
  };
}

const install = () =>
  step({
    name: `installing FastTrackML ${VERSION} into ${HOME}`,
    inputs: [],
    output: HOME,
    key: VERSION,
    work: async () => {
      const environment = path.join(HOME, '.venv');
      await run(venv('python'), ['-m', 'venv', environment], { quiet: true });
      await run(
        path.join(BIN, 'python'),
        [
          ...['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet'],
          // The server needs nothing; the package's own client would bring all of mlflow.
          ...['--no-deps', `fasttrackml==${VERSION}`]
        ],
        { quiet: true }
      );
    }
  });
