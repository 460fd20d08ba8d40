import { useId, useRef, useState, type KeyboardEvent } from 'react';
import {
  ClientError,
  type RunKeys,
  type RunSearch
} from '../../../client/index.js';
import { Icon } from '../../common/icons.js';
import { useDismiss } from '../../common/Popover.js';
import { useTranslation } from '../../common/translation.js';
import { useFeature } from '../../common/use-feature.js';
import { checkFilter, type FilterProblem } from './check-filter.js';
import {
  applyCompletion,
  completeFilter,
  keyToComplete
} from './complete-filter.js';
import { FilterProblemNote } from './FilterProblemNote.js';
import { usesOwnGrammar } from './own-grammar.js';
import { isPlainWords } from './read-search.js';
import { useValuesOf } from './use-values-of.js';

type FilterBoxProps = {
  filter: string;
  keys: RunKeys;
  /** The runs whose values are offered. */
  search: RunSearch;
  /** What the server said about the filter, if it refused. */
  refusal: Error | null;
  onSearch(filter: string): void;
};

/** The search of the runs table: a filter, or words of a run's name. */
export function FilterBox({
  filter,
  keys,
  search: { experimentIds, viewType },
  refusal,
  onSearch
}: FilterBoxProps) {
  const trans = useTranslation();
  const hasExpressions = useFeature('runs.search.expressions');
  const listId = useId();
  const noteId = useId();
  const root = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(filter);
  const [caret, setCaret] = useState(filter.length);
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [problem, setProblem] = useState<FilterProblem | null>(null);
  const [known, setKnown] = useState(filter);
  if (known !== filter) {
    setKnown(filter);
    setDraft(filter);
  }
  useDismiss(root, isOpen, () => setIsOpen(false));

  const values = useValuesOf(isOpen ? keyToComplete(draft, caret) : null, {
    experimentIds,
    viewType
  });
  const completion = completeFilter(draft, caret, keys, values);
  const options = isOpen ? completion.options : [];

  const write = (text: string, position: number) => {
    setDraft(text);
    setCaret(position);
    setActive(-1);
    setProblem(null);
  };
  const search = (text: string) => {
    setIsOpen(false);
    // What only the server understands, only the server can check.
    const isFree =
      isPlainWords(text) || (hasExpressions && usesOwnGrammar(text));
    const found = isFree ? null : checkFilter(text, keys, trans);
    setProblem(found);
    if (found?.severity !== 'error') {
      onSearch(text.trim());
    }
  };
  const accept = (option: string) => {
    const next = applyCompletion(draft, completion, option);
    write(next.filter, next.caret);
    input.current?.focus();
    requestAnimationFrame(() =>
      input.current?.setSelectionRange(next.caret, next.caret)
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    switch (event.key) {
      case 'Enter':
        if (options[active]) {
          accept(options[active]);
        } else {
          // What the field holds counts, also right after a paste.
          search(event.currentTarget.value);
        }
        break;
      case 'Tab':
        if (!options[active]) {
          setIsOpen(false);
          return;
        }
        accept(options[active]);
        break;
      case 'ArrowDown':
      case 'ArrowUp': {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setIsOpen(true);
        setActive(
          Math.max(-1, Math.min(completion.options.length - 1, active + step))
        );
        break;
      }
      case 'Escape':
        if (!isOpen) {
          return;
        }
        setIsOpen(false);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const shownProblem = problem ?? refusalProblem(refusal, draft);

  return (
    <div className="jp-TrackbookFilterBox" ref={root} role="search">
      <div
        className={`jp-TrackbookFilterBox-field ${shownProblem ? `jp-mod-${shownProblem.severity}` : ''}`}
      >
        <Icon name="search" />
        <input
          ref={input}
          type="text"
          role="combobox"
          spellCheck={false}
          autoComplete="off"
          aria-label={trans.__('Search runs')}
          aria-autocomplete="list"
          aria-expanded={options.length > 0}
          aria-controls={options.length > 0 ? listId : undefined}
          aria-activedescendant={
            options[active] ? `${listId}-${active}` : undefined
          }
          aria-invalid={shownProblem?.severity === 'error'}
          aria-describedby={shownProblem ? noteId : undefined}
          placeholder={trans.__(
            "Search by name, or metrics.rmse < 6.5 AND params.model = 'xgboost'"
          )}
          value={draft}
          onChange={event => {
            write(
              event.target.value,
              event.target.selectionStart ?? event.target.value.length
            );
            setIsOpen(true);
          }}
          onSelect={event =>
            setCaret(event.currentTarget.selectionStart ?? draft.length)
          }
          onFocus={() => setIsOpen(true)}
          onKeyDown={onKeyDown}
        />
        {draft && (
          <button
            className="jp-TrackbookIconButton"
            aria-label={trans.__('Clear the search')}
            onClick={() => {
              write('', 0);
              search('');
            }}
          >
            <Icon name="close" size={14} />
          </button>
        )}
      </div>
      {options.length > 0 && (
        <ul
          id={listId}
          className="jp-TrackbookFilterBox-options"
          role="listbox"
          aria-label={trans.__('Completions')}
        >
          {options.map((option, index) => (
            <li
              key={option}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              onPointerDown={event => {
                event.preventDefault();
                accept(option);
              }}
            >
              {option}
            </li>
          ))}
        </ul>
      )}
      {shownProblem && (
        <FilterProblemNote
          id={noteId}
          filter={draft}
          problem={shownProblem}
          onFix={suggestion => {
            const { start, end } = shownProblem;
            const fixed = draft.slice(0, start) + suggestion + draft.slice(end);
            write(fixed, start + suggestion.length);
            search(fixed);
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function refusalProblem(
  refusal: Error | null,
  filter: string
): FilterProblem | null {
  return refusal instanceof ClientError && refusal.status === 400
    ? {
        severity: 'error',
        message: refusal.message,
        start: 0,
        end: filter.length,
        suggestions: []
      }
    : null;
}
