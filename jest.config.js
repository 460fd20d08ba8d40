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
    '/node_modules/(?!(@jupyterlab|@jupyter|@lumino|@lezer|@microsoft|exenv-es6|lib0|y-protocols|y-websocket|yjs|@fastify|@tanstack|fastify-plugin|kysely|cookie|content-disposition|lru-cache|nanoid|vscode-ws-jsonrpc)/)'
  ]
};

/** Server tests run in node, component tests (`*.test.tsx`) in jsdom. */
export default {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/src/**/*.test.ts']
    },
    {
      ...common,
      displayName: 'views',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/src/**/*.test.tsx']
    }
  ]
};
