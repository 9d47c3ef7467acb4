import type { FastifyInstance } from 'fastify'

/** The methods that a path has, whatever the one asked for. */
export type MethodTable = { readonly allowed: (path: string) => readonly string[] }

const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, String.raw`\$&`)))
      .join('/')}$`,
  )

/** Remembers the routes that are added from now on. */
export const methodTable = (app: FastifyInstance): MethodTable => {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ pattern: patternOf(url), methods: [method].flat() })
  })
  return {
    allowed: (path) => [
      ...new Set(
        routes.flatMap(({ pattern, methods }) => (pattern.test(path) ? methods : [])).sort(),
      ),
    ],
  }
}
