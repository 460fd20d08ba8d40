import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { ArtifactLocations } from '../artifacts/artifact-locations.js';
import { TrackbookError } from '../../api/errors.js';
import { createContext, type Context } from '../context.js';
import { placeOf, sizeOf } from '../maintenance/artifact-trees.js';
import { findOrphans, findUnfinishedUploads } from '../maintenance/orphans.js';
import type { Garbage, Owner } from '../tracking/maintenance.js';
import { parseFlags, type Command, type Surroundings } from './command.js';
import { parseDuration } from './duration.js';
import { interruption } from './interruption.js';
import { existingStore, storeHelp, storeOptions } from './own-store.js';
import { counted, sized } from './words.js';

const help = `Usage: trackbook gc [options]

Takes away for good what was deleted, with its artifacts: runs, logged models and
experiments in the trash, folders of artifacts that belong to no run or model, and
what is left of uploads whose server was killed more than a day ago.
It lists all of it and asks first. The server may be running.

Options
  --older-than 30d             only what was deleted so long ago (2d8h5m20s: in full)
  --run-ids A,B                only these runs, which must be in the trash
  --experiment-ids 1,2         only these experiments, which must be in the trash, with
                               all their runs and models
  --keep-orphans               leave alone the folders that belong to nothing: other
                               servers may keep artifacts in the same place
  --dry-run                    only list what would go
  --yes                        do not ask
${storeHelp}
`;

const options = {
  ...storeOptions,
  'older-than': { type: 'string' },
  'run-ids': { type: 'string' },
  'experiment-ids': { type: 'string' },
  'keep-orphans': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' }
} as const;

const RUNS_AT_ONCE = 50;

const run = async (
  args: readonly string[],
  surroundings: Surroundings
): Promise<number> => {
  const { values } = parseFlags(args, options);
  const { terminal } = surroundings;
  const age = parseDuration(values['older-than'] ?? '0s');
  const config = existingStore(
    {
      'backend-store-uri': values['backend-store-uri'],
      'artifacts-destination': values['artifacts-destination'],
      'default-artifact-root': values['default-artifact-root']
    },
    surroundings
  );
  const named = values['run-ids'] ?? values['experiment-ids'];
  const stop = interruption();
  const context = await createContext(config);
  try {
    const garbage = await context.executor.read('findGarbage', {
      before: Date.now() - age,
      runIds: listed(values['run-ids']),
      experimentIds: listed(values['experiment-ids'])
    });
    const trees = await treesOf(garbage, context.artifacts);
    const orphans =
      named || values['keep-orphans'] ? [] : await orphanTrees(context);
    if (isEmpty(garbage) && orphans.length === 0) {
      terminal.say('There is nothing to take away.');
      return 0;
    }
    sayPlan({ garbage, trees, orphans }, terminal);
    for (const version of await versionsWithin(garbage, context.executor)) {
      terminal.say(`Note: ${version} has its files among these.`);
    }
    if (values['dry-run']) {
      return 0;
    }
    if (!values.yes && !(await terminal.confirm('Take this away for good?'))) {
      terminal.warn('Nothing was taken away. Answer yes, or give --yes.');
      return 1;
    }
    const removed = await removeRecords(garbage, context, stop.checkpoint);
    for (const { owner, store, path } of [...trees, ...orphans]) {
      await stop.checkpoint();
      if (!owner || removed.has(owner.id)) {
        await store.delete(path);
      }
    }
    sayRestored(garbage, removed, terminal);
    terminal.say('Done.');
    return 0;
  } finally {
    stop.end();
    await context.executor.close();
  }
};

const listed = (ids: string | undefined): string[] | undefined =>
  ids
    ?.split(',')
    .map(id => id.trim())
    .filter(Boolean);

const isEmpty = ({ runs, loggedModels, experiments }: Garbage): boolean =>
  runs.length + loggedModels.length + experiments.length === 0;

/** Artifacts to be removed; `owner` is none for those that belong to nothing. */
interface Tree {
  owner?: Owner;
  store: ArtifactStore;
  path: string;
  files: number;
  bytes: number;
}

const treesOf = async (
  { runs, loggedModels }: Garbage,
  locations: ArtifactLocations
): Promise<Tree[]> => {
  const trees = [];
  for (const owner of [...runs, ...loggedModels]) {
    const tree = await treeAt(owner, locations);
    // A tree that is the root of a store belongs to more than one run.
    if (tree && tree.files > 0 && tree.path !== '') {
      trees.push(tree);
    }
  }
  return trees;
};

/** Undefined where this server does not reach. */
const treeAt = async (
  owner: Owner,
  locations: ArtifactLocations
): Promise<Tree | undefined> => {
  try {
    const { store, path } = await placeOf(owner, locations);
    return { owner, store, path, ...(await sizeOf(store, path)) };
  } catch (error) {
    if (error instanceof TrackbookError) {
      return undefined;
    }
    throw error;
  }
};

const orphanTrees = async ({
  executor,
  artifacts
}: Context): Promise<Tree[]> => {
  const store = await artifacts.proxied();
  if (!store) {
    return [];
  }
  const trees = [];
  for (const path of await findOrphans(executor, store)) {
    trees.push({ store, path, ...(await sizeOf(store, path)) });
  }
  for (const { path, size } of await findUnfinishedUploads(store)) {
    trees.push({ store, path, files: 1, bytes: size });
  }
  return trees;
};

/** Versions of registered models whose files would go: they would be left with nothing. */
const versionsWithin = async (
  { runs, loggedModels }: Garbage,
  executor: Context['executor']
): Promise<string[]> => {
  const roots = [...runs, ...loggedModels].map(
    ({ artifactUri }) => `${artifactUri}/`
  );
  const models = await executor.read('readRegisteredModels', {});
  return models.flatMap(({ name, versions }) =>
    versions
      .filter(
        ({ deleted, storageLocation }) =>
          !deleted && roots.some(root => `${storageLocation}/`.startsWith(root))
      )
      .map(({ version }) => `version ${version} of '${name}'`)
  );
};

/**
 * Records first: artifacts that an interruption leaves behind are then found as orphans. Gives the
 * ids of what is gone: the rest was taken out of the trash while the user was asked.
 */
const removeRecords = async (
  { runs, loggedModels, experiments }: Garbage,
  { executor }: Context,
  checkpoint: () => Promise<void>
): Promise<ReadonlySet<string>> => {
  const removed = [];
  for (let i = 0; i < runs.length; i += RUNS_AT_ONCE) {
    await checkpoint();
    const some = await executor.write('removeGarbage', {
      runIds: runs.slice(i, i + RUNS_AT_ONCE).map(({ id }) => id),
      modelIds: [],
      experimentIds: []
    });
    removed.push(...some);
  }
  const models = await executor.write('removeGarbage', {
    runIds: [],
    modelIds: loggedModels.map(({ id }) => id),
    experimentIds: experiments.map(({ id }) => id)
  });
  return new Set([...removed, ...models]);
};

const sayRestored = (
  { runs, loggedModels }: Garbage,
  removed: ReadonlySet<string>,
  terminal: Surroundings['terminal']
) => {
  const restored = [...runs, ...loggedModels].filter(
    ({ id }) => !removed.has(id)
  );
  restored.forEach(({ id, name }) =>
    terminal.say(`Kept ${id} ${name}: it is not in the trash any more.`)
  );
};

const sayPlan = (
  {
    garbage,
    trees,
    orphans
  }: { garbage: Garbage; trees: readonly Tree[]; orphans: readonly Tree[] },
  terminal: Surroundings['terminal']
) => {
  const sizes = new Map(trees.map(tree => [tree.owner, tree]));
  const sayOwner = (what: string) => (owner: Owner) =>
    terminal.say(
      `${what} ${owner.id} ${owner.name}${amount(sizes.get(owner))}`
    );
  garbage.runs.forEach(sayOwner('run'));
  garbage.loggedModels.forEach(sayOwner('logged model'));
  garbage.experiments.forEach(({ id, name }) =>
    terminal.say(`experiment ${id} ${name}`)
  );
  orphans.forEach(tree =>
    terminal.say(`artifacts of nothing ${tree.path}${amount(tree)}`)
  );
  const bytes = [...trees, ...orphans].reduce(
    (sum, tree) => sum + tree.bytes,
    0
  );
  terminal.say(
    `In all ${counted(garbage.runs.length, 'runs')}, ${counted(garbage.loggedModels.length, 'logged models')}, ${counted(garbage.experiments.length, 'experiments')} and ${sized(bytes)} of artifacts.`
  );
};

const amount = (tree: Tree | undefined): string =>
  tree ? ` (${counted(tree.files, 'files')}, ${sized(tree.bytes)})` : '';

export const gcCommand: Command = {
  summary: 'take away for good what was deleted',
  help,
  run
};
