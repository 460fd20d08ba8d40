import path from 'node:path';

/** The flags of `mlflow server`, which Trackbook takes too. */
export const mlflowFlags = ({ folder, port }, uri) => [
  ...['--backend-store-uri', uri],
  ...['--artifacts-destination', path.join(folder, 'artifacts')],
  ...['--default-artifact-root', 'mlflow-artifacts:/'],
  ...['--host', '127.0.0.1', '--port', String(port)]
];
