import { Switch } from '../common/Switch.js';
import { useTranslation } from '../common/translation.js';
import type { RunScope } from './use-panel-runs.js';

type ScopeSwitchProps = { scope: RunScope; onChange(scope: RunScope): void };

/** Whose runs are listed: this notebook's, or everybody's in the experiment. */
export function ScopeSwitch({ scope, onChange }: ScopeSwitchProps) {
  const trans = useTranslation();
  return (
    <Switch
      isSmall
      label={trans.__('Show the runs of')}
      options={[
        ['notebook', trans.__('This notebook')],
        ['experiment', trans.__('All')]
      ]}
      value={scope}
      onChange={onChange}
    />
  );
}
