import { formatRecord, type RecordedExecution } from '../analysis/index.js';

/** `trackbook/cells.json` as the kernel's hook stores it. */
export const recordJson = (
  executions: readonly RecordedExecution[],
  language = 'python'
): string =>
  formatRecord({
    session: {
      id: 's1',
      kernel: 'python3',
      language,
      languageVersion: '3.11.9',
      startedAt: 1_700_000_000_000,
      parameters: []
    },
    executions: [...executions]
  });
