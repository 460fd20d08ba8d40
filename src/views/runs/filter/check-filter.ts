import type { RunKeys } from '../../../client/index.js';
import type { Translation } from '../../common/translation.js';
import {
  allKeyTexts,
  isNumericKey,
  keyText,
  parseKey,
  type FilterKey
} from './filter-keys.js';
import { isKeyword, tokenize, type Token } from './filter-tokens.js';
import { mostSimilar } from './similar.js';

export type FilterProblem = {
  /** An error cannot be asked of a server; a doubt can, but will find little. */
  severity: 'error' | 'doubt';
  message: string;
  start: number;
  end: number;
  /** What could stand there instead. */
  suggestions: string[];
};

/** What is wrong with a filter, or null: found before a server is asked. */
export function checkFilter(
  filter: string,
  keys: RunKeys,
  trans: Translation
): FilterProblem | null {
  return new FilterChecker(filter, keys, trans).check();
}

/** The least, greatest, first or last value of a metric, as Trackbook's server knows it. */
const HISTORY = /\.(min|max|first|last)$/;

class FilterChecker {
  private readonly _tokens: Token[];
  private _index = 0;
  private _doubt: FilterProblem | null = null;

  constructor(
    private readonly _filter: string,
    private readonly _keys: RunKeys,
    private readonly _trans: Translation
  ) {
    this._tokens = tokenize(_filter);
  }

  check(): FilterProblem | null {
    if (this._tokens.length === 0) {
      return null;
    }
    for (;;) {
      const problem = this._checkClause();
      if (problem) {
        return problem;
      }
      const token = this._next();
      if (!token) {
        return this._doubt;
      }
      if (!isKeyword(token, 'AND')) {
        return this._unexpectedAfterClause(token);
      }
    }
  }

  private _checkClause(): FilterProblem | null {
    const keyToken = this._next();
    if (keyToken?.kind !== 'word') {
      return this._error(
        keyToken,
        this._trans.__('A key such as metrics.rmse must stand here'),
        allKeyTexts(this._keys).slice(0, 3)
      );
    }
    const key = parseKey(keyToken.text);
    if (!key) {
      return this._unknownKey(keyToken);
    }
    this._doubtKey(key, keyToken);
    return this._checkComparison(key);
  }

  private _checkComparison(key: FilterKey): FilterProblem | null {
    const operator = this._next();
    if (isKeyword(operator, 'IS')) {
      return this._checkNull();
    }
    if (isKeyword(operator, 'NOT')) {
      const inWord = this._next();
      return isKeyword(inWord, 'IN')
        ? this._checkList()
        : this._error(inWord, this._trans.__('NOT must be followed by IN'), [
            'IN'
          ]);
    }
    if (isKeyword(operator, 'IN')) {
      return this._checkList();
    }
    if (operator?.kind === 'operator' || isKeyword(operator, 'LIKE', 'ILIKE')) {
      return this._checkValue(key);
    }
    return this._error(
      operator,
      this._trans.__('A comparison such as = or < must stand here'),
      isNumericKey(key) ? ['<', '>', '='] : ['=', '!=', 'LIKE']
    );
  }

  private _checkValue(key: FilterKey): FilterProblem | null {
    const value = this._next();
    if (isNumericKey(key)) {
      return value?.kind === 'number'
        ? null
        : this._error(
            value,
            this._trans.__('%1 is compared with a number', key.key),
            []
          );
    }
    return value?.kind === 'text'
      ? null
      : this._error(
          value,
          this._trans.__('%1 is compared with a text in quotes', key.key),
          value && value.kind !== 'broken' ? [`'${value.text}'`] : []
        );
  }

  private _checkList(): FilterProblem | null {
    const open = this._next();
    if (open?.kind !== 'open') {
      return this._error(
        open,
        this._trans.__('A list in parentheses must stand here'),
        []
      );
    }
    for (
      let token = this._next();
      token?.kind !== 'close';
      token = this._next()
    ) {
      if (!token || !['text', 'number', 'comma'].includes(token.kind)) {
        return this._error(
          token,
          this._trans.__('The list is not closed with a parenthesis'),
          []
        );
      }
    }
    return null;
  }

  private _checkNull(): FilterProblem | null {
    let token = this._next();
    if (isKeyword(token, 'NOT')) {
      token = this._next();
    }
    return isKeyword(token, 'NULL')
      ? null
      : this._error(token, this._trans.__('IS must be followed by NULL'), [
          'NULL'
        ]);
  }

  private _unexpectedAfterClause(token: Token): FilterProblem {
    return isKeyword(token, 'OR')
      ? this._error(
          token,
          this._trans.__('Conditions can be joined with AND only'),
          ['AND']
        )
      : this._error(
          token,
          this._trans.__('The next condition must be joined with AND'),
          [`AND ${token.text}`]
        );
  }

  private _unknownKey(token: Token): FilterProblem {
    return this._error(
      token,
      this._trans.__('“%1” is not a key of these runs', token.text),
      mostSimilar(token.text, allKeyTexts(this._keys))
    );
  }

  private _doubtKey({ kind, key }: FilterKey, token: Token): void {
    if (kind === 'attributes' || kind === 'datasets' || this._doubt) {
      return;
    }
    const known = this._keys[kind];
    const latest = key.replace(HISTORY, '');
    if (known.length > 0 && !known.includes(key) && !known.includes(latest)) {
      this._doubt = {
        severity: 'doubt',
        message: this._trans.__('No run here has %1', token.text),
        start: token.start,
        end: token.end,
        suggestions: mostSimilar(
          key,
          known.map(name => keyText(kind, name))
        )
      };
    }
  }

  private _error(
    token: Token | undefined,
    message: string,
    suggestions: string[]
  ): FilterProblem {
    const length = this._filter.length;
    return {
      severity: 'error',
      message,
      start: token?.start ?? length,
      end: token?.end ?? length,
      suggestions
    };
  }

  private _next(): Token | undefined {
    const token = this._tokens[this._index];
    this._index += 1;
    return token;
  }
}
