import type { StudiedSession } from '../../analysis/index.js';
import {
  isPython,
  parseRecord,
  RECORD_FILE
} from '../../analysis/session-record.js';
import type { Run, TrackbookClient } from '../../client/index.js';
import { placeOf } from '../../views/common/cell-reference.js';
import { type RunPlace } from '../../views/common/notebook-names.js';
import type { RunPart } from '../../views/index.js';

/** Sessions are large; the few runs that a pointer goes to and fro between are enough. */
const MAX_SESSIONS = 8;

const RECORD_FOLDER = 'trackbook';

/** Finds the cells that runs and their metrics depend on. */
export class RunCells {
  private readonly _sessions = new Map<
    string,
    Promise<StudiedSession | null>
  >();

  constructor(
    private readonly _client: Pick<
      TrackbookClient,
      'runs' | 'artifacts' | 'metrics'
    >
  ) {}

  /** The run's own cell alone where no more is known, as while it is still running. */
  async of({ runId, metric }: RunPart): Promise<RunPlace[]> {
    const run = await this._client.runs.get(runId);
    const session = run.status !== 'RUNNING' && (await this._session(runId));
    const slice = session ? await this._slice(session, runId, metric) : [];
    return slice.length > 0 ? slice : ownCell(run);
  }

  private async _slice(
    session: StudiedSession,
    runId: string,
    metric: string | undefined
  ): Promise<RunPlace[]> {
    const time = metric && (await this._loggedAt(session, runId, metric));
    const slice = time ? session.sliceAt(runId, time) : session.sliceOf(runId);
    return slice.map(({ index }) => session.executions[index]);
  }

  /** When the last value was logged; of no interest where the run has one execution. */
  private async _loggedAt(
    { executions }: StudiedSession,
    runId: string,
    metric: string
  ): Promise<number | undefined> {
    const own = executions.filter(({ runIds }) => runIds.includes(runId));
    if (own.length < 2) {
      return undefined;
    }
    const [series] = await this._client.metrics.sampled({
      runIds: [runId],
      keys: [metric],
      maxPoints: 2
    });
    return series?.points.at(-1)?.timestamp;
  }

  private async _session(runId: string): Promise<StudiedSession | null> {
    const known = this._sessions.get(runId);
    if (known) {
      return known;
    }
    const owner = { kind: 'run', runId } as const;
    const files = await this._client.artifacts.list(owner, RECORD_FOLDER);
    if (!files.some(({ path }) => path === RECORD_FILE)) {
      return null;
    }
    const text = await this._client.artifacts.readText(owner, RECORD_FILE);
    const session = study(text);
    this._sessions.set(runId, session);
    const [oldest] = this._sessions.keys();
    if (this._sessions.size > MAX_SESSIONS) {
      this._sessions.delete(oldest);
    }
    return session;
  }
}

/** None of a session in a language whose names are not known. */
async function study(text: string): Promise<StudiedSession | null> {
  const record = parseRecord(text);
  if (!isPython(record)) {
    return null;
  }
  const { StudiedSession } = await import('../../analysis/index.js');
  return StudiedSession.study(record);
}

function ownCell(run: Run): RunPlace[] {
  const place = placeOf(run);
  return place.notebook && place.cellId ? [place] : [];
}
