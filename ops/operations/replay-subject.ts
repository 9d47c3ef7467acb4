import type { Parameters } from '../../domain/operations/actions.ts'
import type { Bounds } from '../../projections/replays/replay.ts'
import { knownGroups } from '../../projections/replays/wishes.ts'
import { GenerationRefused } from '../../projections/generations/generations.ts'

/** What a replay is of: everything, or groups of tables by name, with commas. */
export const everything = 'all'

/** The groups of a subject; undefined for everything. Throws for what is no group's name. */
export const groupsIn = (subject: string): readonly string[] | undefined =>
  subject === everything ? undefined : knownGroups(subject.split(',').map((name) => name.trim()))

export const generationIn = (subject: string): number => {
  if (/^[1-9]\d{0,8}$/.test(subject)) return Number(subject)
  throw new GenerationRefused(`${subject} is not the number of a generation`)
}

const boundIn = (name: string, text: string | undefined): number | null | undefined => {
  if (text === undefined) return undefined
  if (text === 'none') return null
  const value = Number(text)
  if (Number.isFinite(value) && value > 0 && value <= 1e9) return value
  throw new GenerationRefused(`${name} is a number above 0, or "none"`)
}

/** `eventsPerSecond` and `lagSeconds`: numbers, or "none" for no bound; what is not named is left out. */
export const boundsIn = (parameters: Parameters): Partial<Bounds> => {
  const pace = boundIn('eventsPerSecond', parameters['eventsPerSecond'])
  const lag = boundIn('lagSeconds', parameters['lagSeconds'])
  return {
    ...(pace === undefined
      ? {}
      : { eventsPerSecond: pace === null ? null : Math.max(1, Math.round(pace)) }),
    ...(lag === undefined ? {} : { lagSeconds: lag }),
  }
}

const boundWords = ({ eventsPerSecond, lagSeconds }: Partial<Bounds>): readonly string[] => [
  ...(eventsPerSecond === undefined
    ? []
    : [eventsPerSecond === null ? 'as fast as can be' : `at ${eventsPerSecond} events/s`]),
  ...(lagSeconds === undefined
    ? []
    : [
        lagSeconds === null
          ? 'however far the live rows are behind'
          : `resting while the live rows are ${lagSeconds} s behind`,
      ]),
]

export const boundsInWords = (bounds: Partial<Bounds>): string => boundWords(bounds).join(', ')
