import { jest } from '@jest/globals';
import { configure, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { TrackbookClient } from '../client/index.js';
import type { ViewProps } from '../views/index.js';
import { fakeServer } from './fake-server.js';
import { completeBrowser } from './view-environment.js';

// A busy machine takes its time; a test that fails may take it too.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(30_000);

/** Show a view of a fake server, and keep where it wanted to go. */
export function renderView(
  answers: Parameters<typeof fakeServer>[0],
  view: (props: ViewProps) => ReactElement
) {
  completeBrowser();
  const { fetch, requests } = fakeServer(answers);
  const navigation = {
    onOpenRuns: jest.fn(),
    onOpenRun: jest.fn(),
    onOpenCompare: jest.fn(),
    onOpenModel: jest.fn(),
    onOpenRegistry: jest.fn()
  };
  const client = new TrackbookClient({ fetch, baseUrl: '/' });
  render(view({ client, ...navigation }));
  return { requests, navigation };
}
