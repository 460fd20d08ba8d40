import { parseVerdict, VERDICT_TAG } from '../../analysis/verdict-tag.js';
import type { Run } from '../../client/index.js';
import { Icon } from './icons.js';
import { useTranslation } from './translation.js';
import { verdictTitle } from './verdict-words.js';

/** A small mark at a run that its notebook may not give again; nothing at others. */
export function VerdictMark({ run }: { run: Run }) {
  const trans = useTranslation();
  const verdicts = parseVerdict(run.tags[VERDICT_TAG]);
  if (verdicts.length === 0 || verdicts[0] === 'clean') {
    return null;
  }
  const title = verdictTitle(verdicts, trans);
  return (
    <span
      className="jp-TrackbookVerdictMark"
      role="img"
      aria-label={title}
      title={title}
    >
      <Icon name="drift" size={13} />
    </span>
  );
}
