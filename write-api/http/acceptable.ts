import { likingOf } from '../../platform/http/accept.ts'

/** Does an Accept header leave room for one of these types? */
export const accepts = (accept: string | undefined, types: readonly string[]): boolean => {
  const liking = likingOf(accept)
  return types.some((type) => liking.of(type) > 0)
}
