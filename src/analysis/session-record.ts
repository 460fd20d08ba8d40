const STATUSES = [
  'ok',
  'error',
  'interrupted',
  'aborted',
  'died',
  'running',
  /** Nobody was there to see its end. */
  'unseen'
] as const;

/** An execution of a session, as `trackbook/cells.json` of a run has it. */
export interface RecordedExecution {
  seq: number;
  /** Empty where it came from no cell. */
  cellId: string;
  notebook: string;
  /** What asked for it: `jupyterlab`, `console`, `headless`, … */
  client: string;
  executionCount: number | null;
  source: string;
  startedAt: number;
  durationMs: number | null;
  status: (typeof STATUSES)[number];
  error: { name: string; message: string } | null;
  runIds: string[];
}

/** All that a kernel executed until a run's end. */
export interface SessionRecord {
  session: {
    id: string;
    kernel: string;
    language: string;
    languageVersion: string;
    startedAt: number | null;
    /** Names that `trackbook run -P` set. */
    parameters: string[];
  };
  executions: RecordedExecution[];
}

const PYTHON = 'python';

/** Where each captured run keeps the record of its session. */
export const RECORD_FILE = 'trackbook/cells.json';

/** Read what the kernel's hook or a page stored; what is not as they write it is as good as absent. */
export const parseRecord = (text: string): SessionRecord => {
  const { session, executions } = fields(JSON.parse(text));
  const { id, kernel, language, language_version, started_at, parameters } =
    fields(session);
  return {
    session: {
      id: textOf(id),
      kernel: textOf(kernel),
      language: textOf(language) || PYTHON,
      languageVersion: textOf(language_version),
      startedAt: numberOf(started_at),
      parameters: listOf(parameters).map(textOf)
    },
    executions: listOf(executions).map(fields).map(execution)
  };
};

const execution = (wire: Fields, place: number): RecordedExecution => ({
  seq: numberOf(wire.seq) ?? place,
  cellId: textOf(wire.cell_id),
  notebook: textOf(wire.notebook),
  client: textOf(wire.client),
  executionCount: numberOf(wire.execution_count),
  source: textOf(wire.source),
  startedAt: numberOf(wire.started_at) ?? 0,
  durationMs: numberOf(wire.duration_ms),
  status: STATUSES.find(status => status === wire.status) ?? 'ok',
  error: errorOf(wire.error),
  runIds: listOf(wire.run_ids).map(textOf)
});

const errorOf = (error: unknown): RecordedExecution['error'] => {
  const { name, message } = fields(error);
  return error ? { name: textOf(name), message: textOf(message) } : null;
};

type Fields = Record<string, unknown>;

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : [];

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : '';

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' ? value : null;

/** The text of a record, as the kernel's hook writes it, too. */
export const formatRecord = ({ session, executions }: SessionRecord): string =>
  JSON.stringify(
    {
      version: 1,
      session: {
        id: session.id,
        kernel: session.kernel,
        language: session.language,
        language_version: session.languageVersion,
        started_at: session.startedAt,
        ...(session.parameters.length > 0 && { parameters: session.parameters })
      },
      executions: executions.map(execution => ({
        seq: execution.seq,
        cell_id: execution.cellId || null,
        notebook: execution.notebook || null,
        client: execution.client,
        execution_count: execution.executionCount,
        source: execution.source,
        started_at: execution.startedAt,
        duration_ms: execution.durationMs,
        status: execution.status,
        error: execution.error,
        run_ids: execution.runIds
      }))
    },
    undefined,
    1
  );

/** Whether the sources are of the language that can be analysed. */
export const isPython = ({ session }: SessionRecord): boolean =>
  session.language === PYTHON;

/** An execution by its number, as the notebook shows it: `[7]`. */
export const labelOf = ({
  executionCount,
  seq
}: Pick<RecordedExecution, 'executionCount' | 'seq'>): string =>
  executionCount === null ? `execution ${seq}` : `[${executionCount}]`;
