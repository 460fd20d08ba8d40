import type { Translation } from '../../views/index.js';
import { type InspectedVariable } from './messages.js';

/** Why a variable cannot be logged. */
export function refusal(
  { name, exists, type_name, choices }: InspectedVariable,
  trans: Translation
): string {
  if (!exists) {
    return trans.__(
      'There is no variable %1 in the kernel. Run its cell first.',
      name
    );
  }
  return choices.length === 0
    ? trans.__('%1 (%2) is nothing that can be logged.', name, type_name)
    : trans.__('This notebook has no run to log to. Track a cell first.');
}
