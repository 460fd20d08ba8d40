import type { Page } from '@playwright/test';

/** Processor time of a page, in milliseconds. */
export type PageTime = {
  /** All that its main thread did. */
  all: number;
  /** That of Trackbook's scripts, with all that they called. */
  ours: number;
};

type Profile = {
  nodes: { id: number; callFrame: { url: string }; children?: number[] }[];
  samples: number[];
  /** Between samples, in microseconds. */
  timeDeltas: number[];
};

const OURS = '/extensions/trackbook/';

/** What the page's main thread did while `work` went on; Chromium only. */
export async function pageTime(
  page: Page,
  work: () => Promise<void>
): Promise<PageTime> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 1000 });
  const busySeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value;
  };
  await session.send('Profiler.start');
  const before = await busySeconds();
  await work();
  const after = await busySeconds();
  const { profile } = await session.send('Profiler.stop');
  await session.detach();
  return { all: 1000 * (after - before), ours: timeOfOurs(profile as Profile) };
}

function timeOfOurs({ nodes, samples, timeDeltas }: Profile): number {
  const ours = new Set<number>();
  // Callers come before what they call.
  for (const { id, callFrame, children = [] } of nodes) {
    if (ours.has(id) || callFrame.url.includes(OURS)) {
      [id, ...children].forEach(each => ours.add(each));
    }
  }
  const microseconds = samples.map((id, i) =>
    ours.has(id) ? timeDeltas[i] : 0
  );
  return microseconds.reduce((sum, each) => sum + each, 0) / 1000;
}
