import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { SessionRecord, StudiedSession } from '../../analysis/index.js';
import { queryKeys } from '../common/query-keys.js';

/**
 * A session read for the slices and verdicts of its runs. The parser of Python is fetched when first
 * needed; until then, and without a record, there is none.
 */
export function useStudiedSession(
  record: SessionRecord | null
): StudiedSession | null {
  const analysis = useQuery({
    queryKey: queryKeys.analysis(),
    queryFn: () => import('../../analysis/index.js'),
    staleTime: Infinity,
    enabled: record !== null
  }).data;
  return useMemo(
    () =>
      analysis && record
        ? new analysis.StudiedSession(record.executions)
        : null,
    [analysis, record]
  );
}
