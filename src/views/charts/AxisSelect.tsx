import { columnOf } from '../runs/columns.js';
import { useTranslation } from '../common/translation.js';

type AxisSelectProps = {
  label: string;
  value: string;
  options: readonly string[];
  onChange(columnId: string): void;
};

/** Which metric or param an axis shows. */
export function AxisSelect({
  label,
  value,
  options,
  onChange
}: AxisSelectProps) {
  const trans = useTranslation();
  const groups = [
    { kind: 'metrics', title: trans.__('Metrics') },
    { kind: 'params', title: trans.__('Params') }
  ];
  return (
    <label className="jp-TrackbookAxisSelect">
      {label}
      <select
        className="jp-TrackbookSelect"
        value={value}
        onChange={event => onChange(event.target.value)}
      >
        {groups.map(({ kind, title }) => (
          <optgroup key={kind} label={title}>
            {options
              .filter(id => columnOf(id).kind === kind)
              .map(id => (
                <option key={id} value={id}>
                  {columnOf(id).key}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
