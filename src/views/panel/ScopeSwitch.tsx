import { useTranslation } from '../common/translation.js';
import type { RunScope } from './use-panel-runs.js';

type ScopeSwitchProps = { scope: RunScope; onChange(scope: RunScope): void };

/** Whose runs are listed: this notebook's, or everybody's in the experiment. */
export function ScopeSwitch({ scope, onChange }: ScopeSwitchProps) {
  const trans = useTranslation();
  const options: [RunScope, string][] = [
    ['notebook', trans.__('This notebook')],
    ['experiment', trans.__('All')]
  ];
  return (
    <div
      className="jp-TrackbookPanel-switch"
      role="group"
      aria-label={trans.__('Show the runs of')}
    >
      {options.map(([value, label]) => (
        <button
          key={value}
          aria-pressed={scope === value}
          onClick={() => onChange(value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
