import { useState } from 'react';
import type { TrackbookClient } from '../client/index.js';
import {
  CompareView,
  RegistryView,
  RunView,
  RunsView,
  type Navigation
} from '../views/index.js';
import { PageHeader } from './PageHeader.js';
import { useRoute } from './use-route.js';

/** The tracking server's own page: the views, chosen by the address. */
export function App({ client }: { client: TrackbookClient }) {
  const { route, open, update } = useRoute();
  const [title, setTitle] = useState('');
  const navigation: Navigation = {
    onOpenRuns: experimentIds =>
      open({ view: 'runs', state: { experimentIds } }),
    onOpenRun: runId => open({ view: 'run', runId, state: {} }),
    onOpenCompare: runIds => open({ view: 'compare', runIds, state: {} }),
    onOpenModel: (model, version = undefined) =>
      open({ view: 'registry', state: { model, version } }),
    onOpenRegistry: () => open({ view: 'registry', state: {} })
  };
  const shared = { client, ...navigation };

  return (
    <>
      <PageHeader route={route} title={title} />
      <main id="main" className="trackbook-page-main">
        {route.view === 'runs' && (
          <RunsView
            {...shared}
            state={route.state}
            onStateChange={state => update({ ...route, state })}
          />
        )}
        {route.view === 'run' && (
          <RunView
            {...shared}
            key={route.runId}
            runId={route.runId}
            state={route.state}
            onStateChange={state => update({ ...route, state })}
            onTitle={setTitle}
          />
        )}
        {route.view === 'compare' && (
          <CompareView
            {...shared}
            runIds={route.runIds}
            onRunIdsChange={runIds => update({ ...route, runIds })}
            state={route.state}
            onStateChange={state => update({ ...route, state })}
          />
        )}
        {route.view === 'registry' && (
          <RegistryView
            {...shared}
            state={route.state}
            onStateChange={state => open({ view: 'registry', state })}
          />
        )}
      </main>
    </>
  );
}
