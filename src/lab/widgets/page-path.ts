import { type ViewAddress } from './view-address.js';

/** Where the tracking server's own page shows what an address names. */
export function pagePath(address: ViewAddress): string {
  switch (address.kind) {
    case 'runs': {
      const { experimentIds = [], filter } = address.state ?? {};
      const path = `#/experiments/${experimentIds.join(',')}`;
      return filter ? `${path}?${new URLSearchParams({ filter })}` : path;
    }
    case 'run':
      return `#/runs/${address.runId}`;
    case 'compare':
      return `#/compare?runs=${address.runIds.join(',')}`;
    case 'registry': {
      const { model, version } = address.state ?? {};
      const parts = ['models', model, model && version].filter(
        part => typeof part === 'string'
      );
      return `#/${parts.map(encodeURIComponent).join('/')}`;
    }
  }
}
