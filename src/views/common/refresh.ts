import type { Query, QueryClient } from '@tanstack/react-query';
import type { Change, TrackbookClient } from '../../client/index.js';

/** Bursts of changes become one reading of what is on screen. */
const REFRESH_DELAY = 300;

const refreshers = new WeakMap<
  QueryClient,
  { users: number; stop: () => void }
>();

/**
 * Keep what views of a client have read up to date, until the returned
 * function is called. Views share the cache, so one of them listens for all.
 */
export function keepFresh(
  client: TrackbookClient,
  queryClient: QueryClient
): () => void {
  const refresher = refreshers.get(queryClient) ?? {
    users: 0,
    stop: refreshOnChanges(client, queryClient)
  };
  refreshers.set(queryClient, refresher);
  refresher.users += 1;
  return () => {
    refresher.users -= 1;
    if (refresher.users === 0) {
      refreshers.delete(queryClient);
      refresher.stop();
    }
  };
}

/** Read again what the server says has changed. */
function refreshOnChanges(
  client: TrackbookClient,
  queryClient: QueryClient
): () => void {
  let changes: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    const batch = changes;
    changes = [];
    timer = undefined;
    void queryClient.invalidateQueries({
      predicate: query => batch.some(change => concerns(change, query.queryKey))
    });
  };

  const unsubscribe = client.events({
    onResync: () => void queryClient.invalidateQueries(),
    onChange: change => {
      changes.push(change);
      timer ??= setTimeout(flush, REFRESH_DELAY);
    }
  });

  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

/** Whether what is kept under a query key may be out of date after a change. */
export function concerns(change: Change, key: Query['queryKey']): boolean {
  const [kind, subject] = key;
  switch (change.entity) {
    case 'experiment':
      return kind === 'experiments';
    case 'run':
      return concernsRun(change, kind, subject);
    case 'logged_model':
      return kind === 'loggedModel' && subject === change.model_id;
    case 'registered_model':
    case 'model_version':
      return concernsModel(change, kind, subject);
  }
}

/** What of a run is shown beside its cell before anyone asks for more. */
const MARKED: ReadonlySet<string> = new Set(['status', 'tags']);

function concernsRun(change: Change, kind: unknown, subject: unknown): boolean {
  const { action, run_id, parts = [] } = change;
  switch (kind) {
    case 'runs':
    case 'keys':
      return true;
    case 'cellRuns':
      // A run that logs must not have all runs of its notebook read again and again.
      return action !== 'updated' || parts.some(part => MARKED.has(part));
    case 'run':
      return subject === run_id;
    case 'comparison':
      return isAmong(run_id, subject);
    case 'metrics':
      return isAmong(run_id, subject) && parts.includes('metrics');
    case 'artifacts':
    case 'file':
      return (
        (subject as { runId?: string }).runId === run_id &&
        (parts.includes('artifacts') || parts.includes('status'))
      );
    default:
      return false;
  }
}

function concernsModel(
  change: Change,
  kind: unknown,
  subject: unknown
): boolean {
  switch (kind) {
    case 'models':
    case 'versionsOfRun':
      return true;
    case 'model':
    case 'versions':
      return subject === change.name;
    default:
      return false;
  }
}

function isAmong(id: string | undefined, subject: unknown): boolean {
  return Array.isArray(subject) && subject.includes(id);
}
