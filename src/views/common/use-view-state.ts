import { useState } from 'react';

/**
 * State that the host may hold (to keep it in an address or a layout) or
 * leave to the view.
 */
export function useViewState<State>(
  initial: State,
  given: Partial<State> | undefined,
  onChange: ((state: State) => void) | undefined
): [State, (change: Partial<State>) => void] {
  const [own, setOwn] = useState<State>({ ...initial, ...given });
  const state = onChange ? { ...initial, ...given } : own;
  const change = (part: Partial<State>) => {
    const next = { ...state, ...part };
    setOwn(next);
    onChange?.(next);
  };
  return [state, change];
}
