import { type JSONObject, type PartialJSONObject } from '@lumino/coreutils';
import type {
  CompareState,
  RegistryState,
  RunsState,
  RunState
} from '../../views/index.js';

/** One of Trackbook's pages and where in it the user is; survives in a saved layout. */
export type ViewAddress =
  | { kind: 'runs'; state?: Partial<RunsState> }
  | { kind: 'run'; runId: string; state?: Partial<RunState> }
  | { kind: 'compare'; runIds: string[]; state?: Partial<CompareState> }
  | { kind: 'registry'; state?: Partial<RegistryState> };

export type ViewKind = ViewAddress['kind'];

/** Addresses with the same id share a tab. */
export function widgetIdOf(address: ViewAddress): string {
  switch (address.kind) {
    case 'runs':
    case 'registry':
      return `trackbook-${address.kind}`;
    case 'run':
      return `trackbook-run-${address.runId}`;
    case 'compare':
      return `trackbook-compare-${[...address.runIds].sort().join('-')}`;
  }
}

const stringList: JSONObject = { type: 'array', items: { type: 'string' } };

/** The arguments of the command that opens each kind of view. */
export const ARGUMENTS: Record<ViewKind, JSONObject> = {
  runs: {
    type: 'object',
    properties: {
      experimentIds: {
        ...stringList,
        description: 'The experiments whose runs are shown'
      },
      filter: {
        type: 'string',
        description: "A filter in MLflow's search language"
      },
      state: { type: 'object', description: 'Where in the view the user was' }
    }
  },
  run: {
    type: 'object',
    required: ['runId'],
    properties: {
      runId: { type: 'string', description: 'The run to show' },
      state: { type: 'object', description: 'Where in the view the user was' }
    }
  },
  compare: {
    type: 'object',
    required: ['runIds'],
    properties: {
      runIds: { ...stringList, description: 'The runs to set side by side' },
      state: { type: 'object', description: 'Where in the view the user was' }
    }
  },
  registry: {
    type: 'object',
    properties: {
      model: { type: 'string', description: 'The registered model to show' },
      version: { type: 'string', description: 'The version to show' },
      state: { type: 'object', description: 'Where in the view the user was' }
    }
  }
};

/** Reads the arguments of a command; throws when one that is needed is missing. */
export function addressFromArgs(
  kind: ViewKind,
  args: PartialJSONObject
): ViewAddress {
  const state = (args.state ?? {}) as PartialJSONObject;
  switch (kind) {
    case 'runs':
      return {
        kind,
        state: { ...pick(args, ['experimentIds', 'filter']), ...state }
      };
    case 'run':
      return { kind, runId: required<string>(args, 'runId'), state };
    case 'compare':
      return { kind, runIds: required<string[]>(args, 'runIds'), state };
    case 'registry':
      return { kind, state: { ...pick(args, ['model', 'version']), ...state } };
  }
}

/** The arguments that lead back to an address. */
export function argsFromAddress(address: ViewAddress): PartialJSONObject {
  const { kind: _kind, ...args } = address;
  return args as PartialJSONObject;
}

function pick(args: PartialJSONObject, keys: string[]): PartialJSONObject {
  return Object.fromEntries(
    keys.filter(key => args[key] !== undefined).map(key => [key, args[key]])
  );
}

function required<T>(args: PartialJSONObject, key: string): T {
  if (args[key] === undefined) {
    throw new Error(`The argument '${key}' is missing.`);
  }
  return args[key] as T;
}
