import { useViewState } from '../common/use-view-state.js';
import { ViewProvider, type ViewProps } from '../common/ViewProvider.js';
import { ModelList } from './ModelList.js';
import { ModelPage } from './ModelPage.js';
import { initialRegistryState, type RegistryState } from './registry-state.js';

export type RegistryViewProps = ViewProps & {
  state?: Partial<RegistryState>;
  onStateChange?(state: RegistryState): void;
};

/** Registered models and their versions, from candidate to production. */
export function RegistryView({
  state,
  onStateChange,
  ...view
}: RegistryViewProps) {
  const [current, change] = useViewState(
    initialRegistryState,
    state,
    onStateChange
  );
  const openModel = (model: string | null) =>
    change({ model, version: null, otherVersion: null });
  return (
    <ViewProvider {...view}>
      <div className="jp-TrackbookRegistryView">
        {current.model === null ? (
          <ModelList onOpen={openModel} />
        ) : (
          <ModelPage
            key={current.model}
            name={current.model}
            version={current.version}
            otherVersion={current.otherVersion}
            onChoose={change}
            onBack={() => openModel(null)}
          />
        )}
      </div>
    </ViewProvider>
  );
}
