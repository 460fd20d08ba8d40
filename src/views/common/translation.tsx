import { createContext, useContext } from 'react';

/** The part of JupyterLab's translation bundle that the views speak through. */
export type Translation = {
  __(text: string, ...args: unknown[]): string;
  _n(
    singular: string,
    plural: string,
    count: number,
    ...args: unknown[]
  ): string;
};

function fill(text: string, args: readonly unknown[]): string {
  return text.replace(/%(\d+)/g, (mark, index) =>
    Number(index) <= args.length ? String(args[Number(index) - 1]) : mark
  );
}

/** English, as it stands in the source. */
export const untranslated: Translation = {
  __: (text, ...args) => fill(text, args),
  _n: (singular, plural, count, ...args) =>
    fill(count === 1 ? singular : plural, [count, ...args])
};

const TranslationContext = createContext<Translation>(untranslated);

export const TranslationProvider = TranslationContext.Provider;

export function useTranslation(): Translation {
  return useContext(TranslationContext);
}
