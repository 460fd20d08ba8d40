export { RunsView, type RunsViewProps } from './runs/RunsView.js';
export { initialRunsState, type RunsState } from './runs/runs-state.js';
export { RunView, type RunViewProps } from './run/RunView.js';
export {
  initialRunState,
  type RunState,
  type RunTab
} from './run/run-state.js';
export { CompareView, type CompareViewProps } from './compare/CompareView.js';
export {
  initialCompareState,
  type CompareState
} from './compare/compare-state.js';
export {
  RegistryView,
  type RegistryViewProps
} from './registry/RegistryView.js';
export {
  initialRegistryState,
  type RegistryState
} from './registry/registry-state.js';
export {
  QueryProvider,
  useClient,
  useFeedState
} from './common/QueryProvider.js';
export type { Reproducer, Reproduction } from './common/reproducer.js';
export type { Navigation, RunPart } from './common/navigation.js';
export type { WatchCells } from './common/notebook-cells.js';
export type { RunPlace } from './common/notebook-names.js';
export type { ViewProps } from './common/ViewProvider.js';
export {
  TranslationProvider,
  untranslated,
  useTranslation,
  type Translation
} from './common/translation.js';
