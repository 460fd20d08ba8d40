import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  keyUsesOf,
  type KeyUses,
  type Run,
  type RunPage,
  type RunSearch
} from '../../client/index.js';
import { useClient } from '../common/QueryProvider.js';
import { queryKeys } from '../common/query-keys.js';
import {
  ROW_TAGS,
  usefulColumns,
  valuesShownIn,
  type Column
} from './columns.js';

export const PAGE_SIZE = 100;

export type RunRows = {
  totalCount: number;
  isExact: boolean;
  /** The runs read so far, by their place in the table. */
  at(index: number): Run | undefined;
  loaded: Run[];
  columns: readonly Column[];
  /** Rows of the search before, while this one is under way. */
  isStale: boolean;
  isPending: boolean;
  error: Error | null;
  retry(): void;
};

/**
 * The runs of a search, read page by page where the table shows them, with the values that it shows:
 * those of chosen columns, or of the most useful ones.
 */
export function useRunPages(
  search: RunSearch,
  chosen: readonly Column[] | null,
  firstIndex: number,
  lastIndex: number
): RunRows {
  const client = useClient();
  const pageQuery = (page: number, columns: readonly Column[] | null) => ({
    queryKey: queryKeys.runs(
      'page',
      search,
      page,
      columns && columns.map(({ id }) => id)
    ),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      client.runs.search(
        {
          ...search,
          offset: page * PAGE_SIZE,
          maxResults: PAGE_SIZE,
          values: columns ? valuesShownIn(columns) : USEFUL_VALUES
        },
        signal
      ),
    enabled: search.experimentIds.length > 0
  });

  // The first page always stays: it counts the runs and chooses the columns.
  const first = useQuery({
    ...pageQuery(0, chosen),
    placeholderData: keepPreviousData
  });
  const firstPage = useLastGood(first.data, search.experimentIds.join());
  const columns = chosen ?? usefulColumnsOf(firstPage);
  const pages = pagesBetween(firstIndex, lastIndex).filter(page => page > 0);
  const others = useQueries({
    queries: first.isPlaceholderData
      ? []
      : pages.map(page => pageQuery(page, columns))
  });

  const byPage = new Map<number, Run[]>([[0, firstPage?.runs ?? []]]);
  others.forEach(({ data }, index) => {
    byPage.set(pages[index], data?.runs ?? []);
  });
  const counts = [firstPage, ...others.map(({ data }) => data)].flatMap(
    page => page ?? []
  );
  const totalCount = firstPage?.isExact
    ? firstPage.totalCount
    : Math.max(0, ...counts.map(page => page.totalCount));

  return {
    totalCount,
    isExact: counts.some(page => page.isExact),
    at: index => byPage.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE],
    loaded: [...byPage.values()].flat(),
    columns,
    isStale: first.isPlaceholderData || first.isError,
    isPending: first.isPending,
    error: first.error ?? others.find(({ error }) => error)?.error ?? null,
    retry: () => void first.refetch()
  };
}

const USEFUL_VALUES = {
  tags: ROW_TAGS,
  choose: (runs: readonly Run[], uses: KeyUses) =>
    valuesShownIn(usefulColumns(runs, uses))
};

const usefulColumnsOf = (page: RunPage | undefined): Column[] => {
  const runs = page?.runs ?? [];
  return usefulColumns(runs, page?.keyUses ?? keyUsesOf(runs));
};

/** A search that fails leaves the rows of the one before, of the same experiments. */
function useLastGood(
  page: RunPage | undefined,
  subject: string
): RunPage | undefined {
  const [kept, setKept] = useState({ page, subject });
  if (page && page !== kept.page) {
    setKept({ page, subject });
  }
  return page ?? (kept.subject === subject ? kept.page : undefined);
}

function pagesBetween(firstIndex: number, lastIndex: number): number[] {
  const first = Math.floor(Math.max(0, firstIndex) / PAGE_SIZE);
  const last = Math.floor(Math.max(0, lastIndex) / PAGE_SIZE);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
