import { toJson } from '../json.js';
import type { FoundRun } from '../tracking/hydrate-runs.js';
import type { CountedRunPage, RunPage } from '../tracking/search-runs.js';
import { presentKeyUses } from './key-uses.js';
import { presentInputs, presentOutputs, presentRunInfo } from './runs.js';

/** Runs that are searched come without the models they use. */
export const writeRunPage = ({ runs, nextPageToken }: RunPage): string =>
  object({
    runs:
      runs.length > 0
        ? list(runs.map(run => writeRun({ ...run, modelInputs: [] })))
        : undefined,
    next_page_token: nextPageToken && toJson(nextPageToken)
  });

export const writeCountedRunPage = (page: CountedRunPage): string =>
  object({
    runs: list(page.runs.map(writeRun)),
    total_count: toJson(page.totalCount),
    offset: toJson(page.offset),
    key_uses: page.keyUses && toJson(presentKeyUses(page.keyUses))
  });

const writeRun = (run: FoundRun): string =>
  `{"info":${toJson(presentRunInfo(run.row))},"data":${object({
    metrics: run.metrics,
    params: run.params,
    tags: run.tags
  })},"inputs":${toJson(presentInputs(run))},"outputs":${toJson(presentOutputs(run))}}`;

/** An object of fields that are JSON; what is not there is left out. */
const object = (fields: Record<string, string | undefined>): string => {
  let json = '';
  for (const name in fields) {
    if (fields[name] !== undefined) {
      json += `${json && ','}"${name}":${fields[name]}`;
    }
  }
  return `{${json}}`;
};

const list = (items: readonly string[]): string => `[${items.join()}]`;
