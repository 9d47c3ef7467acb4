/** What a caller would like, by RFC 7240; what is not understood is ignored, as it says. */
export type Preference = {
  readonly waitSeconds?: number
  readonly respondAsync: boolean
}

const longestWait = 30

export const preferenceOf = (header: string | undefined): Preference => {
  const wishes = (header ?? '').split(',').map((wish) => wish.trim().toLowerCase())
  const wait = wishes.flatMap((wish) => /^wait\s*=\s*"?([0-9]{1,6})"?$/.exec(wish)?.[1] ?? [])[0]
  return {
    respondAsync: wishes.includes('respond-async'),
    ...(wait === undefined ? {} : { waitSeconds: Math.min(Number(wait), longestWait) }),
  }
}
