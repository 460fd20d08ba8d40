import { readable } from '../stats.mjs';

export const titleOf = ({ mode, store }) =>
  `${mode === 'growth' ? 'Growth' : 'Side by side'} on ${store.title}`;

/** Where and how a result was measured, in a sentence or two. */
export const circumstances = ({ date, machine, loadBefore, scale }) =>
  `${date.slice(0, 10)}, ${machine}; load before the start ${loadBefore.toFixed(2)}. ` +
  `Medians; rounds: ${scale.rounds}.`;

/** What the load generator could do if the servers took no time. */
export const generatorLimit = ({ metricsPerSecond, requests }) =>
  `The load generator alone reaches ${readable(metricsPerSecond)} metrics/s in batches ` +
  `and ${readable(requests)} single requests/s.`;
