import { useState } from 'react';
import { Dialog } from '../common/Dialog.js';
import { Snippet } from '../common/Snippet.js';
import { Switch } from '../common/Switch.js';
import { useTranslation } from '../common/translation.js';
import { isScalar } from './log-suggestions.js';
import type { FoundValue, ValueKind } from './panel-props.js';
import { codeInCell } from './value-code.js';
import { VariablePreview, type Preview } from './VariablePreview.js';

export type Variable = {
  name: string;
  typeName: string;
  preview: Preview;
  /** Each is logged together and of one kind; the likeliest is the first. */
  choices: readonly (readonly FoundValue[])[];
};

type LogVariableProps = {
  variable: Variable;
  run: { name: string };
  /** Settles when all is logged; rejects with what went wrong. */
  onLog(values: readonly FoundValue[]): Promise<void>;
  /** The user does not want to wait any longer. */
  onCancel(): void;
  onClose(): void;
};

/** Asks as what a variable shall be logged, and does it. */
export function LogVariable(props: LogVariableProps) {
  const { variable, run, onLog, onCancel, onClose } = props;
  const trans = useTranslation();
  const [index, setIndex] = useState(0);
  const [keys, setKeys] = useState<Record<string, string>>({});
  const [isLogging, setLogging] = useState(false);
  const [error, setError] = useState<Error | null>(null);

  const chosen = variable.choices[index].map(value => ({
    ...value,
    key: keys[value.id] ?? value.key
  }));
  const [first] = chosen;
  const log = async () => {
    setLogging(true);
    setError(null);
    try {
      await onLog(chosen);
      onClose();
    } catch (reason) {
      setError(reason as Error);
      setLogging(false);
    }
  };
  const close = () => {
    if (isLogging) {
      onCancel();
    }
    onClose();
  };
  return (
    <Dialog
      title={trans.__('Log %1', variable.name)}
      action={isLogging ? trans.__('Logging…') : trans.__('Log')}
      isDisabled={isLogging || first.key.trim() === ''}
      error={error}
      onSubmit={() => void log()}
      onClose={close}
    >
      <p className="jp-TrackbookLogVariable-run">
        {trans.__('%1, to run %2', variable.typeName, run.name)}
      </p>
      <KindChoice
        kinds={variable.choices.map(([value]) => value.kind)}
        index={index}
        onChoose={setIndex}
      />
      {chosen.length === 1 ? (
        <label>
          {isScalar(first) || first.kind === 'model'
            ? trans.__('Name')
            : trans.__('Artifact')}
          <input
            className="jp-TrackbookInput"
            value={first.key}
            onChange={({ target }) =>
              setKeys({ ...keys, [first.id]: target.value })
            }
          />
        </label>
      ) : (
        <dl className="jp-TrackbookLogVariable-entries">
          {chosen.map(({ id, key, value }) => (
            <div key={id}>
              <dt>{key}</dt>
              <dd>{String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <VariablePreview preview={variable.preview} />
      {codeInCell(variable.choices[index]) !== '' && (
        <Snippet
          title={trans.__('The code for it')}
          code={codeInCell(variable.choices[index])}
        />
      )}
    </Dialog>
  );
}

type KindChoiceProps = {
  kinds: readonly ValueKind[];
  index: number;
  onChoose(index: number): void;
};

function KindChoice({ kinds, index, onChoose }: KindChoiceProps) {
  const trans = useTranslation();
  const names: Record<ValueKind, string> = {
    metric: trans.__('Metric'),
    param: trans.__('Param'),
    figure: trans.__('Figure'),
    table: trans.__('Table'),
    model: trans.__('Model')
  };
  return (
    <Switch
      label={trans.__('Log as')}
      options={kinds.map((kind, place) => [place, names[kind]])}
      value={index}
      onChange={onChoose}
    />
  );
}
