import { useState, type KeyboardEvent } from 'react';

/** Whether something small is pointed at or has the focus, and so shall tell more. */
export function useAsked() {
  const [isAsked, setAsked] = useState(false);
  return {
    isAsked,
    asking: {
      onPointerEnter: () => setAsked(true),
      onPointerLeave: () => setAsked(false),
      onFocus: () => setAsked(true),
      onBlur: () => setAsked(false),
      onKeyDown: (event: KeyboardEvent) => {
        // The notebook around would take Enter for its own.
        event.stopPropagation();
        if (event.key === 'Escape') {
          setAsked(false);
        }
      }
    }
  };
}
