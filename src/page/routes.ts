import type {
  CompareState,
  RegistryState,
  RunState,
  RunsState,
  RunTab
} from '../views/index.js';

/** A place of the page, with all that is needed to come back to it. */
export type Route =
  | { view: 'runs'; state: Partial<RunsState> }
  | { view: 'run'; runId: string; state: Partial<RunState> }
  | { view: 'compare'; runIds: string[]; state: Partial<CompareState> }
  | { view: 'registry'; state: Partial<RegistryState> };

/** Read an address; those that the mlflow client prints are among them. */
export function parseRoute(hash: string): Route {
  const [path, search = ''] = hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').map(decodeURIComponent);
  const query = new URLSearchParams(search);
  switch (parts[0]) {
    case 'experiments':
      return parts[2] === 'runs' && parts[3]
        ? runRoute(parts[3], parts[4], query)
        : runsRoute(parts[1] ? parts[1].split(',') : [], query);
    case 'runs':
      return parts[1]
        ? runRoute(parts[1], parts[2], query)
        : runsRoute([], query);
    case 'compare':
      return compareRoute(query);
    case 'models':
      return registryRoute(parts, query);
    default:
      return runsRoute([], query);
  }
}

export function formatRoute(route: Route): string {
  switch (route.view) {
    case 'runs':
      return formatRuns(route.state);
    case 'run':
      return withQuery(['runs', route.runId, tabPart(route.state.tab)], {
        artifact: route.state.artifact
      });
    case 'compare':
      return withQuery(['compare'], {
        runs: route.runIds.join(','),
        tab: route.state.tab === 'table' ? undefined : route.state.tab,
        baseline: route.state.baselineId,
        all: route.state.onlyDifferences === false ? '1' : undefined
      });
    case 'registry': {
      const { model, version, otherVersion } = route.state;
      return withQuery(['models', model, version && 'versions', version], {
        beside: otherVersion
      });
    }
  }
}

function runsRoute(experimentIds: string[], query: URLSearchParams): Route {
  const state: Partial<RunsState> = { experimentIds };
  const sort = query.get('sort');
  if (sort) {
    state.sort = {
      column: sort.replace(/^-/, ''),
      isDescending: sort.startsWith('-')
    };
  }
  state.filter = query.get('filter') ?? '';
  state.columns = query.get('columns')?.split(',') ?? null;
  state.viewType =
    (query.get('show') as RunsState['viewType']) ?? 'ACTIVE_ONLY';
  return { view: 'runs', state };
}

function formatRuns(state: Partial<RunsState>): string {
  const { experimentIds = [], filter, sort, columns, viewType } = state;
  const isNewestFirst =
    !sort || (sort.column === 'attributes.start_time' && sort.isDescending);
  return withQuery(['experiments', experimentIds.join(',')], {
    filter,
    sort: isNewestFirst
      ? undefined
      : `${sort.isDescending ? '-' : ''}${sort.column}`,
    columns: columns?.join(','),
    show: viewType === 'ACTIVE_ONLY' ? undefined : viewType
  });
}

const RUN_TABS: readonly string[] = [
  'overview',
  'metrics',
  'cells',
  'artifacts',
  'model',
  'datasets',
  'environment',
  'children'
] satisfies RunTab[];

function runRoute(
  runId: string,
  tab: string | undefined,
  query: URLSearchParams
): Route {
  return {
    view: 'run',
    runId,
    state: {
      tab: RUN_TABS.includes(tab ?? '') ? (tab as RunTab) : 'overview',
      artifact: query.get('artifact')
    }
  };
}

function tabPart(tab: RunTab | undefined): string | null {
  return tab && tab !== 'overview' ? tab : null;
}

function compareRoute(query: URLSearchParams): Route {
  return {
    view: 'compare',
    runIds: query.get('runs')?.split(',').filter(Boolean) ?? [],
    state: {
      tab: (query.get('tab') as CompareState['tab']) ?? 'table',
      baselineId: query.get('baseline'),
      onlyDifferences: query.get('all') !== '1'
    }
  };
}

/** `models/<name>`, `models/<name>/versions/<n>`, and MLflow's `models/<name>/<n>`. */
function registryRoute(parts: string[], query: URLSearchParams): Route {
  const version = parts[2] === 'versions' ? parts[3] : parts[2];
  return {
    view: 'registry',
    state: {
      model: parts[1] || null,
      version: version || null,
      otherVersion: query.get('beside')
    }
  };
}

function withQuery(
  parts: readonly (string | null | undefined)[],
  query: Record<string, string | null | undefined>
): string {
  const path = parts.flatMap(part => (part ? encodePart(part) : [])).join('/');
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value) {
      search.set(key, value);
    }
  }
  const text = search.toString();
  return `#/${path}${text ? `?${text}` : ''}`;
}

/** Commas stay readable; they separate ids. */
function encodePart(part: string): string {
  return encodeURIComponent(part).replaceAll('%2C', ',');
}
