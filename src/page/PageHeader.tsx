import { useEffect } from 'react';
import type { Route } from './routes.js';

type PageHeaderProps = { route: Route; title: string };

const SECTIONS = [
  { name: 'Runs', address: '#/experiments', views: ['runs', 'run', 'compare'] },
  { name: 'Models', address: '#/models', views: ['registry'] }
];

export function PageHeader({ route, title }: PageHeaderProps) {
  const subject = subjectOf(route, title);
  useEffect(() => {
    document.title = `${subject} · Trackbook`;
  }, [subject]);

  return (
    <header className="trackbook-page-header">
      <a className="trackbook-page-skip" href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      <a className="trackbook-page-brand" href="#/experiments">
        <Logo />
        Trackbook
      </a>
      <nav aria-label="Sections">
        {SECTIONS.map(({ name, address, views }) => (
          <a
            key={name}
            href={address}
            aria-current={views.includes(route.view) ? 'page' : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
    </header>
  );
}

function subjectOf(route: Route, title: string): string {
  switch (route.view) {
    case 'runs':
      return 'Runs';
    case 'run':
      return title || 'Run';
    case 'compare':
      return `Compare ${route.runIds.length} runs`;
    case 'registry':
      return route.state.model ?? 'Models';
  }
}

/** The address holds the place of the page, so the link must not change it. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  const main = document.getElementById('main');
  main?.querySelector<HTMLElement>('[tabindex="0"], button, input, a')?.focus();
}

function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <rect x="2" y="2" width="18" height="18" rx="4" fill="currentColor" />
      <path
        d="M6 15.5 9.2 9l3 4L16 6.5"
        fill="none"
        stroke="var(--jp-layout-color1)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
