import { useCallback, useMemo, useState } from 'react';
import type { Run } from '../../client/index.js';
import { AxisSelect } from '../charts/AxisSelect.js';
import type { ChartTheme } from '../charts/figure.js';
import { parallelCoordinates } from '../charts/parallel-coordinates.js';
import { PlotlyChart } from '../charts/PlotlyChart.js';
import { EmptyState } from '../common/messages.js';
import { useTranslation } from '../common/translation.js';
import { columnOf } from '../runs/columns.js';
import { chooseDimensions, possibleAxes } from './choose-axes.js';

const HEIGHT = 480;
const MAX_AXES = 12;

export function ParallelTab({ runs }: { runs: readonly Run[] }) {
  const trans = useTranslation();
  const chosenForUser = useMemo(() => chooseDimensions(runs), [runs]);
  const [chosen, setChosen] = useState<string[] | null>(null);
  const dimensions = chosen ?? chosenForUser;
  const figure = useCallback(
    (theme: ChartTheme) => parallelCoordinates(runs, dimensions, theme),
    [runs, dimensions]
  );
  if (dimensions.length < 2) {
    return (
      <EmptyState
        icon="compare"
        title={trans.__('These runs have too few values for a plot')}
      />
    );
  }
  const options = possibleAxes(runs);
  const last = dimensions.at(-1)!;
  const inner = dimensions.slice(0, -1);
  const toggle = (id: string) => {
    const next = inner.includes(id)
      ? inner.filter(other => other !== id)
      : [...inner, id];
    if (next.length > 0 && next.length < MAX_AXES) {
      setChosen([...next, last]);
    }
  };

  return (
    <div className="jp-TrackbookComparePlot">
      <div className="jp-TrackbookComparePlot-tools">
        <AxisSelect
          label={trans.__('Coloured by')}
          value={last}
          options={options.filter(id => columnOf(id).kind === 'metrics')}
          onChange={next =>
            setChosen([...inner.filter(id => id !== next), next])
          }
        />
        <div
          className="jp-TrackbookComparePlot-axes"
          role="group"
          aria-label={trans.__('Axes')}
        >
          {options
            .filter(id => id !== last)
            .map(id => (
              <button
                key={id}
                className="jp-TrackbookChip"
                title={columnOf(id).key}
                aria-pressed={inner.includes(id)}
                onClick={() => toggle(id)}
              >
                {columnOf(id).key}
              </button>
            ))}
        </div>
      </div>
      <PlotlyChart
        label={trans.__('Parallel coordinates of %1 runs', runs.length)}
        height={HEIGHT}
        figure={figure}
      />
      <p className="jp-TrackbookHint">
        {trans.__(
          'Drag along an axis to keep only the lines that pass there; runs that lack a value are left out.'
        )}
      </p>
    </div>
  );
}
