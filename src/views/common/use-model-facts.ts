import { useQuery } from '@tanstack/react-query';
import type { ArtifactOwner } from '../../client/index.js';
import { parseMlmodel } from './mlmodel.js';
import { queryKeys } from './query-keys.js';
import { useClient } from './QueryProvider.js';

/** What a model's own description says; null while or where it cannot be read. */
export function useModelFacts(owner: ArtifactOwner, folder = '') {
  const client = useClient();
  const path = folder ? `${folder}/MLmodel` : 'MLmodel';
  const { data } = useQuery({
    queryKey: queryKeys.file(owner, path),
    queryFn: ({ signal }) => client.artifacts.readText(owner, path, signal)
  });
  return data === undefined ? null : parseMlmodel(data);
}
