import tseslint from 'typescript-eslint';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';

/** `folder` may not import from any of `others`: dependencies point one way. */
const forbid = (folder, others) =>
  others.map(other => ({
    target: `./src/${folder}`,
    from: `./src/${other}`,
    message: `${folder} must not depend on ${other}`
  }));

const zones = [
  ...forbid('api', [
    'client',
    'analysis',
    'data',
    'reproduce',
    'views',
    'lab',
    'page',
    'server'
  ]),
  ...forbid('analysis', [
    'api',
    'client',
    'data',
    'reproduce',
    'views',
    'lab',
    'page',
    'server'
  ]),
  ...forbid('data', [
    'api',
    'client',
    'analysis',
    'reproduce',
    'views',
    'lab',
    'page',
    'server'
  ]),
  ...forbid('client', [
    'analysis',
    'data',
    'reproduce',
    'views',
    'lab',
    'page',
    'server'
  ]),
  ...forbid('views', ['lab', 'page', 'server']),
  ...forbid('lab', ['page', 'server']),
  ...forbid('page', ['lab', 'server']),
  ...forbid('reproduce', ['views', 'lab', 'page', 'server']),
  ...forbid('server', ['views', 'lab', 'page']),
  // Of the server only its commands ask a tracking server, as others do.
  ...forbid('server/!(commands)/**', ['client', 'reproduce']),
  ...forbid('server/tracking', ['server/routes', 'server/plugins']),
  ...forbid('server/store', [
    'server/routes',
    'server/plugins',
    'server/tracking',
    'server/artifacts'
  ]),
  ...forbid('server/search', [
    'server/routes',
    'server/plugins',
    'server/tracking',
    'server/store',
    'server/artifacts'
  ]),
  ...forbid('server/artifacts', [
    'server/routes',
    'server/plugins',
    'server/store'
  ])
];

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'lib/**',
      'dist',
      '.venv',
      '.venvs',
      '.cache',
      'work',
      'trackbook/labextension',
      'trackbook/server/dist'
    ]
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.js'],
          extensionAlias: { '.js': ['.ts', '.tsx', '.js'] }
        })
      ]
    },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'import-x/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports' }
      ],
      curly: 'error',
      eqeqeq: 'error'
    }
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts', '**/*.test.tsx', 'src/testing/**'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        { zones: [...zones, { target: './src', from: './src/testing' }] }
      ]
    }
  }
);
