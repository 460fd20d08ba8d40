import type { Verdict } from '../../analysis/index.js';
import { useTranslation } from './translation.js';
import { verdictMeaning, verdictName } from './verdict-words.js';

/** What was found about a run, a chip each. */
export function VerdictChips({ verdicts }: { verdicts: readonly Verdict[] }) {
  const trans = useTranslation();
  return verdicts.map(verdict => (
    <span
      key={verdict}
      className={`jp-TrackbookChip ${verdict === 'clean' ? 'jp-mod-success' : 'jp-mod-warning'}`}
      title={verdictMeaning(verdict, trans)}
    >
      {verdictName(verdict, trans)}
    </span>
  ));
}
