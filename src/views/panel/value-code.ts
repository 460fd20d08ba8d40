import type { FoundValue } from './panel-props.js';

/** Code that logs values at the end of the cell that they are from. */
export function codeInCell(values: readonly FoundValue[]): string {
  return values
    .map(({ code }) => code)
    .filter(code => code !== null)
    .join('\n');
}

/** The same for a cell of its own: there the run is not active any more. */
export function codeForRun(
  runId: string,
  values: readonly FoundValue[]
): string {
  const body = codeInCell(values)
    .split('\n')
    .map(line => `    ${line}`);
  return [`with mlflow.start_run(run_id="${runId}"):`, ...body].join('\n');
}
