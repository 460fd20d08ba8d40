import tseslint from 'typescript-eslint';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';

/** What each folder of `src` may import from, besides itself: dependencies point one way. */
const layers = {
  api: [],
  analysis: [],
  data: [],
  client: ['api'],
  reproduce: ['api', 'analysis', 'data', 'client'],
  views: ['api', 'analysis', 'data', 'client', 'reproduce'],
  page: ['api', 'analysis', 'data', 'client', 'reproduce', 'views'],
  lab: ['api', 'analysis', 'data', 'client', 'reproduce', 'views'],
  server: ['api', 'analysis', 'data', 'client', 'reproduce']
};

/** The same of the server's own folders. */
const serverLayers = {
  search: [],
  store: ['search'],
  artifacts: ['search', 'tracking'],
  tracking: ['search', 'store', 'artifacts']
};
const SERVER = ['routes', 'plugins', ...Object.keys(serverLayers)];

const forbid = (folder, others) =>
  others.map(other => ({
    target: `./src/${folder}`,
    from: `./src/${other}`,
    message: `${folder} must not depend on ${other}`
  }));

const forbidAllBut = (allowed, folders, prefix = '') =>
  Object.entries(allowed).flatMap(([folder, may]) =>
    forbid(
      prefix + folder,
      folders
        .filter(other => other !== folder && !may.includes(other))
        .map(other => prefix + other)
    )
  );

const zones = [
  ...forbidAllBut(layers, Object.keys(layers)),
  ...forbidAllBut(serverLayers, SERVER, 'server/'),
  // Of the server only its commands ask a tracking server, as others do.
  ...forbid('server/!(commands)/**', ['client', 'reproduce'])
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
