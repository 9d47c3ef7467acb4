import { likingOf } from '../../platform/http/accept.ts'

/** Does an Accept header leave room for JSON? */
export const acceptsJson = (accept: string | undefined): boolean =>
  likingOf(accept).of('application/json') > 0
