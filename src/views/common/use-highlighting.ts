import { useEffect, useRef } from 'react';
import { useNavigation } from './navigation.js';

/**
 * For an element that stands for a run or one of its metrics: while it is pointed at or has the focus,
 * the cells behind it are marked in the notebook.
 */
export function useHighlighting(runId: string, metric?: string) {
  const { onHighlightCells } = useNavigation();
  const end = useRef<(() => void) | null>(null);
  const show = () => {
    end.current = () => onHighlightCells?.(null);
    onHighlightCells?.({ runId, metric });
  };
  const hide = () => {
    end.current?.();
    end.current = null;
  };
  // What is taken away under the pointer is never left by it.
  useEffect(() => () => end.current?.(), []);
  return {
    onPointerEnter: show,
    onPointerLeave: hide,
    onFocus: show,
    onBlur: hide
  };
}
