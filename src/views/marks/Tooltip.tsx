import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { createPortal } from 'react-dom';

type TooltipProps = {
  id: string;
  /** What it stands beside. */
  anchor: RefObject<HTMLElement>;
  children: ReactNode;
};

export function Tooltip({ id, anchor, children }: TooltipProps) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    placeBeside(element.current!, anchor.current!);
  });
  return createPortal(
    <div
      ref={element}
      id={id}
      role="tooltip"
      className="jp-TrackbookMarkTooltip"
    >
      {children}
    </div>,
    document.body
  );
}

const GAP = 6;

/** Below its anchor, or above where there is no room. */
function placeBeside(element: HTMLElement, anchor: HTMLElement): void {
  const { left, top, bottom } = anchor.getBoundingClientRect();
  const { offsetHeight } = element;
  const hasRoom = bottom + GAP + offsetHeight <= window.innerHeight;
  element.style.left = `${left}px`;
  element.style.top = `${hasRoom ? bottom + GAP : top - GAP - offsetHeight}px`;
}
