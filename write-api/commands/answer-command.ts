import { execute, type Outcome } from '../../commands/shared/execute.ts'
import type { CommandContext } from '../../commands/shared/context.ts'
import type { CommandDefinition } from '../../commands/shared/definition.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { z } from 'zod'
import { entityTag, type Precondition } from './entity-tag.ts'
import type { HttpAnswer } from './http-answer.ts'
import type { Given } from './idempotently.ts'

type Presentation<Answer> = {
  readonly status: number
  readonly location?: (answer: Answer) => string
}

/** Where in the log an answer stands, as every answer says it. */
export const standing = (at: {
  readonly stream: string
  readonly revision: bigint
  readonly position: bigint
}) => ({
  stream: at.stream,
  revision: at.revision.toString(),
  position: at.position.toString(),
})

/** Executes under each revision that If-Match leaves open, until one is the current. */
const underPrecondition = async <Answer>(
  precondition: Precondition,
  attempt: (expectedRevision?: bigint) => Promise<Outcome<Answer>>,
): Promise<Outcome<Answer>> => {
  if (precondition.kind !== 'revisions') return attempt()
  const [first, ...others] = precondition.revisions
  let outcome = await attempt(first)
  for (const revision of others) {
    if (outcome.kind === 'done' || outcome.failure.code !== 'PRECONDITION_FAILED') break
    outcome = await attempt(revision)
  }
  return outcome
}

const preview = (outcome: Extract<Outcome<unknown>, { kind: 'done' }>): HttpAnswer => {
  const { changed } = outcome
  const events = changed.events.map(({ type, data }) => ({ type, data }))
  return {
    kind: 'answered',
    status: 200,
    headers: {},
    body: { validateOnly: true, ...standing(changed), events },
  }
}

const completed = <Answer extends object>(
  { answer, changed }: Extract<Outcome<Answer>, { kind: 'done' }>,
  { status, location }: Presentation<Answer>,
): HttpAnswer => ({
  kind: 'answered',
  status,
  headers: {
    etag: entityTag(changed.revision),
    'x-position': changed.position.toString(),
    ...(location === undefined ? {} : { location: location(answer) }),
    ...(status === 202 ? { 'retry-after': '1' } : {}),
  },
  body: { ...answer, ...standing(changed) },
})

/** Executes a command and gives its outcome the form of an HTTP answer. */
export const answerCommand = async <Input extends z.ZodType, Answer extends object>(
  services: Services,
  command: CommandDefinition<Input, Answer>,
  input: unknown,
  context: CommandContext,
  precondition: Precondition,
  presentation: Presentation<Answer>,
): Promise<Given> => {
  const outcome = await underPrecondition(precondition, (expectedRevision) =>
    execute(services, command, input, {
      ...context,
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    }),
  )
  if (outcome.kind === 'failed') return { answer: outcome, replayed: false }
  const answer = context.validateOnly === true ? preview(outcome) : completed(outcome, presentation)
  return { answer, replayed: outcome.changed.replayed }
}
