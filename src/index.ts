import { type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { capturePlugin } from './lab/plugins/capture.js';
import { cellMarksPlugin } from './lab/plugins/cell-marks.js';
import { connectionPlugin } from './lab/plugins/connection.js';
import { discardRunPlugin } from './lab/plugins/discard-run.js';
import { experimentsPlugin } from './lab/plugins/experiments.js';
import { goToCellPlugin } from './lab/plugins/go-to-cell.js';
import { highlightCellsPlugin } from './lab/plugins/highlight-cells.js';
import { insertCodePlugin } from './lab/plugins/insert-code.js';
import { introducePanelPlugin } from './lab/plugins/introduce-panel.js';
import { logVariablePlugin } from './lab/plugins/log-variable.js';
import { notebookNamesPlugin } from './lab/plugins/notebook-names.js';
import { openAsNotebookPlugin } from './lab/plugins/open-as-notebook.js';
import { openSettingsPlugin } from './lab/plugins/open-settings.js';
import { printedLinksPlugin } from './lab/plugins/printed-links.js';
import { recordingPlugin } from './lab/plugins/recording.js';
import { settingsPlugin } from './lab/plugins/settings.js';
import { sidePanelPlugin } from './lab/plugins/side-panel.js';
import { trackCellPlugin } from './lab/plugins/track-cell.js';
import { verdictsPlugin } from './lab/plugins/verdicts.js';
import { viewsPlugin } from './lab/plugins/views.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const plugins: JupyterFrontEndPlugin<any>[] = [
  settingsPlugin,
  connectionPlugin,
  notebookNamesPlugin,
  capturePlugin,
  verdictsPlugin,
  sidePanelPlugin,
  introducePanelPlugin,
  trackCellPlugin,
  discardRunPlugin,
  cellMarksPlugin,
  recordingPlugin,
  experimentsPlugin,
  goToCellPlugin,
  highlightCellsPlugin,
  openAsNotebookPlugin,
  viewsPlugin,
  printedLinksPlugin,
  openSettingsPlugin,
  insertCodePlugin,
  logVariablePlugin
];

export default plugins;
