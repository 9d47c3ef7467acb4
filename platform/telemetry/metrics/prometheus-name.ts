const suffixes: Readonly<Record<string, string>> = {
  s: 'seconds',
  By: 'bytes',
  '{event}/s': 'per_second',
}

/** A metric's name in Prometheus, with its unit; counters get their `_total` from the serializer. */
export const prometheusName = (name: string, unit: string): string => {
  const plain = name.replaceAll(/[^a-zA-Z0-9]+/g, '_')
  const suffix = suffixes[unit]
  return suffix === undefined || plain.endsWith(`_${suffix}`) ? plain : `${plain}_${suffix}`
}
