import { useState } from 'react';
import { useClient } from '../common/QueryProvider.js';
import { useTranslation } from '../common/translation.js';
import { logSuggestions } from './log-suggestions.js';
import type { SuggestedValue } from './panel-props.js';
import { Section } from './Section.js';

type SuggestionsProps = {
  runId: string;
  values: SuggestedValue[];
  onDrop(keys: string[]): void;
};

/** Values that the last tracked cell left behind, to log with one click each or all at once. */
export function Suggestions({ runId, values, onDrop }: SuggestionsProps) {
  const trans = useTranslation();
  const client = useClient();
  const [failure, setFailure] = useState<string | null>(null);

  const log = async (chosen: SuggestedValue[]) => {
    try {
      await logSuggestions(client, runId, chosen);
      setFailure(null);
      onDrop(chosen.map(({ key }) => key));
    } catch (error) {
      setFailure((error as Error).message);
    }
  };
  return (
    <Section
      name="suggestions"
      title={trans.__('From the last cell')}
      aside={
        <>
          <button
            className="jp-TrackbookPanel-button jp-mod-accept"
            onClick={() => void log(values)}
          >
            {trans.__('Log all')}
          </button>
          <button
            className="jp-TrackbookPanel-iconButton"
            aria-label={trans.__('Dismiss')}
            title={trans.__('Dismiss')}
            onClick={() => onDrop(values.map(({ key }) => key))}
          >
            ✕
          </button>
        </>
      }
    >
      <ul className="jp-TrackbookSuggestions">
        {values.map(value => (
          <li key={`${value.kind}.${value.key}`}>
            <button
              className={`jp-TrackbookSuggestions-value jp-mod-${value.kind}`}
              aria-label={
                value.kind === 'param'
                  ? trans.__('Log param %1', value.key)
                  : trans.__('Log metric %1', value.key)
              }
              title={`${value.key} = ${value.value}`}
              onClick={() => void log([value])}
            >
              <span className="jp-TrackbookSuggestions-key">{value.key}</span>
              <span className="jp-TrackbookSuggestions-number">
                {String(value.value)}
              </span>
              <span aria-hidden="true">+</span>
            </button>
          </li>
        ))}
      </ul>
      {failure && (
        <div className="jp-TrackbookPanel-error" role="alert">
          {failure}
        </div>
      )}
    </Section>
  );
}
