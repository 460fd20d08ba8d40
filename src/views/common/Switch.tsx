type SwitchProps<Value> = {
  /** What is chosen between, for those who do not see it. */
  label: string;
  options: readonly (readonly [Value, string])[];
  value: Value;
  onChange(value: Value): void;
  isSmall?: boolean;
};

/** A few words side by side, of which one holds. */
export function Switch<Value extends string | number | boolean>(
  props: SwitchProps<Value>
) {
  const { label, options, value, onChange, isSmall = false } = props;
  return (
    <div
      className={`jp-TrackbookSwitch ${isSmall ? 'jp-mod-small' : ''}`}
      role="group"
      aria-label={label}
    >
      {options.map(([option, name]) => (
        <button
          key={String(option)}
          type="button"
          aria-pressed={option === value}
          onClick={() => onChange(option)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
