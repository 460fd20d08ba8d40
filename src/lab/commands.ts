/** Every command that Trackbook adds. */
export namespace CommandIDs {
  export const openRuns = 'trackbook:open-runs';
  export const openRun = 'trackbook:open-run';
  export const openCompare = 'trackbook:open-compare';
  export const openRegistry = 'trackbook:open-registry';
  export const showPanel = 'trackbook:show-panel';
  export const trackCell = 'trackbook:track-cell';
  export const discardRun = 'trackbook:discard-run';
  export const toggleRecording = 'trackbook:toggle-recording';
  export const createExperiment = 'trackbook:create-experiment';
  export const goToCell = 'trackbook:go-to-cell';
  export const openSettings = 'trackbook:open-settings';
  export const insertCode = 'trackbook:insert-code';
  export const logVariable = 'trackbook:log-variable';
  export const openAsNotebook = 'trackbook:open-as-notebook';
  export const highlightCells = 'trackbook:highlight-cells';
}

/** Commands of JupyterLab and Notebook that Trackbook calls. */
export namespace ForeignCommandIDs {
  export const openDocument = 'docmanager:open';
  export const openSettings = 'settingeditor:open';
  export const togglePanel = 'application:toggle-panel';
}
