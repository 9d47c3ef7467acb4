const minute = 60
const hour = 60 * minute
const day = 24 * hour

/**
 * When the provider is asked again, about what it left open: at once, after five minutes, an hour, and then daily for five
 * days. After that a person has to look. (The steps are those of Kill Bill's janitor.)
 */
const patience = [0, 5 * minute, hour, day, day, day, day, day] as const

/** Seconds until try number `tries`, from 1; nothing when it was tried for long enough. */
export const waitBefore = (tries: number): number | undefined => patience[tries - 1]

/** What was reported is tried on all the same, until a person or the provider ends it. Seconds. */
export const pushEvery = day
/** The provider has said something, and it is not what was waited for. Seconds. */
export const pushSoon = minute

/** A payment that stands still is looked at, lest a notice was lost: the same steps, then daily for as long as it stands. */
export const nextLook = (looks: number): number => patience[looks + 1] ?? day

/** How long somebody may take to confirm a payment. The job of one waits that long to begin. */
export const deadlineOf = (purpose: 'TOP_UP' | 'JOB' | 'BILL'): number =>
  purpose === 'JOB' ? hour : day
