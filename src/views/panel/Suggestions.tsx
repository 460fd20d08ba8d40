import { useState } from 'react';
import { useClient } from '../common/QueryProvider.js';
import { useTranslation } from '../common/translation.js';
import { isScalar, logSuggestions } from './log-suggestions.js';
import {
  type PanelActions,
  type SuggestedValue,
  VALUE_KINDS,
  type ValueKind
} from './panel-props.js';
import { Section } from './Section.js';
import { SuggestedItem } from './SuggestedItem.js';
import { useFocusOfNext } from './use-focus-of-next.js';

type SuggestionsProps = {
  runId: string;
  values: readonly SuggestedValue[];
  actions: Pick<
    PanelActions,
    'onDropSuggestions' | 'onLogObjects' | 'onCancelLogging' | 'onInsertCode'
  >;
};

/** What tracked cells left behind, to log with one click each or all at once. */
export function Suggestions({ runId, values, actions }: SuggestionsProps) {
  const trans = useTranslation();
  const client = useClient();
  const [failure, setFailure] = useState<string | null>(null);
  const list = useFocusOfNext(values);

  const log = async (chosen: readonly SuggestedValue[]) => {
    const scalars = chosen.filter(isScalar);
    const objects = chosen.filter(value => !isScalar(value));
    try {
      if (objects.length > 0) {
        actions.onLogObjects(runId, objects);
      }
      if (scalars.length > 0) {
        await logSuggestions(client, runId, scalars);
        actions.onDropSuggestions(scalars.map(({ id }) => id));
      }
      setFailure(null);
    } catch (error) {
      setFailure((error as Error).message);
    }
  };
  const titles: Record<ValueKind, string> = {
    metric: trans.__('Metrics'),
    param: trans.__('Params'),
    figure: trans.__('Figures'),
    table: trans.__('Tables'),
    model: trans.__('Models')
  };
  const isOneCell = values.every(({ cellId }) => cellId === values[0].cellId);
  const isPending = ({ progress: { kind } }: SuggestedValue) =>
    kind === 'waiting' || kind === 'running';
  return (
    <Section
      name="suggestions"
      title={
        isOneCell
          ? trans.__('From the last cell')
          : trans.__('From the last cells')
      }
      aside={
        <>
          <button
            className="jp-TrackbookPanel-button jp-mod-accept"
            disabled={values.every(isPending)}
            onClick={() => void log(values.filter(value => !isPending(value)))}
          >
            {trans.__('Log all')}
          </button>
          <button
            className="jp-TrackbookPanel-iconButton"
            aria-label={trans.__('Dismiss')}
            title={trans.__('Dismiss')}
            onClick={() => actions.onDropSuggestions(values.map(v => v.id))}
          >
            ✕
          </button>
        </>
      }
    >
      <div className="jp-TrackbookSuggestions" {...list}>
        {VALUE_KINDS.map(kind => {
          const found = values.filter(value => value.kind === kind);
          return (
            found.length > 0 && (
              <section key={kind} aria-label={titles[kind]}>
                <h4>{titles[kind]}</h4>
                <ul>
                  {found.map(value => (
                    <SuggestedItem
                      key={value.id}
                      runId={runId}
                      value={value}
                      onLog={() => void log([value])}
                      onCancel={actions.onCancelLogging}
                      onInsertCode={actions.onInsertCode}
                    />
                  ))}
                </ul>
              </section>
            )
          );
        })}
      </div>
      {failure && (
        <div className="jp-TrackbookPanel-error" role="alert">
          {failure}
        </div>
      )}
    </Section>
  );
}
