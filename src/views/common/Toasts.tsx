import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactNode
} from 'react';
import { useTranslation } from './translation.js';

type Toast = {
  id: number;
  kind: 'info' | 'error';
  message: string;
  undo?: () => void;
};

export type ShowToast = (toast: Omit<Toast, 'id'>) => void;

const LIFETIME = 8_000;

const ToastContext = createContext<ShowToast>(() => undefined);

/** Short news at the foot of a view, read out, with an undo where one exists. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);

  const show = useCallback<ShowToast>(toast => {
    setToasts(shown => [...shown.slice(-2), { ...toast, id: nextId() }]);
  }, []);
  const dismiss = useCallback((id: number) => {
    setToasts(shown => shown.filter(toast => toast.id !== id));
  }, []);

  return (
    <ToastContext.Provider value={show}>
      {children}
      <div className="jp-TrackbookToasts" role="status" aria-live="polite">
        {toasts.map(toast => (
          <ToastItem key={toast.id} toast={toast} onDismiss={dismiss} />
        ))}
      </div>
    </ToastContext.Provider>
  );
}

export function useToast(): ShowToast {
  return useContext(ToastContext);
}

/** Run an action and tell the user when it fails. */
export function useAttempt(): (
  action: () => Promise<void>
) => Promise<boolean> {
  const show = useToast();
  return useMemo(
    () => async action => {
      try {
        await action();
        return true;
      } catch (error) {
        show({ kind: 'error', message: (error as Error).message });
        return false;
      }
    },
    [show]
  );
}

let lastId = 0;
function nextId(): number {
  lastId += 1;
  return lastId;
}

type ToastItemProps = { toast: Toast; onDismiss(id: number): void };

function ToastItem({ toast, onDismiss }: ToastItemProps) {
  const trans = useTranslation();
  const { id, kind, message, undo } = toast;
  useEffect(() => {
    const timer = setTimeout(() => onDismiss(id), LIFETIME);
    return () => clearTimeout(timer);
  }, [id, onDismiss]);

  return (
    <div className={`jp-TrackbookToasts-item jp-mod-${kind}`}>
      <span>{message}</span>
      {undo && (
        <button
          onClick={() => {
            undo();
            onDismiss(id);
          }}
        >
          {trans.__('Undo')}
        </button>
      )}
      <button aria-label={trans.__('Dismiss')} onClick={() => onDismiss(id)}>
        ✕
      </button>
    </div>
  );
}
