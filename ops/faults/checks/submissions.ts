import type { Check } from './check.ts'

/** One job a key, no job that nobody asked for, no event twice. */
export const submissions: Check = ({ log, given }) => {
  const jobOfKey = new Map(
    given.flatMap((each) =>
      each.kind === 'acknowledged' && each.command === 'submit' ? [[each.key, each.jobId]] : [],
    ),
  )
  const wanted = new Set([...jobOfKey.values()].map((jobId) => `job-${jobId}`))
  const found = new Map<string, number>()
  const ids = new Set<string>()
  const twice: string[] = []
  for (const { type, stream, id } of log) {
    if (ids.has(id)) twice.push(`event ${id} stands in the log twice`)
    ids.add(id)
    if (type === 'JobSubmitted') found.set(stream, (found.get(stream) ?? 0) + 1)
  }
  return [
    ...twice,
    ...(wanted.size === jobOfKey.size ? [] : ['two keys were answered with one job']),
    ...[...found].flatMap(([stream, times]) => [
      ...(times === 1 ? [] : [`${stream} was submitted ${times} times`]),
      ...(wanted.has(stream) ? [] : [`${stream} was submitted, and nobody was told`]),
    ]),
    ...[...wanted]
      .filter((stream) => !found.has(stream))
      .map((each) => `${each} is not in the log`),
  ]
}
