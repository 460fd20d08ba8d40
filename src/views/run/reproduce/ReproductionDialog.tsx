import { useQuery } from '@tanstack/react-query';
import type { Run } from '../../../client/index.js';
import {
  parseDifference,
  REPRODUCTION_FILE
} from '../../../reproduce/difference-json.js';
import { Dialog } from '../../common/Dialog.js';
import { Loading } from '../../common/messages.js';
import { useNavigation } from '../../common/navigation.js';
import { queryKeys } from '../../common/query-keys.js';
import { useClient } from '../../common/QueryProvider.js';
import { useTranslation } from '../../common/translation.js';
import type { Reproduced } from './reproduced-tag.js';
import { DifferenceTables } from './DifferenceTables.js';

type ReproductionDialogProps = {
  run: Run;
  reproduced: Reproduced;
  onClose(): void;
};

/** A run beside its reproduction, as they were compared then. */
export function ReproductionDialog({
  run,
  reproduced,
  onClose
}: ReproductionDialogProps) {
  const trans = useTranslation();
  const client = useClient();
  const { onOpenRun } = useNavigation();
  const owner = { kind: 'run', runId: reproduced.runId } as const;
  const { data, error } = useQuery({
    queryKey: queryKeys.file(owner, REPRODUCTION_FILE),
    queryFn: ({ signal }) =>
      client.artifacts.readText(owner, REPRODUCTION_FILE, signal),
    select: parseDifference
  });
  return (
    <Dialog
      title={trans.__('%1 and its reproduction', run.name)}
      leave={trans.__('Close')}
      action={trans.__('Open the new run')}
      error={error}
      onSubmit={() => {
        onClose();
        onOpenRun(reproduced.runId);
      }}
      onClose={onClose}
    >
      {data ? (
        <DifferenceTables difference={data} />
      ) : (
        !error && <Loading lines={3} />
      )}
    </Dialog>
  );
}
