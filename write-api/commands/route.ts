import type { z } from 'zod'
import type { CommandDefinition } from '../../commands/shared/definition.ts'
import type { Principal } from '../../platform/auth/principal.ts'
import type { ErrorCode } from '../../platform/errors/table.ts'
import type { Access } from '../../platform/http/admit.ts'
import type { Tag } from '../tags.ts'
import type { Follow } from './follow.ts'

/** What a reader of the reference sees of a route, beside its schemas. */
export type RouteDocument = {
  readonly operationId: string
  readonly tag: Tag
  readonly summary: string
  readonly description?: string
  /** Codes that are this route's own; those of every route are added. */
  readonly problems: readonly ErrorCode[]
  /** Operations that the answer leads to. */
  readonly links?: readonly Link[]
}

/** The document alone of a route that is more. */
export const documentOf = (route: RouteDocument): RouteDocument => {
  const { operationId, tag, summary, description, problems, links } = route
  return {
    operationId,
    tag,
    summary,
    problems,
    ...(description === undefined ? {} : { description }),
    ...(links === undefined ? {} : { links }),
  }
}

/** "The member of the answer is the parameter of that operation." */
export type Link = {
  readonly operationId: string
  readonly parameter: string
  readonly member: string
}

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One command as a resource route. Path parameters are written as fastify has them (`:jobId`); `input` joins them and the
 * body into the command's input.
 */
export type CommandRoute<
  Params extends z.ZodType,
  Body extends z.ZodType,
  Input extends z.ZodType,
  Answer extends object,
> = RouteDocument & {
  readonly method: Method
  readonly path: string
  readonly command: CommandDefinition<Input, Answer>
  readonly params: Params
  readonly body: Body
  /** A body as somebody would send it: shown in the reference. A route with a body has one. */
  readonly example?: z.input<Body>
  readonly input: (
    params: z.output<Params>,
    body: z.output<Body>,
    principal: Principal | undefined,
  ) => z.input<Input>
  /** Status of success: 200 changed, 201 created, 202 accepted as a job. */
  readonly status: 200 | 201 | 202
  /** The command's part of the answer's body. */
  readonly answer: z.ZodObject
  /** Where the thing made or changed can be read. */
  readonly location?: (answer: Answer) => string
  /** Whether If-Match is demanded, understood, or fails since nothing is there to match yet. */
  readonly precondition?: 'required' | 'accepted'
  readonly access?: Access
  /** Keys of subscriptions are let in, too: it runs an app, or shows a run. */
  readonly takesAppKeys?: boolean
  /** Of an anonymous command: what keeps the keys of different people apart. Hashed before use. */
  readonly keySpace?: (input: z.input<Input>) => string
  /** The body holds the caller's own password: such requests are counted like log-ins, besides. */
  readonly triesPassword?: boolean
  /** The answer holds a secret: it is not kept in the cache. */
  readonly secret?: boolean
  /** What 202 is the beginning of, for a caller who would rather wait. */
  readonly follow?: Follow
  /** Requests with bodies above so many bytes are refused. */
  readonly bodyLimit?: number
}
