import { requestSeconds, type Metrics } from './metric.ts'

const method = 'the HTTP method'

/** Rate, errors and duration of what people ask of the hub. */
export const apiMetrics = {
  'http.server.request.duration': {
    kind: 'histogram',
    unit: 's',
    description:
      'Time from the head of a request to the end of its answer; health routes are left out',
    attributes: {
      'http.request.method': method,
      'http.route': "the route's path with its parameters unnamed; `none` where there is none",
      'http.response.status_code': 'the status of the answer',
    },
    buckets: requestSeconds,
  },
  'http.server.active_requests': {
    kind: 'upDownCounter',
    unit: '{request}',
    description: 'Requests that are under way',
    attributes: { 'http.request.method': method },
  },
  'qh.graphql.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Time from the text of a GraphQL query to its result',
    attributes: { outcome: '`ok`, `errors` (answered, with errors) or `refused`' },
    buckets: requestSeconds,
  },
  'qh.command.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Time from the input of a command to its answer',
    attributes: {
      command: "the command's name",
      outcome: '`done`, the code of the error that it was answered with, or `INTERNAL`',
    },
    buckets: requestSeconds,
  },
  'qh.command.conflicts': {
    kind: 'counter',
    unit: '{append}',
    description:
      'Appends refused because somebody else had written to the stream; the decision is taken again',
    attributes: { category: "the stream's category" },
  },
  'qh.idempotency.replays': {
    kind: 'counter',
    unit: '{answer}',
    description: 'Answers that had been given before',
    attributes: { command: "the command's name" },
  },
  'qh.stream.events_replayed': {
    kind: 'histogram',
    unit: '{event}',
    description: 'Events read to fold a stream: none of those that the cache or a snapshot spared',
    attributes: { category: "the stream's category" },
    buckets: [0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000],
  },
} as const satisfies Metrics
