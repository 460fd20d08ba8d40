import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Run } from '../../../client/index.js';
import { Dialog } from '../../common/Dialog.js';
import { PythonCode } from '../../common/PythonCode.js';
import { queryKeys } from '../../common/query-keys.js';
import { useClient } from '../../common/QueryProvider.js';
import { useTranslation } from '../../common/translation.js';
import { sliceOfRun } from './slice-of-run.js';

type ReproduceDialogProps = {
  run: Run;
  tolerance: number;
  onStart(): Promise<void>;
  onClose(): void;
};

/** Shows what will be executed, and executes nothing without a yes. */
export function ReproduceDialog({
  run,
  tolerance,
  onStart,
  onClose
}: ReproduceDialogProps) {
  const trans = useTranslation();
  const client = useClient();
  const slice = useQuery({
    queryKey: queryKeys.slice(run.runId),
    queryFn: () => sliceOfRun(client, run.runId),
    retry: false
  });
  const [error, setError] = useState<Error | null>(null);
  const [isStarting, setIsStarting] = useState(false);
  const sources = (slice.data?.cells ?? [])
    .filter(cell => cell.cell_type === 'code')
    .map(({ source }) => source.join(''));
  const start = async () => {
    setIsStarting(true);
    try {
      await onStart();
      onClose();
    } catch (failure) {
      setError(failure as Error);
      setIsStarting(false);
    }
  };
  return (
    <Dialog
      title={trans.__('Reproduce %1?', run.name)}
      action={trans._n('Run %1 cell', 'Run %1 cells', sources.length)}
      isDisabled={sources.length === 0 || isStarting}
      error={error ?? slice.error}
      onSubmit={() => void start()}
      onClose={onClose}
    >
      <p>
        {trans.__(
          'A fresh kernel runs these cells as a new run, in the folder of the notebook. They may read, write and send what they did then.'
        )}
      </p>
      <ol className="jp-TrackbookReproduce-cells" tabIndex={0}>
        {sources.map((source, index) => (
          <li key={index}>
            <PythonCode source={source} />
          </li>
        ))}
      </ol>
      <p className="jp-TrackbookHint">
        {trans.__(
          'Metrics agree when they are within a tolerance of %1.',
          tolerance
        )}
      </p>
    </Dialog>
  );
}
