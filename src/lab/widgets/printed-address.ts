import { type ViewAddress } from './view-address.js';

const PRINTED = /^#\/experiments\/(?<experiment>\d+)(?:\/runs\/(?<run>\w+))?/;

/**
 * What a link that the mlflow client prints after a run leads to; null for any other link.
 *
 * @param trackingUri where the client believes the tracking server's pages are
 */
export function printedAddress(
  href: string,
  trackingUri: string
): ViewAddress | null {
  const base = trackingUri.replace(/\/*$/, '/');
  const groups =
    href.startsWith(base) && PRINTED.exec(href.slice(base.length))?.groups;
  if (!groups) {
    return null;
  }
  return groups.run
    ? { kind: 'run', runId: groups.run }
    : { kind: 'runs', state: { experimentIds: [groups.experiment] } };
}
