import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

export type Tab<Id extends string> = {
  id: Id;
  label: string;
  count?: number;
};

type TabsProps<Id extends string> = {
  label: string;
  tabs: readonly Tab<Id>[];
  selected: Id;
  onSelect(id: Id): void;
  children: ReactNode;
};

/** A row of tabs and the panel of the selected one. */
export function Tabs<Id extends string>({
  label,
  tabs,
  selected,
  onSelect,
  children
}: TabsProps<Id>) {
  const baseId = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const index = tabs.findIndex(tab => tab.id === selected);
      const next = (index + step + tabs.length) % tabs.length;
      onSelect(tabs[next].id);
      (list.current?.children[next] as HTMLElement).focus();
    }
  };

  return (
    <div className="jp-TrackbookTabs">
      <div
        ref={list}
        className="jp-TrackbookTabs-list"
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
      >
        {tabs.map(tab => (
          <button
            key={tab.id}
            id={`${baseId}-${tab.id}`}
            className="jp-TrackbookTabs-tab"
            role="tab"
            aria-selected={tab.id === selected}
            aria-controls={tab.id === selected ? `${baseId}-panel` : undefined}
            tabIndex={tab.id === selected ? 0 : -1}
            onClick={() => onSelect(tab.id)}
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="jp-TrackbookTabs-count">{tab.count}</span>
            )}
          </button>
        ))}
      </div>
      <div
        id={`${baseId}-panel`}
        className="jp-TrackbookTabs-panel"
        role="tabpanel"
        aria-labelledby={`${baseId}-${selected}`}
        tabIndex={0}
      >
        {children}
      </div>
    </div>
  );
}
