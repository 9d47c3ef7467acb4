/** Usage that decays by half every six hours, so that "recent" has one meaning without a window's edge. */
export type RecentUsage = Readonly<
  Record<string, { readonly seconds: number; readonly asOfMs: number }>
>

const halfLifeMs = 6 * 3600 * 1000

export const usageOf = (usage: RecentUsage, user: string, atMs: number): number => {
  const entry = usage[user]
  return entry === undefined
    ? 0
    : entry.seconds * 2 ** (-Math.max(0, atMs - entry.asOfMs) / halfLifeMs)
}

export const addUsage = (
  usage: RecentUsage,
  user: string,
  seconds: number,
  atMs: number,
): RecentUsage => ({
  ...usage,
  [user]: { seconds: usageOf(usage, user, atMs) + seconds, asOfMs: atMs },
})

export type Waiting = { readonly jobId: string; readonly user: string }

/**
 * Fair share: of the users with the fewest jobs on the device the one with the least recent usage goes first, with their
 * oldest job; among equals the job that waits longest.
 */
export const nextInLine = (
  waiting: readonly Waiting[],
  running: readonly Waiting[],
  usage: RecentUsage,
  atMs: number,
): Waiting | undefined => {
  const onDevice = (user: string): number => running.filter((job) => job.user === user).length
  const oldestOfEach = new Map<string, Waiting>()
  for (const job of waiting) if (!oldestOfEach.has(job.user)) oldestOfEach.set(job.user, job)
  return [...oldestOfEach.values()]
    .map((job) => ({ job, running: onDevice(job.user), used: usageOf(usage, job.user, atMs) }))
    .sort((a, b) => a.running - b.running || a.used - b.used)[0]?.job
}
