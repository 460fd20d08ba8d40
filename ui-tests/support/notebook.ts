import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

export type CellSource = { id: string; source: string };

/** A cell that logs a run of three steps by calls of `mlflow`. */
export const TRAINING = `import mlflow

with mlflow.start_run(run_name="on the train"):
    mlflow.log_param("depth", 3)
    for step in range(3):
        mlflow.log_metric("rmse", 6.81 - step / 4, step=step)
print("trained")`;

/** Cells with ids `cell-1`, `cell-2`, … as the tests name them. */
export function cells(...sources: string[]): CellSource[] {
  return sources.map((source, index) => ({ id: `cell-${index + 1}`, source }));
}

/** A notebook file as JSON. */
export function notebookJson(
  cells: readonly CellSource[],
  kernel = 'python3'
): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: kernel, display_name: kernel, language: 'python' }
    },
    cells: cells.map(({ id, source }) => ({
      id,
      source,
      cell_type: 'code',
      metadata: {},
      outputs: [],
      execution_count: null
    }))
  });
}

export async function putNotebook(
  contents: IJupyterLabPageFixture['contents'],
  path: string,
  sources: readonly string[],
  kernel?: string
): Promise<void> {
  await contents.uploadContent(
    notebookJson(cells(...sources), kernel),
    'text',
    path
  );
}
