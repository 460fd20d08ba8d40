import { useState } from 'react';
import type { Experiment } from '../../client/index.js';
import { Icon } from '../common/icons.js';
import { Popover, useClosePopover } from '../common/Popover.js';
import { useTranslation } from '../common/translation.js';

type ExperimentPickerProps = {
  experiments: readonly Experiment[];
  selectedIds: readonly string[];
  onSelect(experimentIds: string[]): void;
};

/** The experiment whose runs are shown; several with the boxes in front. */
export function ExperimentPicker({
  experiments,
  selectedIds,
  onSelect
}: ExperimentPickerProps) {
  const trans = useTranslation();
  const selected = experiments.filter(({ experimentId }) =>
    selectedIds.includes(experimentId)
  );
  const title =
    selected.length === 1
      ? selected[0].name
      : trans._n(
          'No experiment',
          '%1 experiments',
          selected.length || 1,
          selected.length
        );
  return (
    <Popover
      className="jp-TrackbookExperimentPicker-button"
      name={trans.__('Experiment: %1', title)}
      label={
        <>
          <span>{title}</span>
          <Icon name="chevron" />
        </>
      }
    >
      <ExperimentList
        experiments={experiments}
        selectedIds={selectedIds}
        onSelect={onSelect}
      />
    </Popover>
  );
}

function ExperimentList({
  experiments,
  selectedIds,
  onSelect
}: ExperimentPickerProps) {
  const trans = useTranslation();
  const closePopover = useClosePopover();
  const [search, setSearch] = useState('');
  const found = experiments.filter(({ name }) =>
    name.toLowerCase().includes(search.toLowerCase())
  );
  const choose = (experimentId: string) => {
    onSelect([experimentId]);
    closePopover();
  };
  const toggle = (experimentId: string) => {
    const others = selectedIds.filter(id => id !== experimentId);
    onSelect(
      others.length < selectedIds.length
        ? others
        : [...selectedIds, experimentId]
    );
  };

  return (
    <div className="jp-TrackbookExperimentPicker">
      <input
        className="jp-TrackbookInput"
        type="search"
        autoFocus
        aria-label={trans.__('Find an experiment')}
        placeholder={trans.__('Find an experiment')}
        value={search}
        onChange={event => setSearch(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && found.length > 0) {
            choose(found[0].experimentId);
          }
        }}
      />
      <ul>
        {found.map(({ experimentId, name }) => (
          <li
            key={experimentId}
            className={
              selectedIds.includes(experimentId) ? 'jp-mod-selected' : undefined
            }
          >
            <input
              type="checkbox"
              aria-label={trans.__('Show %1 too', name)}
              checked={selectedIds.includes(experimentId)}
              onChange={() => toggle(experimentId)}
            />
            <button onClick={() => choose(experimentId)} title={name}>
              {name}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className="jp-TrackbookHint">
          {trans.__('No experiment of that name')}
        </p>
      )}
    </div>
  );
}
