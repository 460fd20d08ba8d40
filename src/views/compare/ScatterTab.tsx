import { useCallback, useState } from 'react';
import type { Run } from '../../client/index.js';
import { AxisSelect } from '../charts/AxisSelect.js';
import type { ChartTheme } from '../charts/figure.js';
import { PlotlyChart } from '../charts/PlotlyChart.js';
import { scatter, type ScatterAxes } from '../charts/scatter.js';
import { EmptyState } from '../common/messages.js';
import { useNavigation } from '../common/navigation.js';
import { useTranslation } from '../common/translation.js';
import { columnOf } from '../runs/columns.js';
import { chooseScatterAxes, possibleAxes } from './choose-axes.js';

const HEIGHT = 460;

export function ScatterTab({ runs }: { runs: readonly Run[] }) {
  const trans = useTranslation();
  const { onOpenRun } = useNavigation();
  const [chosen, setChosen] = useState<ScatterAxes | null>(null);
  const axes = chosen ?? chooseScatterAxes(runs);
  const { x, y } = axes ?? { x: '', y: '' };
  const figure = useCallback(
    (theme: ChartTheme) => scatter(runs, { x, y }, theme),
    [runs, x, y]
  );
  const openPoint = useCallback(
    (runId: unknown) => onOpenRun(String(runId)),
    [onOpenRun]
  );

  if (!axes) {
    return (
      <EmptyState
        icon="compare"
        title={trans.__('These runs have too few values for a plot')}
      />
    );
  }
  const options = possibleAxes(runs);
  return (
    <div className="jp-TrackbookComparePlot">
      <div className="jp-TrackbookComparePlot-tools">
        <AxisSelect
          label={trans.__('Up')}
          value={y}
          options={options}
          onChange={next => setChosen({ x, y: next })}
        />
        <AxisSelect
          label={trans.__('Across')}
          value={x}
          options={options}
          onChange={next => setChosen({ x: next, y })}
        />
        <span className="jp-TrackbookHint">
          {trans.__('A click on a point opens its run.')}
        </span>
      </div>
      <PlotlyChart
        label={trans.__('%1 against %2', columnOf(y).key, columnOf(x).key)}
        height={HEIGHT}
        figure={figure}
        onPoint={openPoint}
      />
    </div>
  );
}
