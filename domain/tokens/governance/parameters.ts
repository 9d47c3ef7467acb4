/**
 * The hub's numbers that holders of the token decide about, by the names that they have on the chain (letters, followed
 * by zeros). What is voted on and not within its bounds changes nothing.
 */
export const hubParameterTable = {
  /** The hub's part of what is sold, in hundredths of a per cent: a commission rule for all sales. */
  commission: { least: 0n, most: 10_000n },
  /** The most that an epoch distributes to quantum computers, in the smallest unit of QVT. */
  rewardPool: { least: 0n, most: 10n ** 27n },
  /** And of that, for a second of a quantum computer's work. */
  rewardPerSecond: { least: 0n, most: 10n ** 24n },
  /** 1: operators look at a listing before it is published. 0: what is complete is published as it is submitted. */
  listingReview: { least: 0n, most: 1n },
} as const
export type HubParameter = keyof typeof hubParameterTable

export const hubParameterNames = [
  'commission',
  'rewardPool',
  'rewardPerSecond',
  'listingReview',
] as const satisfies readonly HubParameter[]

export const isHubParameter = (name: string): name is HubParameter =>
  hubParameterNames.some((known) => known === name)

export const isWithin = (name: HubParameter, value: bigint): boolean => {
  const { least, most } = hubParameterTable[name]
  return value >= least && value <= most
}

/** The name that 32 bytes hold, as lower-case hex; undefined when they hold none. */
export const nameOfKey = (key: string): string | undefined => {
  const digits = /^0x((?:[0-9a-f]{2}){32})$/.exec(key)?.[1]
  if (digits === undefined) return undefined
  const letters = digits.replace(/(?:00)+$/, '').match(/../g) ?? []
  const name = letters.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('')
  return /^[A-Za-z]{1,31}$/.test(name) ? name : undefined
}

/** The other way round. */
export const keyOfName = (name: string): string =>
  `0x${Array.from(name)
    .map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('')
    .padEnd(64, '0')}`
