import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { flushSync } from 'react-dom';
import { ClientError, type Run } from '../../client/index.js';
import { Dialog } from '../common/Dialog.js';
import { useNavigation } from '../common/navigation.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { useToast } from '../common/Toasts.js';
import { useTranslation } from '../common/translation.js';
import type { RunModel } from '../run/use-run-models.js';

type RegisterDialogProps = {
  run: Run;
  models: readonly RunModel[];
  onClose(): void;
};

/** Make a version of a registered model from a model that a run logged. */
export function RegisterDialog({ run, models, onClose }: RegisterDialogProps) {
  const trans = useTranslation();
  const client = useClient();
  const queryClient = useQueryClient();
  const navigation = useNavigation();
  const show = useToast();
  const listId = useId();
  const [name, setName] = useState('');
  const [uri, setUri] = useState(models[0].uri);
  const [description, setDescription] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const registered =
    useQuery({
      queryKey: queryKeys.models(),
      queryFn: ({ signal }) => client.registry.listModels(signal)
    }).data ?? [];
  const isKnown = registered.some(model => model.name === name.trim());

  const register = async () => {
    const model = models.find(other => other.uri === uri)!;
    if (!isKnown) {
      await client.registry.createModel(name.trim()).catch(acceptExisting);
    }
    const version = await client.registry.createVersion({
      name: name.trim(),
      source: model.source,
      runId: run.runId,
      modelId: model.modelId ?? undefined,
      description: description.trim()
    });
    await queryClient.invalidateQueries();
    show({
      kind: 'info',
      message: trans.__(
        '%1 is version %2 of %3',
        run.name,
        version.version,
        version.name
      )
    });
    // A dialog gives the focus back when it has gone: before the page of the model takes it.
    flushSync(onClose);
    navigation.onOpenModel(version.name, version.version);
  };
  const submit = () => {
    setIsBusy(true);
    setError(null);
    register().catch(reason => {
      setError(reason);
      setIsBusy(false);
    });
  };

  return (
    <Dialog
      title={trans.__('Register model')}
      action={
        isKnown || !name.trim()
          ? trans.__('Register')
          : trans.__('Create and register')
      }
      isDisabled={isBusy || !name.trim()}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <label>
        {trans.__('Name in the registry')}
        <input
          className="jp-TrackbookInput"
          required
          list={listId}
          value={name}
          placeholder={trans.__('An existing name adds a version')}
          onChange={event => setName(event.target.value)}
        />
        <datalist id={listId}>
          {registered.map(model => (
            <option key={model.name} value={model.name} />
          ))}
        </datalist>
      </label>
      {models.length > 1 && (
        <label>
          {trans.__('Logged model')}
          <select
            className="jp-TrackbookSelect"
            value={uri}
            onChange={event => setUri(event.target.value)}
          >
            {models.map(model => (
              <option key={model.uri} value={model.uri}>
                {model.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {trans.__('What is new about this version?')}
        <textarea
          className="jp-TrackbookInput"
          rows={3}
          value={description}
          onChange={event => setDescription(event.target.value)}
        />
      </label>
    </Dialog>
  );
}

/** Someone else may have made the model while the dialog was open. */
function acceptExisting(error: unknown): void {
  const isThere =
    error instanceof ClientError &&
    error.errorCode === 'RESOURCE_ALREADY_EXISTS';
  if (!isThere) {
    throw error;
  }
}
