import { type CommandRegistry } from '@lumino/commands';
import type { Navigation } from '../views/index.js';
import { CommandIDs } from './commands.js';

/** Lets views lead their user elsewhere through Trackbook's commands. */
export function navigateByCommands(commands: CommandRegistry): Navigation {
  return {
    onOpenRuns: experimentIds =>
      void commands.execute(CommandIDs.openRuns, { experimentIds }),
    onOpenRun: runId => void commands.execute(CommandIDs.openRun, { runId }),
    onOpenCompare: runIds =>
      void commands.execute(CommandIDs.openCompare, { runIds }),
    onOpenModel: (model, version) =>
      void commands.execute(CommandIDs.openRegistry, {
        model,
        ...(version !== undefined && { version })
      }),
    onOpenRegistry: () => void commands.execute(CommandIDs.openRegistry),
    onOpenCell: (notebook, cellId) =>
      void commands.execute(CommandIDs.goToCell, { notebook, cellId }),
    onOpenAsNotebook: runId =>
      commands.execute(CommandIDs.openAsNotebook, { runId }),
    onHighlightCells: of =>
      void commands.execute(CommandIDs.highlightCells, { ...of })
  };
}
