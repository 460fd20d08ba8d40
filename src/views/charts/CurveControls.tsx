import { useTranslation } from '../common/translation.js';
import type { CurveAxis, CurveOptions } from './metric-curves.js';

type CurveControlsProps = {
  options: CurveOptions;
  onChange(options: CurveOptions): void;
};

/** How curves are drawn: along what, how smooth, on which scale. */
export function CurveControls({ options, onChange }: CurveControlsProps) {
  const trans = useTranslation();
  const axes: [CurveAxis, string][] = [
    ['step', trans.__('Step')],
    ['relative', trans.__('Seconds')],
    ['time', trans.__('Time')]
  ];
  return (
    <div className="jp-TrackbookCurveControls">
      <div
        className="jp-TrackbookSegments"
        role="radiogroup"
        aria-label={trans.__('Along')}
      >
        {axes.map(([axis, label]) => (
          <button
            key={axis}
            role="radio"
            aria-checked={options.axis === axis}
            onClick={() => onChange({ ...options, axis })}
          >
            {label}
          </button>
        ))}
      </div>
      <label>
        {trans.__('Smoothing')}
        <input
          type="range"
          min="0"
          max="0.95"
          step="0.05"
          value={options.smoothing}
          onChange={event =>
            onChange({ ...options, smoothing: Number(event.target.value) })
          }
        />
        <output>{options.smoothing.toFixed(2)}</output>
      </label>
      <label>
        <input
          type="checkbox"
          checked={options.isLog}
          onChange={event =>
            onChange({ ...options, isLog: event.target.checked })
          }
        />
        {trans.__('Log scale')}
      </label>
    </div>
  );
}
