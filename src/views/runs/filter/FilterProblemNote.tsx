import { useTranslation } from '../../common/translation.js';
import type { FilterProblem } from './check-filter.js';

type FilterProblemNoteProps = {
  id: string;
  filter: string;
  problem: FilterProblem;
  onFix(suggestion: string): void;
};

const CONTEXT = 36;

/** What is wrong with a search, where, and what would be right. */
export function FilterProblemNote({
  id,
  filter,
  problem,
  onFix
}: FilterProblemNoteProps) {
  const trans = useTranslation();
  const { severity, message, start, end, suggestions } = problem;
  const isWhole = start === 0 && end === filter.length;
  return (
    <div
      id={id}
      className={`jp-TrackbookFilterBox-note jp-mod-${severity}`}
      role={severity === 'error' ? 'alert' : 'status'}
    >
      {!isWhole && (
        <code aria-hidden="true">
          {filter.slice(Math.max(0, start - CONTEXT), start)}
          <mark>{filter.slice(start, end) || '\u00a0'}</mark>
          {filter.slice(end, end + CONTEXT)}
        </code>
      )}
      <span>{message}</span>
      {suggestions.length > 0 && (
        <span className="jp-TrackbookFilterBox-fixes">
          {trans.__('Did you mean')}
          {suggestions.map(suggestion => (
            <button
              key={suggestion}
              className="jp-TrackbookChip"
              onClick={() => onFix(suggestion)}
            >
              {suggestion}
            </button>
          ))}
        </span>
      )}
    </div>
  );
}
