const transform = {
  '^.+\\.(t|j)sx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } }
      }
    }
  ]
};

const common = {
  transform,
  // Sources import each other with `.js`, as the emitted modules do.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transformIgnorePatterns: [
    '/node_modules/(?!(@jupyterlab|@jupyter|@lumino|@lezer|@microsoft|exenv-es6|lib0|y-protocols|y-websocket|yjs|@fastify|@tanstack|fastify-plugin|kysely|cookie|content-disposition|lru-cache|nanoid|vscode-ws-jsonrpc|marked)/)'
  ]
};

const onPostgres = '/src/server/.*postgres.*\\.test\\.ts$';
const onBothStores =
  '/src/server/routes/(experiments|inputs|logged-models|logging|metrics|model-versions|registered-models|runs|search|search-expressions|search-values|trackbook)\\.test\\.ts$';

/** Server tests run in node, component tests (`*.test.tsx`) in jsdom; those of the store once more on PostgreSQL. */
export default {
  // Jest leaves a core to whoever watches; with two of them that would be half.
  maxWorkers: '100%',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/src/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', onPostgres]
    },
    {
      ...common,
      displayName: 'postgres',
      testEnvironment: 'node',
      testRegex: [onPostgres, onBothStores],
      globals: { testStore: 'postgres' },
      globalSetup: '<rootDir>/src/testing/start-postgres.mjs',
      globalTeardown: '<rootDir>/src/testing/stop-postgres.mjs'
    },
    {
      ...common,
      displayName: 'views',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/src/**/*.test.tsx']
    }
  ]
};
