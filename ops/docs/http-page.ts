import { z } from 'zod'

const Parameter = z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() })
const Operation = z.object({
  operationId: z.string(),
  tags: z.tuple([z.string()]),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(Parameter),
  responses: z.record(z.string(), z.object({ description: z.string() })),
})
type Operation = z.output<typeof Operation>

/** As much of an OpenAPI document as the page tells. */
export const OpenApi = z.object({
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})
export type OpenApi = z.output<typeof OpenApi>

const head = `# HTTP routes

Generated from the OpenAPI document by \`node --import=tsx ops/docs/main.ts\`; a test keeps it current. The document itself, with the schemas of bodies and answers, is served at \`/openapi.json\` and shown at \`/reference\`. What holds for all routes: [the command API](command-api.md). What a code means: [errors](errors.md).

Beside these there are \`/livez\`, \`/startupz\`, \`/readyz\` and \`/problems/…\`.
`

type Route = Operation & { readonly method: string; readonly path: string }

const routesOf = ({ paths }: OpenApi): readonly Route[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  )

const statuses = (route: Route, of: (status: number) => boolean): string =>
  Object.keys(route.responses)
    .filter((status) => of(Number(status)))
    .join(', ')

const has = (route: Route, name: string): string => {
  const parameter = route.parameters.find((each) => each.name === name)
  if (parameter === undefined) return ''
  return parameter.required === true ? 'required' : 'yes'
}

const row = (route: Route): string =>
  `| \`${route.method} ${route.path}\` | ${route.summary} | ${statuses(route, (status) => status < 400)} | ${route.security === undefined ? 'yes' : ''} | ${has(route, 'If-Match')} | ${has(route, 'Prefer')} |`

const codesOf = (route: Route): readonly string[] =>
  Object.values(route.responses).flatMap(({ description }) =>
    [...description.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => code),
  )

/** Routes that share codes which are told once. */
type Group = {
  readonly words: string
  readonly includes: (route: Route) => boolean
  readonly codes: ReadonlySet<string>
}

const groupOf = (
  words: string,
  routes: readonly Route[],
  includes: (route: Route) => boolean,
): Group => {
  const [first = [], ...others] = routes.filter(includes).map(codesOf)
  const codes = first.filter((code) => others.every((each) => each.includes(code)))
  return { words, includes, codes: new Set(codes) }
}

const quoted = (codes: Iterable<string>): string =>
  [...codes].map((code) => `\`${code}\``).join(', ')

const detail = (groups: readonly Group[]) => (route: Route) => {
  const told = groups.filter(({ includes }) => includes(route))
  const own = codesOf(route).filter((code) => !told.some(({ codes }) => codes.has(code)))
  return [
    `### ${route.operationId}`,
    `\`${route.method} ${route.path}\`. ${route.summary}.${route.description === undefined ? '' : ` ${route.description}`}`,
    ...(own.length === 0 ? [] : ['', `Of its own: ${quoted(own)}.`]),
    '',
  ].join('\n')
}

/** docs/reference/http.md, as it should be. */
export const httpPage = (document: OpenApi): string => {
  const routes = routesOf(document)
  const all = groupOf('Every route', routes, () => true)
  const beyond = ({ codes, ...group }: Group): Group => ({
    ...group,
    codes: new Set([...codes].filter((code) => !all.codes.has(code))),
  })
  const isCommand = (route: Route): boolean => has(route, 'Idempotency-Key') !== ''
  const groups = [
    all,
    beyond(groupOf('Every command', routes, isCommand)),
    beyond(groupOf('Every route for who is signed in', routes, (route) => !route.security)),
  ]
  const sections = document.tags.map(({ name, description }) => {
    const own = routes.filter(({ tags }) => tags[0] === name)
    return [
      `## ${name}`,
      `${description}.`,
      '',
      '| Route | Does | Answers | Signed in | `If-Match` | `Prefer` |',
      '| --- | --- | --- | --- | --- | --- |',
      ...own.map(row),
      '',
      ...own.map(detail(groups)),
    ].join('\n')
  })
  const shared = groups.map(({ words, codes }) => `- ${words} may answer ${quoted(codes)}.`)
  return [head, ...shared, '', ...sections].join('\n')
}
