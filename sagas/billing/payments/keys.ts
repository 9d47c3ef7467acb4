import { msOf } from '../../../domain/shared/instant.ts'

/**
 * The idempotency key of what is asked of the provider: it follows from what is asked, so that whoever asks again, after a
 * crash or a doubt, asks the same. When the provider has forgotten a key (`keySeconds`), and shows that nothing came of it,
 * the next one is used.
 */
export const keyOf = (
  id: string,
  operation: string,
  since: string,
  now: string,
  keySeconds: number,
): string => {
  const lives = Math.floor(ageOf(since, now) / keySeconds)
  return `${id}.${operation}.${lives}`
}

/**
 * Whether the provider may have forgotten the first key of what was asked for then. Asked again it could do it twice, so
 * whatever makes something new is looked for before: the process that asked may have died before it told what came of it.
 */
export const mayBeForgotten = (since: string, now: string, keySeconds: number): boolean =>
  ageOf(since, now) > keySeconds

const ageOf = (since: string, now: string): number => Math.max(0, msOf(now) - msOf(since)) / 1_000
