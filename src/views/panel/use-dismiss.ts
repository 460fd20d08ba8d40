import { useEffect, type RefObject } from 'react';

/** Calls back when the user turns to something outside an open popup. */
export function useDismiss(
  root: RefObject<HTMLElement>,
  isOpen: boolean,
  onDismiss: () => void
): void {
  useEffect(() => {
    if (!isOpen) {
      return;
    }
    const onPointerDown = ({ target }: PointerEvent) => {
      if (!root.current?.contains(target as Node)) {
        onDismiss();
      }
    };
    document.addEventListener('pointerdown', onPointerDown, true);
    return () =>
      document.removeEventListener('pointerdown', onPointerDown, true);
  });
}
