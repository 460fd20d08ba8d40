import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useClient } from '../common/QueryProvider.js';
import { useExperiments } from '../common/queries.js';
import { useTranslation } from '../common/translation.js';
import {
  experimentOptions,
  type ExperimentOption
} from './experiment-options.js';
import type { ExperimentChoice } from './panel-props.js';
import { useDismiss } from './use-dismiss.js';

type ExperimentPickerProps = {
  experiment: ExperimentChoice | null;
  onChoose(experiment: ExperimentChoice): void;
};

/** The experiment that new runs go to: choose one by typing, or make it. */
export function ExperimentPicker(props: ExperimentPickerProps) {
  const { experiment, onChoose } = props;
  const trans = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useDismiss(root, isOpen, () => setOpen(false));

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="jp-TrackbookExperiment" ref={root}>
      <button
        ref={button}
        className="jp-TrackbookExperiment-button"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        title={trans.__('The experiment that new runs go to')}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="jp-TrackbookExperiment-label">
          {trans.__('Experiment')}
        </span>
        <span className="jp-TrackbookExperiment-name">
          {experiment
            ? (experiment.name ?? trans.__('Name not known yet'))
            : trans.__('Choose…')}
        </span>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2.5 4.5 6 8l3.5-3.5" />
        </svg>
      </button>
      {isOpen && (
        <ExperimentMenu
          current={experiment}
          onClose={close}
          onChoose={choice => {
            onChoose(choice);
            close();
          }}
        />
      )}
    </div>
  );
}

type ExperimentMenuProps = {
  current: ExperimentChoice | null;
  onChoose(experiment: ExperimentChoice): void;
  onClose(): void;
};

function ExperimentMenu({ current, onChoose, onClose }: ExperimentMenuProps) {
  const trans = useTranslation();
  const client = useClient();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  const { data = [], error } = useExperiments();
  const options = experimentOptions(data, typed);

  const take = async (option: ExperimentOption) => {
    try {
      const id =
        option.kind === 'new'
          ? await client.experiments.create(option.name)
          : option.id;
      onChoose({ id, name: option.name });
    } catch (error) {
      setFailure((error as Error).message);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    switch (event.key) {
      case 'ArrowDown':
        setMarked(Math.min(marked + 1, options.length - 1));
        break;
      case 'ArrowUp':
        setMarked(Math.max(marked - 1, 0));
        break;
      case 'Enter':
        if (options[marked]) {
          void take(options[marked]);
        }
        break;
      case 'Escape':
        onClose();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div className="jp-TrackbookExperiment-menu">
      <input
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={`${listId}-${marked}`}
        aria-label={trans.__('Find or create an experiment')}
        placeholder={trans.__('Find or create…')}
        value={typed}
        onChange={event => {
          setTyped(event.target.value);
          setMarked(0);
          setFailure(null);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={listId} role="listbox" aria-label={trans.__('Experiments')}>
        {options.map((option, index) => (
          <li
            key={option.kind === 'new' ? 'new' : option.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={option.kind === 'known' && option.id === current?.id}
            className={index === marked ? 'jp-mod-marked' : ''}
            onMouseMove={() => setMarked(index)}
            onClick={() => void take(option)}
          >
            {option.kind === 'new'
              ? trans.__('Create “%1”', option.name)
              : option.name}
          </li>
        ))}
      </ul>
      {(failure ?? error) && (
        <div className="jp-TrackbookPanel-error" role="alert">
          {failure ?? error?.message}
        </div>
      )}
    </div>
  );
}
