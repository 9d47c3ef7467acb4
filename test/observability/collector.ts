import { createServer } from 'node:http'
import { once } from 'node:events'
import { z } from 'zod'

const value = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
})
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .default([])
  .transform((list) =>
    Object.fromEntries(
      list.map(({ key, value: { stringValue, intValue, doubleValue, boolValue } }) => [
        key,
        String(stringValue ?? intValue ?? doubleValue ?? boolValue),
      ]),
    ),
  )

/** A span as OTLP/JSON writes it, https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. */
const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes,
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
})
export type Span = z.output<typeof spanSchema>

const tracesSchema = z.object({
  resourceSpans: z.array(
    z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) }),
  ),
})

/** An OpenTelemetry collector for OTLP over HTTP in JSON, which keeps what it is sent. */
export const startCollector = async () => {
  const spans: Span[] = []
  const metrics: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      if (request.url === '/v1/traces')
        for (const { scopeSpans } of tracesSchema.parse(JSON.parse(text)).resourceSpans)
          spans.push(...scopeSpans.flatMap((scope) => scope.spans))
      else metrics.push(text)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    endpoint: `http://127.0.0.1:${port}`,
    /** All that have come, and those of one trace. */
    spans: (): readonly Span[] => spans,
    ofTrace: (traceId: string): readonly Span[] => spans.filter((span) => span.traceId === traceId),
    metrics: (): readonly string[] => metrics,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
