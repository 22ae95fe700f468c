import tseslint from 'typescript-eslint';

/** Rooms from the top of the import order to its bottom; a room may import only rooms listed in its entry. */
const rooms = {
  bench: ['verify', 'lake', 'catalog', 'formats', 'stores', 'sqlite', 'yaml', 'errors'],
  reports: [],
  verify: ['lake', 'catalog', 'formats', 'stores', 'errors'],
  sync: ['migrate', 'lake', 'formats', 'stores', 'errors'],
  compact: ['migrate', 'lake', 'formats', 'stores', 'errors'],
  migrate: ['lake', 'catalog', 'formats', 'stores', 'sqlite', 'errors'],
  catalog: ['stores', 'sqlite', 'errors'],
  lake: ['formats', 'stores', 'errors'],
  formats: ['stores', 'errors'],
  stores: ['errors'],
  sqlite: ['errors'],
  yaml: [],
  errors: [],
};
const every = [...Object.keys(rooms), 'cli', 'test'];

const importOrder = Object.entries(rooms).map(([room, allowed]) => ({
  files: [`${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: every
          .filter((other) => other !== room && !allowed.includes(other))
          .map((other) => ({
            group: [`../${other}/*`, `../../${other}/*`],
            message: `${room}/ may not import ${other}/`,
          })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'test/services/*.py'] },
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  ...importOrder,
);
