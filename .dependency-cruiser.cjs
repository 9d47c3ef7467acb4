/** The import table of docs/architecture.md, checked. A folder may import what its row names, nothing else. */
const folders = [
  'domain',
  'platform',
  'commands',
  'sagas',
  'projections',
  'write-api',
  'read-api',
  'migrations',
  'ops',
  'test',
]
const table = {
  domain: [],
  platform: [],
  commands: ['domain', 'platform'],
  sagas: ['domain', 'commands', 'platform'],
  projections: ['domain', 'platform'],
  'write-api': ['commands', 'platform'],
  'read-api': ['platform'],
  migrations: [],
}
const unitTests = '\\.test\\.ts$'

const rows = Object.entries(table).map(([from, may]) => ({
  name: `${from}-imports`,
  comment: `${from}/ may import: ${['itself', ...may].join(', ')}`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: unitTests },
  to: {
    path: `^(${folders.filter((f) => f !== from && !may.includes(f)).join('|')})/`,
    // A type leaves no import behind: platform may name the domain's types, the APIs those of rows and events.
    ...(['platform', 'write-api', 'read-api'].includes(from)
      ? { dependencyTypesNot: ['type-only'] }
      : {}),
  },
}))

module.exports = {
  forbidden: [
    ...rows,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment:
        'domain/ opens nothing: of npm it may import zod, for the stored contract, and semver, to compare versions',
      severity: 'error',
      from: { path: '^domain/', pathNot: unitTests },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'core'],
        pathNot: 'node_modules/(zod|semver|@types/semver)/',
      },
    },
    {
      name: 'no-test-code-in-product',
      severity: 'error',
      from: { pathNot: `^test/|${unitTests}` },
      to: { path: `^test/|${unitTests}` },
    },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { pathNot: `^test/|^ops/bench/|^ops/docs/|${unitTests}` },
      to: { dependencyTypes: ['npm-dev'], pathNot: '@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
