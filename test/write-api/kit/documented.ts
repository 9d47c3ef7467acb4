import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

const Response = z.looseObject({ description: z.string() })
const Operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string() })),
  responses: z.record(z.string(), Response),
})
const Document = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})
export type Operation = z.output<typeof Operation>

/** The OpenAPI document that the interface serves. */
export const documentOf = async (app: FastifyInstance): Promise<z.output<typeof Document>> =>
  Document.parse((await app.inject('/openapi.json')).json())

/** The documented operation that a request is for, if there is one. */
export const operationFor = (
  { paths }: z.output<typeof Document>,
  method: string,
  url: string,
): Operation | undefined => {
  const path = url.split('?', 1)[0] ?? url
  const found = Object.entries(paths)
    .filter(([template]) => new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path))
    .sort(([a], [b]) => a.split('{').length - b.split('{').length)[0]
  return found?.[1][method.toLowerCase()]
}
