import { mostAttempts, pauses } from '../../domain/engagement/webhook-retries.ts'
import {
  webhookTypeNames,
  webhookTypeOf,
  type WebhookTypeName,
} from '../../domain/engagement/webhook-types.ts'
import { shapeWriter } from './data-shape.ts'

const { laidOpen } = shapeWriter([])

const head = `# Webhooks

Generated from \`domain/engagement/webhook-types.ts\` by \`node --import=tsx ops/docs/main.ts\`; a test keeps it current. How to receive them: [receive webhooks](../how-to/receive-webhooks.md).

## The request
A \`POST\` with \`content-type: application/json\` and the headers of Standard Webhooks 1.0: \`webhook-id\` (the message: the same in every attempt and redelivery), \`webhook-timestamp\` (of the attempt, seconds since 1970), \`webhook-signature\` (\`v1,\` and the HMAC-SHA-256 over \`id.timestamp.body\` in base64; two or three of them, parted by blanks, while a secret is being changed).

The body is one JSON object:

| member | holds |
| --- | --- |
| \`id\` | the message's id, as in \`webhook-id\` |
| \`type\` | the type of event |
| \`version\` | of the type's \`data\`; new optional members do not raise it |
| \`occurredAt\` | when it happened, ISO 8601, UTC |
| \`organisationId\` | whose endpoint it is sent to |
| \`position\` | the event's place in the log, decimal: the greater is the later |
| \`data\` | what happened, as below |

Any status from 200 to 299 within 15 seconds means taken. Anything else, and no answer, is tried again; 410 disables the endpoint at once. Redirects are not followed.
`

const unit = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`
}

const retries = (): string =>
  [
    '## Attempts',
    `${mostAttempts} at most. The pauses before the second and every further one: ${pauses.map(unit).join(', ')}; up to a fifth is added by chance. \`Retry-After\` in seconds is honoured where it asks for longer, up to a day.`,
    '',
  ].join('\n')

const section = (name: WebhookTypeName): string => {
  const { version, description, data } = webhookTypeOf(name)
  return [
    `### ${name}`,
    `Version ${version}. ${description}`,
    '```',
    laidOpen(data),
    '```',
    '',
  ].join('\n')
}

/** docs/reference/webhooks.md, as it should be. */
export const webhooksPage = (): string =>
  [head, retries(), '## Types of events', ...webhookTypeNames.map(section)].join('\n')
