import type { Verdict } from '../../analysis/index.js';
import type { Translation } from './translation.js';

export function verdictName(verdict: Verdict, trans: Translation): string {
  const names: Record<Verdict, string> = {
    clean: trans.__('clean'),
    'out of order': trans.__('out of order'),
    'edited since': trans.__('edited since'),
    'deleted cell': trans.__('deleted cell'),
    'hidden state': trans.__('hidden state'),
    external: trans.__('external')
  };
  return names[verdict];
}

/** What a verdict means, for somebody who reads it for the first time. */
export function verdictMeaning(verdict: Verdict, trans: Translation): string {
  const meanings: Record<Verdict, string> = {
    clean: trans.__(
      'The notebook still does what this run did when it runs from top to bottom.'
    ),
    'out of order': trans.__(
      'Cells ran in another order than they stand in, more than once, or not at all.'
    ),
    'edited since': trans.__(
      'A cell that this run depends on, or now would, was edited after it ran.'
    ),
    'deleted cell': trans.__(
      'A cell that this run depends on is not in the notebook any more.'
    ),
    'hidden state': trans.__(
      'This run used a name that no cell of the notebook defines any more.'
    ),
    external: trans.__(
      'This run depends on code that ran outside the notebook, as in a console.'
    )
  };
  return meanings[verdict];
}

/** All that was found, with what each means, a line each. */
export function verdictTitle(
  verdicts: readonly Verdict[],
  trans: Translation
): string {
  return verdicts
    .map(each => `${verdictName(each, trans)}: ${verdictMeaning(each, trans)}`)
    .join('\n');
}
