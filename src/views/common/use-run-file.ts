import { useQuery } from '@tanstack/react-query';
import { useClient } from './QueryProvider.js';
import { queryKeys } from './query-keys.js';

const FOLDER = 'trackbook';

export type RunFile<T> = {
  /** Null where the run has no such file, and until it is read. */
  value: T | null;
  error: Error | null;
  isLoading: boolean;
};

/** A file that the kernel's hook stored with a run. */
export function useRunFile<T>(
  runId: string,
  path: string,
  parse: (text: string) => T
): RunFile<T> {
  const client = useClient();
  const owner = { kind: 'run', runId } as const;
  const list = (folder: string, enabled: boolean) => ({
    queryKey: queryKeys.artifacts(owner, folder),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      client.artifacts.list(owner, folder, signal),
    enabled
  });
  const top = useQuery(list('', true));
  const hasFolder = top.data?.some(file => file.path === FOLDER) ?? false;
  const files = useQuery(list(FOLDER, hasFolder));
  const { data, error, isLoading } = useQuery({
    queryKey: queryKeys.file(owner, path),
    queryFn: ({ signal }) => client.artifacts.readText(owner, path, signal),
    select: parse,
    enabled: files.data?.some(file => file.path === path) ?? false
  });
  return {
    value: data ?? null,
    error: top.error ?? files.error ?? error,
    isLoading: top.isLoading || files.isLoading || isLoading
  };
}
