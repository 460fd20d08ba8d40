import {
  createContext,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  type ReactNode,
  type RefObject
} from 'react';

type PopoverProps = {
  label: ReactNode;
  /** What the button is called where its label is not enough. */
  name?: string;
  className?: string;
  align?: 'start' | 'end';
  children: ReactNode;
};

const CloseContext = createContext<() => void>(() => undefined);

/** How what stands in a popover closes it. */
export function useClosePopover(): () => void {
  return useContext(CloseContext);
}

/** A button and the panel that it opens below itself. */
export function Popover({
  label,
  name,
  className = 'jp-TrackbookButton',
  align = 'start',
  children
}: PopoverProps) {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  const close = () => {
    setIsOpen(false);
    button.current?.focus();
  };
  useDismiss(root, isOpen, () => setIsOpen(false));

  return (
    <div
      className="jp-TrackbookPopover"
      ref={root}
      onKeyDown={event => {
        if (event.key === 'Escape' && isOpen) {
          event.stopPropagation();
          close();
        }
      }}
    >
      <button
        ref={button}
        className={className}
        aria-label={name}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label}
      </button>
      {isOpen && (
        <div
          id={panelId}
          className={`jp-TrackbookPopover-panel jp-mod-${align}`}
        >
          <CloseContext.Provider value={close}>
            {children}
          </CloseContext.Provider>
        </div>
      )}
    </div>
  );
}

/** Call back when the user turns to something outside an element. */
export function useDismiss(
  element: RefObject<HTMLElement | null>,
  isActive: boolean,
  onDismiss: () => void
): void {
  useEffect(() => {
    if (!isActive) {
      return;
    }
    const onPointerDown = (event: PointerEvent) => {
      if (!element.current?.contains(event.target as Node)) {
        onDismiss();
      }
    };
    document.addEventListener('pointerdown', onPointerDown, true);
    return () =>
      document.removeEventListener('pointerdown', onPointerDown, true);
  });
}
