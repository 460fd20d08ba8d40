import { useEffect, useRef, type RefObject } from 'react';

/** For the button that a field stands in for: it has the focus again when the field has gone. */
export function useFocusReturn(
  isFieldShown: boolean
): RefObject<HTMLButtonElement> {
  const button = useRef<HTMLButtonElement>(null);
  const wasFieldShown = useRef(false);
  useEffect(() => {
    if (wasFieldShown.current && !isFieldShown) {
      button.current?.focus();
    }
    wasFieldShown.current = isFieldShown;
  }, [isFieldShown]);
  return button;
}
