import { useEffect, useRef, useState } from 'react';
import type { Run, RunSearch, TrackbookClient } from '../../client/index.js';
import { download as saveFile } from '../common/download.js';
import { formatCount } from '../common/format.js';
import { Icon } from '../common/icons.js';
import { useClient } from '../common/QueryProvider.js';
import { useAttempt } from '../common/Toasts.js';
import { useTranslation } from '../common/translation.js';
import { valuesShownIn, type Column } from './columns.js';
import { runsCsv } from './runs-csv.js';

type CsvButtonProps = { search: RunSearch; columns: readonly Column[] };

/** Downloads all runs of a search, also those not read yet; pressed again, it stops. */
export function CsvButton({ search, columns }: CsvButtonProps) {
  const trans = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const [count, setCount] = useState<number | null>(null);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), []);

  const download = async () => {
    const { signal } = (reading.current = new AbortController());
    setCount(0);
    await attempt(async () => {
      const runs = await readAll(
        client,
        { ...search, values: valuesShownIn(columns) },
        signal,
        setCount
      );
      if (!signal.aborted) {
        saveFile('runs.csv', runsCsv(runs, columns), 'text/csv');
      }
    });
    setCount(null);
  };
  return (
    <button
      className="jp-TrackbookButton"
      title={
        count === null
          ? trans.__('Download these runs and columns as CSV')
          : trans.__('Stop')
      }
      onClick={() =>
        count === null ? void download() : reading.current?.abort()
      }
    >
      <Icon name="download" />
      {count === null ? trans.__('CSV') : trans.__('%1 …', formatCount(count))}
    </button>
  );
}

const PAGE_SIZE = 1000;

/** Every run of a search, or those read until the signal. */
async function readAll(
  client: TrackbookClient,
  search: RunSearch,
  signal: AbortSignal,
  onProgress: (count: number) => void
): Promise<Run[]> {
  const runs: Run[] = [];
  for (let isMore = true; isMore && !signal.aborted;) {
    const page = await client.runs.search({
      ...search,
      offset: runs.length,
      maxResults: PAGE_SIZE
    });
    runs.push(...page.runs);
    onProgress(runs.length);
    isMore = page.runs.length > 0 && runs.length < page.totalCount;
  }
  return runs;
}
