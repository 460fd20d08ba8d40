import type { Change } from '../../api/trackbook.js';

const OWNER =
  /(?:^|\/)(?<experiment>\d+)\/(?:(?<run>[0-9a-f]{32})|models\/(?<model>m-[0-9a-f]{32}))\/artifacts\//;

/** Whose artifacts have changed, as far as the path tells: places can also be named freely. */
export const artifactChange = (path: string): Change[] => {
  const { experiment, run, model } = OWNER.exec(path)?.groups ?? {};
  const common = {
    action: 'updated',
    experiment_id: experiment,
    parts: ['artifacts']
  } satisfies Partial<Change>;
  if (run) {
    return [{ ...common, entity: 'run', run_id: run }];
  }
  return model ? [{ ...common, entity: 'logged_model', model_id: model }] : [];
};
