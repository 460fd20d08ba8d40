import { useQueryClient } from '@tanstack/react-query';
import type { ModelVersion, Stage } from '../../client/index.js';
import { useClient } from '../common/QueryProvider.js';
import { useAttempt, useToast } from '../common/Toasts.js';
import { useTranslation } from '../common/translation.js';
import { stageName } from './StageChip.js';

const REGISTRY_QUERIES = ['models', 'model', 'versions', 'versionsOfRun'];

/** What can be done with a model's versions, with a way back where there is one. */
export function useRegistryActions() {
  const client = useClient();
  const queryClient = useQueryClient();
  const attempt = useAttempt();
  const show = useToast();
  const trans = useTranslation();
  const { registry } = client;

  const change = (action: () => Promise<void>) =>
    attempt(async () => {
      await action();
      await queryClient.invalidateQueries({
        predicate: ({ queryKey }) =>
          REGISTRY_QUERIES.includes(String(queryKey[0]))
      });
    });
  const changeWithUndo = async (
    message: string,
    action: () => Promise<void>,
    undo: () => Promise<void>
  ) => {
    if (await change(action)) {
      show({ kind: 'info', message, undo: () => void change(undo) });
    }
  };

  /** `displaced` are the versions of the stage that make room. */
  const moveToStage = (
    { name, version, stage: before }: ModelVersion,
    stage: Stage,
    displaced: readonly ModelVersion[]
  ) =>
    changeWithUndo(
      trans.__('Version %1 of %2: %3', version, name, stageName(stage, trans)),
      () => registry.moveToStage(name, version, stage, displaced.length > 0),
      async () => {
        await registry.moveToStage(name, version, before, false);
        for (const other of displaced) {
          await registry.moveToStage(name, other.version, other.stage, false);
        }
      }
    );

  const setAlias = (
    name: string,
    alias: string,
    version: string,
    before: string | undefined
  ) =>
    changeWithUndo(
      trans.__('@%1 is now version %2', alias, version),
      () => registry.setAlias(name, alias, version),
      () =>
        before === undefined
          ? registry.deleteAlias(name, alias)
          : registry.setAlias(name, alias, before)
    );

  const deleteAlias = (name: string, alias: string, version: string) =>
    changeWithUndo(
      trans.__('@%1 removed', alias),
      () => registry.deleteAlias(name, alias),
      () => registry.setAlias(name, alias, version)
    );

  return { change, moveToStage, setAlias, deleteAlias };
}
