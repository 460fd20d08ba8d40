import { useTranslation } from '../common/translation.js';
import {
  isValuesPolicy,
  VALUES_POLICIES,
  type NotebookCapture,
  type ValuesPolicy
} from './panel-props.js';

type ValuesPolicySelectProps = NotebookCapture['valuesPolicy'] & {
  onChoose(policy: ValuesPolicy | null): void;
};

/** What this notebook wants done with values that its tracked cells leave behind. */
export function ValuesPolicySelect({
  own,
  fallback,
  onChoose
}: ValuesPolicySelectProps) {
  const trans = useTranslation();
  const names: Record<ValuesPolicy, string> = {
    ask: trans.__('ask'),
    always: trans.__('log params and metrics'),
    everything: trans.__('log everything'),
    never: trans.__('never look')
  };
  return (
    <label className="jp-TrackbookCapture-values">
      {trans.__('Values of tracked cells')}
      <select
        value={own ?? ''}
        onChange={({ target: { value } }) =>
          onChoose(isValuesPolicy(value) ? value : null)
        }
      >
        <option value="">
          {trans.__('as in the settings (%1)', names[fallback])}
        </option>
        {VALUES_POLICIES.map(policy => (
          <option key={policy} value={policy}>
            {names[policy]}
          </option>
        ))}
      </select>
    </label>
  );
}
