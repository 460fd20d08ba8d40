import { useEffect, useRef, type RefObject } from 'react';

const BUTTON = '.jp-TrackbookSuggestions-value';
const PANEL = '.jp-TrackbookPanel-content';

/**
 * For a list whose buttons go when they were pressed: the next has the focus then, or when none is
 * left the panel, so that the keyboard goes on from there and not from the top of the page.
 */
export function useFocusOfNext(values: readonly unknown[]): {
  ref: RefObject<HTMLDivElement>;
  onFocus(): void;
  onBlur(): void;
} {
  const ref = useRef<HTMLDivElement>(null);
  const place = useRef<number | null>(null);
  useEffect(() => {
    if (place.current === null || document.activeElement !== document.body) {
      return;
    }
    const buttons = buttonsIn(ref.current!).filter(button => !button.disabled);
    buttons[Math.min(place.current, buttons.length - 1)]?.focus();
  }, [values]);
  useEffect(() => {
    const panel = ref.current!.closest<HTMLElement>(PANEL);
    return () => {
      if (place.current !== null) {
        panel?.focus();
      }
    };
  }, []);
  return {
    ref,
    onFocus: () => {
      const focused = document.activeElement as HTMLButtonElement;
      const index = buttonsIn(ref.current!).indexOf(focused);
      place.current = index < 0 ? null : index;
    },
    // Not told of a button that goes or can no longer be pressed, only of one that was left.
    onBlur: () => {
      place.current = null;
    }
  };
}

const buttonsIn = (list: HTMLElement) => [
  ...list.querySelectorAll<HTMLButtonElement>(BUTTON)
];
